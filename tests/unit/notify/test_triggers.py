"""Entries of the log that people get messages about."""

from dataclasses import replace

import pytest

from alerts.leads.finding import LeadFinding
from alerts.leads.handling import Action, Handling
from alerts.leads.lead import Change, Lead, LogEntry, Standing
from alerts.notify.stages.back_fill import OLD_MS, is_back_fill
from alerts.notify.stages.triggers import MessageTopic, ToldReason, triggered
from schemas.findings.finding import Arrival, Kind, Severity
from tests.unit.alerts.builders import HOUR, found

NOW = 10 * HOUR


def lead(
    kind: Kind = Kind.BREACH,
    severity: Severity | None = Severity.MINOR,
    *,
    end: int | None = None,
    mode: str | None = None,
) -> Lead:
    finding = replace(LeadFinding.of(found(4, end, kind=kind, severity=severity)), mode=mode)
    return Lead(7, finding, Standing.STANDING, Handling.NEW, None, None, None, NOW, NOW, 3)


def entry(change: Change | Action, at: int = NOW) -> LogEntry:
    return LogEntry(9, 7, change, None, None, None, None, None, at, "1.1.0", "", "")


def test_a_lead_that_is_raised_is_told() -> None:
    assert triggered(None, entry(Change.RAISED), lead(), NOW) is ToldReason.RAISED


def test_an_undecidable_finding_is_never_told_until_it_is_a_breach() -> None:
    vague = lead(Kind.UNDECIDABLE, None)

    assert triggered(None, entry(Change.RAISED), vague, NOW) is None
    assert triggered(vague, entry(Change.AMENDED), vague, NOW) is None
    assert triggered(vague, entry(Change.AMENDED), lead(), NOW) is ToldReason.BREACHED


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (Severity.MINOR, Severity.SERIOUS, ToldReason.RISEN),
        (None, Severity.MINOR, ToldReason.RISEN),
        (Severity.SERIOUS, Severity.SERIOUS, None),
        (Severity.GRAVE, Severity.MINOR, None),
    ],
)
def test_a_severity_that_rises_is_told_and_one_that_falls_or_stays_is_not(
    before: Severity | None, after: Severity | None, told: ToldReason | None
) -> None:
    step = (lead(severity=before), entry(Change.AMENDED), lead(severity=after))

    assert triggered(*step, NOW) is told


@pytest.mark.parametrize("change", [Change.REINSTATED, Change.REOPENED, Change.WITHDRAWN, Change.SUPERSEDED])
def test_what_comes_back_or_ends_is_told_by_its_name(change: Change) -> None:
    assert triggered(lead(), entry(change), lead(), NOW) is ToldReason(change.value)


def test_a_breach_that_cannot_be_decided_any_more_closes_what_was_told() -> None:
    reason = triggered(lead(), entry(Change.AMENDED), lead(Kind.UNDECIDABLE, None), NOW)

    assert (reason, reason and reason.topic) == (ToldReason.UNDECIDED, MessageTopic.CLOSING)


@pytest.mark.parametrize("action", list(Action))
def test_no_step_of_a_person_is_told(action: Action) -> None:
    assert triggered(lead(), entry(action), lead(severity=Severity.GRAVE), NOW) is None


def test_what_is_only_observed_is_for_the_digest_and_news_when_it_is_enforced() -> None:
    observed, enforced = lead(mode="observe"), lead(mode="enforce")

    assert triggered(None, entry(Change.RAISED), observed, NOW) is ToldReason.OBSERVED
    assert triggered(observed, entry(Change.AMENDED), enforced, NOW) is ToldReason.RAISED


@pytest.mark.parametrize(("later", "told"), [(OLD_MS, ToldReason.RAISED), (OLD_MS + 1, ToldReason.BACK_FILLED)])
def test_what_ended_more_than_a_day_before_it_was_recorded_is_back_fill(later: int, told: ToldReason) -> None:
    at = 9 * HOUR + later

    assert triggered(None, entry(Change.RAISED, at), lead(end=9), at) is told


@pytest.mark.parametrize(("waited", "told"), [(OLD_MS, ToldReason.RAISED), (OLD_MS + 1, ToldReason.BACK_FILLED)])
def test_what_nobody_read_for_a_day_wakes_nobody(waited: int, told: ToldReason) -> None:
    assert triggered(None, entry(Change.RAISED), lead(), NOW + waited) is told


def test_what_is_judged_late_of_evidence_that_came_in_time_is_no_back_fill() -> None:
    ended, judged = found(4, 9), 9 * HOUR + 3 * OLD_MS
    in_time = ended.model_copy(update={"arrival": Arrival(first=4 * HOUR, last=9 * HOUR, longest_ms=None)})
    late = ended.model_copy(update={"arrival": Arrival(first=4 * HOUR, last=judged, longest_ms=2 * OLD_MS)})

    told = [is_back_fill(LeadFinding.of(one), judged, judged) for one in (in_time, late, ended)]

    assert told == [False, True, True]


def test_a_withdrawal_is_told_however_old_the_finding_is() -> None:
    at = 9 * HOUR + 9 * OLD_MS

    assert triggered(lead(end=9), entry(Change.WITHDRAWN, at), lead(end=9), at) is ToldReason.WITHDRAWN
