"""Decisions, late corrections and leads beside others, through SQL: what is counted, listed, verified and rebuilt."""

import pytest
from sqlalchemy import update

from alerts.errors import NotAllowedError
from alerts.leads import Action, Change, Handling, Standing
from alerts.ledger import LeadFilter, Ledger
from alerts.ledger.tables import LEADS
from schemas.findings.finding import Arrival, LateEvidence, Severity
from tests.integration.ledger.test_tampering import tamper
from tests.unit.alerts.builders import LATE, found, standing

HOUR = 3_600_000
MINOR, GRAVE = found(0, 5), found(0, 14, measured=50_000_000, severity=Severity.GRAVE)


def act(ledger: Ledger, number: int, *actions: Action) -> None:
    for action in actions:
        ledger.act(number, action, "li", "so", LATE, assignee="wang" if action is Action.ASSIGN else None)


def changes(ledger: Ledger, number: int) -> list[str]:
    return [str(entry.change) for entry in ledger.lead(number).entries]


@pytest.mark.parametrize("decision", [(Action.CONFIRM,), (Action.DISMISS,), (Action.DISMISS, Action.CLOSE)])
def test_a_decided_lead_that_grows_is_counted_as_open_again(ledger: Ledger, decision: tuple[Action, ...]) -> None:
    ledger.apply([standing(1, MINOR)], LATE)
    act(ledger, 1, Action.ASSIGN, Action.INVESTIGATE, *decision)
    assert ledger.open_counts() == {}

    ledger.apply([standing(2, GRAVE)], LATE)

    assert ledger.open_counts() == {("rest_missed", "breach", "360104", "hema", "grave"): 1}
    lead = ledger.lead(1).lead
    assert (lead.handling, lead.assignee, changes(ledger, 1)[-2:]) == (
        Handling.ASSIGNED,
        "wang",
        ["amended", "reopened"],
    )
    assert ledger.verify() == []


def test_what_a_decision_was_about_is_known_as_of_any_instant(ledger: Ledger) -> None:
    ledger.apply([standing(1, MINOR)], LATE)
    ledger.act(1, Action.ASSIGN, "li", None, LATE + 1)
    ledger.act(1, Action.DISMISS, "li", "so", LATE + 2)
    ledger.apply([standing(2, GRAVE)], LATE + 3)

    then, now = ledger.lead(1, LATE + 2).lead, ledger.lead(1).lead

    assert (then.handling, '"severity":"minor"' in (then.decided or "")) == (Handling.DISMISSED, True)
    assert now.decided is None


def test_a_lead_beside_another_outlives_a_rebuild(ledger: Ledger, url: str) -> None:
    ledger.apply([standing(1, found(0, 4), found(5, 9))], LATE)
    for number in (1, 2):
        act(ledger, number, Action.ASSIGN)
    ledger.apply([standing(2, found(0, 9))], LATE)
    tamper(url, update(LEADS).values(beside=None, decided=None, corrected_at=None))

    assert ledger.rebuild().columns == {"beside": 1}

    assert [(lead.number, lead.beside) for lead in ledger.leads()] == [(2, 1), (1, None)]
    assert ledger.apply([standing(3, found(0, 9, area="360113"))], LATE).count(Change.OVERLAPPED) == 0


def late(last: int, longest_ms: int) -> dict[str, object]:
    named = LateEvidence(platform="hema", what="session", id="s", last=last, longest_ms=longest_ms)
    return {"arrival": Arrival(first=0, last=last, longest_ms=longest_ms, late=(named,))}


def test_what_was_lowered_by_a_late_statement_stays_marked(ledger: Ledger) -> None:
    first = GRAVE.model_copy(update=late(5, 1_000))
    lowered = MINOR.model_copy(update=late(9, 3 * HOUR))
    ledger.apply([standing(1, first)], LATE)
    ledger.apply([standing(2, lowered)], LATE + 7)

    (lead,) = ledger.leads()
    (then,) = ledger.leads(as_of=LATE)

    assert (lead.standing, lead.corrected_at, then.corrected_at) == (Standing.STANDING, LATE + 7, None)
    assert ledger.verify() == []


def test_what_was_withdrawn_by_a_late_statement_stays_listed_until_somebody_decides(ledger: Ledger) -> None:
    gone = found(0, 5)
    lapsed = {"finding_id": gone.finding_id, "evidence": (), **late(9, 3 * HOUR)}
    empty = standing(2).model_validate({**standing(2).model_dump(), "lapsed": [lapsed]})
    ledger.apply([standing(1, gone, found(6, 9))], LATE)
    ledger.apply([empty], LATE + 1)
    listed = LeadFilter(corrected=True)

    assert [lead.number for lead in ledger.leads(listed)] == [1]
    assert [lead.number for lead in ledger.leads(listed, LATE + 1)] == [1]
    assert ledger.leads() == []
    act(ledger, 1, Action.ASSIGN, Action.DISMISS)
    assert ledger.leads(listed) == ledger.leads(listed, LATE + 1) == []


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (LeadFilter(handling=Handling.ASSIGNED), [2]),
        (LeadFilter(handling=Handling.NEW), [1]),
        (LeadFilter(assignee="wang"), [2]),
        (LeadFilter(assignee="li"), []),
        (LeadFilter(severity="grave"), [2]),
        (LeadFilter(severity="minor"), [1]),
    ],
)
def test_leads_are_found_by_severity_handling_and_assignee(
    ledger: Ledger, wanted: LeadFilter, numbers: list[int]
) -> None:
    ledger.apply([standing(1, MINOR, found(20, 30, severity=Severity.GRAVE))], LATE)
    act(ledger, 2, Action.ASSIGN)

    assert [lead.number for lead in ledger.leads(wanted)] == numbers
    assert [lead.number for lead in ledger.leads(wanted, LATE)] == numbers


def test_who_decides_from_an_old_page_is_refused_where_the_lead_says_more_since(ledger: Ledger) -> None:
    ledger.apply([standing(1, MINOR)], LATE)
    act(ledger, 1, Action.ASSIGN)
    ledger.apply([standing(2, found(0, 6))], LATE)
    ledger.act(1, Action.DISMISS, "li", "so", LATE, seen=2)
    ledger.act(1, Action.REOPEN, "li", "so", LATE)
    ledger.apply([standing(3, GRAVE)], LATE)

    with pytest.raises(NotAllowedError, match="says more now than at entry 3, in severity, measure"):
        ledger.act(1, Action.DISMISS, "li", "so", LATE, seen=3)
    with pytest.raises(NotAllowedError, match="has no entry up to 0"):
        ledger.act(1, Action.DISMISS, "li", "so", LATE, seen=0)
    assert ledger.act(1, Action.DISMISS, "li", "so", LATE, seen=6).handling is Handling.DISMISSED
