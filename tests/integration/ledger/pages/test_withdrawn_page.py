"""The page and the JSON of a withdrawn lead say why it was withdrawn, by what, and when that was stated."""

import json

import pytest

from alerts.ledger import History, Ledger
from schemas.findings.finding import StandingSet
from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from schemas.instants import rfc3339
from streams.cli.leads.lead_json import entry_json
from streams.cli.leads.page import page
from streams.core.publishing import Publication
from streams.core.workers.judge import Judge
from streams.law.files import packaged_law
from tests.unit.alerts.builders import LATE
from tests.unit.core.days import asked, at
from tests.unit.core.test_arrival import hears


def standing(published: list[Publication], number: int, now: str) -> StandingSet:
    (one,) = published
    return one.standing_set((1, number, at(now)))


def withdrawn(ledger: Ledger) -> History:
    """A shift that was known ten hours late, and a break in it that arrived an hour and a half late."""
    judge = Judge(packaged_law(), arrivals=True)
    hears(judge, "00:30 online", "13:00 offline", arrival="13:05")
    ledger.apply([standing(asked(judge, "13:30"), 1, "13:30")], LATE)
    hears(judge, "12:00 offline", "12:40 online", "04:00 offline", "04:40 online", arrival="14:10")
    hears(judge, "08:00 offline", "08:30 online", arrival="14:20")
    ledger.apply([standing(asked(judge, "14:30"), 2, "14:30")], LATE + 1)
    (number,) = (lead.number for lead in ledger.leads(as_of=LATE) if lead.finding.rule == "rest_missed")
    return ledger.lead(number)


def test_a_withdrawn_lead_says_what_became_of_its_evidence(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    history = withdrawn(ledger)

    page(history, None)

    shown = " ".join(capsys.readouterr().out.split())
    assert "撤回原因 why withdrawn" in shown
    assert "工作 work -> 非工作 none" in shown
    assert "此后到达 arrived since: hema session s1" in shown
    assert "此后 since: 会话 session" in shown


def test_the_row_of_a_withdrawal_has_the_instant_of_its_judgement_and_the_delay_of_what_came_since(
    ledger: Ledger,
) -> None:
    row = entry_json(withdrawn(ledger).entries[-1])

    assert (row["change"], row["judged_at"]) == ("withdrawn", rfc3339(at("14:30")))
    (arrived,) = row["cause"]["arrived"]["named"]
    assert (arrived["id"], arrived["arrived_at"]) == ("s1", rfc3339(at("14:20")))
    assert row["cause"]["late_ms"] == arrived["late_ms"] == 6 * HOUR + 20 * MINUTE
    spans = row["cause"]["evidence"]["different"]["named"][0]["spans"]
    assert [rfc3339(at("08:00")), rfc3339(at("08:30"))] in [[each["start"], each["end"]] for each in spans]
    assert json.dumps(row)
