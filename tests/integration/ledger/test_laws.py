"""The law by which findings were judged, kept by its digest."""

import pytest
from sqlalchemy import text, update

from alerts.errors import NoSuchLawError
from alerts.ledger import Ledger
from alerts.ledger.law_texts import digest_of
from alerts.ledger.tables import LAW_TEXTS
from schemas.findings.finding import StandingSet
from tests.integration.ledger.test_tampering import tamper
from tests.unit.alerts.builders import LATE, found, standing

TEXT = '{"value":"四小时"}\n'
DIGEST = digest_of(TEXT)


def judged_by(digest: str, version: int = 1) -> StandingSet:
    return standing(version, found(1).model_copy(update={"law_digest": digest, "release": "1"}))


def test_the_first_set_that_names_a_law_brings_its_text(ledger: Ledger) -> None:
    ledger.hold_law(TEXT)

    ledger.apply([judged_by(DIGEST)], LATE)
    ledger.apply([judged_by(DIGEST, 2)], LATE + 1)

    (law,) = ledger.laws()
    assert (law.digest, law.text, law.recorded_at) == (DIGEST, TEXT, LATE)
    assert ledger.law(DIGEST[:6]) == law
    assert ledger.verify() == []


def test_a_law_whose_text_is_not_at_hand_is_recorded_without_and_gets_it_from_who_has_it(
    ledger: Ledger, url: str
) -> None:
    ledger.apply([judged_by(DIGEST)], LATE)
    assert ledger.law(DIGEST).text is None

    with Ledger.open(url) as other:
        other.hold_law(TEXT)
        other.apply([judged_by(DIGEST, 2)], LATE + 1)
    with Ledger.open(url) as without:
        without.apply([judged_by(DIGEST, 3)], LATE + 2)

    assert (ledger.law(DIGEST).text, ledger.law(DIGEST).recorded_at) == (TEXT, LATE)


@pytest.mark.parametrize("digest", ["ffffff", DIGEST[:5], "", "%%%%%%"])
def test_a_digest_of_no_law_or_of_too_few_digits_is_answered_with_what_to_do(ledger: Ledger, digest: str) -> None:
    ledger.hold_law(TEXT)
    ledger.apply([judged_by(DIGEST)], LATE)

    with pytest.raises(NoSuchLawError, match="`leads show` prints the digest"):
        ledger.law(digest)


def test_a_set_that_names_no_law_records_none(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1))], LATE)

    assert ledger.laws() == []


def test_a_text_that_was_edited_is_named(ledger: Ledger, url: str) -> None:
    ledger.hold_law(TEXT)
    ledger.apply([judged_by(DIGEST)], LATE)

    tamper(url, update(LAW_TEXTS).values(text=text("replace(text, '四', '五')")))

    assert [fault.differs for fault in ledger.verify()] == [
        f"the text of the law {DIGEST} was edited: it does not give its digest"
    ]
