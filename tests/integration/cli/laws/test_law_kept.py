"""`law diff` with a law that a ledger holds, named by its digest."""

from pathlib import Path

import pytest

from alerts.ledger import Ledger, upgrade
from alerts.ledger.law_texts import digest_of
from alerts.ledger.tables import LAW_TEXTS
from streams.law.files import packaged_law
from tests.integration.cli.calls import call, objects
from tests.integration.ledger.test_laws import judged_by
from tests.integration.ledger.test_tampering import tamper
from tests.unit.alerts.builders import LATE

OURS = packaged_law().text
OTHER = OURS.replace('"value":14400000', '"value":18000000')
DIGEST = digest_of(OTHER)
UNREAD = "f" * 64


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """A ledger that holds our law and another, and the digest alone of a third."""
    url = f"sqlite:///{tmp_path}/leads.db"
    upgrade(url)
    with Ledger.open(url) as ledger:
        for number, text in enumerate((OURS, OTHER), 1):
            ledger.hold_law(text)
            ledger.apply([judged_by(digest_of(text), number)], LATE + number)
        ledger.apply([judged_by(UNREAD, 3)], LATE + 3)
    return url


@pytest.mark.parametrize("digits", [6, 64])
def test_a_law_that_a_ledger_holds_is_compared_by_its_digest_or_its_first_digits(kept: str, digits: int) -> None:
    changed = call("law", "diff", DIGEST[:digits], "ours", "--ledger", kept, "--format", "json")
    same = call("law", "diff", "ours", digest_of(OURS)[:digits], "--ledger", kept)

    assert {change["before"].get("value") for change in objects(changed.stdout)} == {18_000_000}
    assert (changed.exit_code, same.exit_code, same.stdout.splitlines()[-1]) == (1, 0, "0 differences")


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("abcdef0", "given the digest 'abcdef0': no finding here was judged by it; `leads show` prints"),
        (
            "abcde",
            "or the digest of a law that a ledger holds, 6 to 64 digits 0-9 and a-f; `shiftwarden ledger law` lists",
        ),
        (UNREAD[:8], f"the text of the law {UNREAD} is not at hand"),
    ],
)
def test_a_digest_that_leads_to_no_text_is_answered_with_what_to_do(kept: str, given: str, answer: str) -> None:
    result = call("law", "diff", given, "ours", "--ledger", kept)

    assert (result.exit_code, answer in result.stderr) == (2, True)


def test_of_several_laws_that_begin_so_the_longer_beginnings_are_given(kept: str) -> None:
    twin = DIGEST[:7] + ("0" if DIGEST[7] != "0" else "1") + DIGEST[8:]
    tamper(kept, LAW_TEXTS.insert().values(digest=twin, text=None, recorded_at=LATE))

    result = call("law", "diff", DIGEST[:7], "ours", "--ledger", kept)

    assert result.exit_code == 2
    assert "several laws begin so" in result.stderr
    assert all(f"{each[:13]}…" in result.stderr for each in (DIGEST, twin))
    assert "give more digits" in result.stderr


def test_a_digest_without_a_ledger_is_asked_for_one() -> None:
    result = call("law", "diff", DIGEST, "ours")

    assert (result.exit_code, "give --ledger URL" in result.stderr) == (2, True)
