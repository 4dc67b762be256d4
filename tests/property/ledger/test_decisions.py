"""Whatever sets and steps came in whatever order: no decision outlives its figures, and no merge ends an investigation."""

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.leads.appending import LogAppender
from alerts.leads.figures import DecidedFigures
from alerts.leads.handling import DECIDED, WORKED_ON, Action, Handling, actions_from
from alerts.leads.lead import Change, Lead, LogHead, Standing, fold
from alerts.leads.revising import revise
from alerts.leads.standing_set import LedgerSet
from schemas.findings.finding import Finding, Kind, Severity, StandingSet
from tests.unit.alerts.builders import found, standing


@st.composite
def a_finding(draw: st.DrawFn) -> Finding:
    start = draw(st.integers(0, 8))
    kind = draw(st.sampled_from([Kind.BREACH, Kind.BREACH, Kind.UNDECIDABLE]))
    return found(
        start,
        draw(st.none() | st.integers(start, 10)),
        kind=kind,
        measured=draw(st.sampled_from([14_000_000, 14_899_999, 14_900_000, 15_000_000, 30_000_000])),
        severity=None if kind is Kind.UNDECIDABLE else draw(st.sampled_from(Severity)),
    )


@dataclass(frozen=True)
class Step:
    """A person's step, of the lead and the action that the two numbers choose among those that there are then."""

    lead: int
    action: int


sets = st.builds(
    lambda findings, speaks_from: standing(0, *findings, speaks_from=speaks_from),
    st.lists(a_finding(), max_size=3),
    st.sampled_from([None, None, None, 3]),
)
histories = st.lists(sets | st.builds(Step, st.integers(0, 9), st.integers(0, 9)), max_size=14)


class Bureau:
    """The current leads of a subject, as sets and people leave them."""

    def __init__(self) -> None:
        self.leads: dict[int, Lead] = {}
        self.log = LogAppender(LogHead(0, "0" * 64, 0, 0), 1)

    def goes_through(self, history: Sequence[StandingSet | Step]) -> None:
        for each in history:
            if isinstance(each, Step):
                self._act(each)
            else:
                revise(self.leads, LedgerSet.of(each), self.log)

    def _act(self, step: Step) -> None:
        if self.leads:
            lead = sorted(self.leads.items())[step.lead % len(self.leads)][1]
            action = actions_from(lead.handling)[step.action % len(actions_from(lead.handling))]
            assignee = "wang" if action is Action.ASSIGN else None
            self.leads[lead.number] = self.log.act(lead, action, "li", "because", assignee)


@settings(max_examples=300)
@given(histories, sets)
def test_no_decided_lead_stands_with_more_than_was_decided_about(
    history: list[StandingSet | Step], last: StandingSet
) -> None:
    bureau = Bureau()

    bureau.goes_through([*history, last])

    for lead in bureau.leads.values():
        assert (lead.decided is not None) == (lead.handling in DECIDED)
        if lead.decided is not None and lead.standing is Standing.STANDING:
            assert not DecidedFigures.parse(lead.decided).less_than(DecidedFigures.of(lead.finding))


@settings(max_examples=300)
@given(histories)
def test_nothing_that_somebody_is_at_work_on_is_superseded(history: list[StandingSet | Step]) -> None:
    bureau = Bureau()

    bureau.goes_through(history)

    leads: dict[int, Lead] = {}
    for entry in bureau.log.entries:
        if entry.change is Change.SUPERSEDED:
            assert leads[entry.lead].handling not in WORKED_ON
        if entry.change is Change.REOPENED:
            before = leads[entry.lead]
            assert before.handling in DECIDED
            assert entry.cause is not None
        leads[entry.lead] = fold(leads.get(entry.lead), entry)
        if entry.change is Change.REOPENED:
            after = leads[entry.lead]
            assert (after.assignee, after.decided) == (before.assignee, None)
            assert after.handling is (Handling.ASSIGNED if after.assignee else Handling.NEW)
    assert {number: leads[number] for number in bureau.leads} == bureau.leads


@settings(max_examples=200)
@given(histories, sets)
def test_the_same_set_again_changes_nothing_and_each_finding_has_one_lead_of_its_own(
    history: list[StandingSet | Step], last: StandingSet
) -> None:
    bureau = Bureau()
    bureau.goes_through([*history, last])
    written = len(bureau.log.entries)

    bureau.goes_through([last])

    assert bureau.log.entries[written:] == []
    wall = -1 if last.speaks_from is None else last.speaks_from
    stands = [lead for lead in bureau.leads.values() if lead.standing is Standing.STANDING]
    own = [lead.finding.text for lead in stands if lead.beside is None and lead.finding.starts_at >= wall]
    assert sorted(own) == sorted({one.text for one in LedgerSet.of(last).findings if one.starts_at >= wall})
    for lead in stands:
        if lead.beside is not None and lead.finding.starts_at >= wall:
            assert bureau.leads[lead.beside].beside is None


@settings(max_examples=200)
@given(histories)
def test_every_step_of_a_set_has_a_cause_and_no_step_of_a_person_has(history: list[StandingSet | Step]) -> None:
    bureau = Bureau()

    bureau.goes_through(history)

    for entry in bureau.log.entries:
        assert (entry.cause is None) == isinstance(entry.change, Action)
        assert (entry.figures is not None) == (entry.change in {Action.CONFIRM, Action.DISMISS, Action.CLOSE})
