"""Files that hold no pay, replayed into a ledger: no day is said to be unpaid by what such files do not have."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from click.testing import Result

from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, said

WORK = [said("order.accepted", "08:00"), said("order.completed", "10:30")]
LITTLE = said("pay.accrued", "10:40", entry_id="p1", category="piece", amount_fen=100)
LITTLE.pop("order_id")
OTHERS = {**LITTLE, "worker_id": "cd" * 32, "entry_id": "p2"}


def replay(folder: Path, events: Iterable[dict[str, Any]], *options: str) -> Result:
    (folder / "events").write_bytes(lines(*events))
    return call("replay", folder / "events", "--now", "2022-06-03T12:00", *options)


def about_pay(ledger: list[str]) -> list[tuple[str, list[str]]]:
    found = objects(call("leads", "list", "--format", "json", *ledger).stdout)
    return [
        (f["finding"]["kind"], f["finding"]["reasons"]) for f in found if f["finding"]["rule"] == "pay_below_minimum"
    ]


def test_an_archive_without_pay_raises_no_lead_about_unpaid_days_and_says_so(ledger: list[str], tmp_path: Path) -> None:
    part = replay(tmp_path, WORK, *ledger)

    assert part.stderr.splitlines()[-1] == (
        "not recorded: 1 day without reported pay, of whose platform and time these files have no pay records"
    )
    assert about_pay(ledger) == []


def test_an_archive_with_the_pay_of_others_shows_a_day_without(ledger: list[str], tmp_path: Path) -> None:
    replay(tmp_path, [*WORK, OTHERS], *ledger)

    assert about_pay(ledger) == [("undecidable", ["no_pay_reported"])]


def test_an_archive_without_pay_words_no_lead_about_pay_anew_even_where_it_may_lower(
    ledger: list[str], tmp_path: Path
) -> None:
    replay(tmp_path, [*WORK, LITTLE], *ledger)
    before = about_pay(ledger)

    again = replay(tmp_path, WORK, *ledger, "--withdraw")

    assert before == about_pay(ledger) == [("breach", [])]
    assert "left as they are: lead 1, which these files contradict and do not cover" in again.stderr
