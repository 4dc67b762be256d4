"""Whatever sets came before, the leads that stand after a set are exactly its findings."""

from hypothesis import given
from hypothesis import strategies as st

from alerts.leads.appending import LogAppender
from alerts.leads.lead import Lead, LogHead, Standing, fold
from alerts.leads.revising import revise
from alerts.leads.standing_set import LedgerSet
from schemas.findings.finding import Finding, Kind, StandingSet
from tests.unit.alerts.builders import found, standing


@st.composite
def a_finding(draw: st.DrawFn) -> Finding:
    start = draw(st.integers(0, 8))
    end = draw(st.none() | st.integers(start, 10))
    kind = draw(st.sampled_from([Kind.BREACH, Kind.UNDECIDABLE, Kind.WARNING]))
    platform = draw(st.sampled_from(["hema", "xunda", None]))
    episode = draw(st.sampled_from([None, "e1"]))
    return found(start, end, kind=kind, platform=platform, episode=episode, measured=draw(st.integers(1, 2)))


sets = st.builds(
    lambda findings, speaks_from: standing(0, *findings, speaks_from=speaks_from),
    st.lists(a_finding(), max_size=6),
    st.none() | st.integers(0, 6),
)


def bring_to(leads: dict[int, Lead], latest: StandingSet, log: LogAppender) -> None:
    revise(leads, LedgerSet.of(latest), log)


def texts(leads: dict[int, Lead], wall: int) -> list[str]:
    return sorted(
        lead.finding.text
        for lead in leads.values()
        if lead.standing is Standing.STANDING and lead.finding.starts_at >= wall
    )


def new_appender() -> LogAppender:
    return LogAppender(LogHead(0, "0" * 64, 0, 0), 1)


@given(st.lists(sets, max_size=5), sets)
def test_what_stands_is_the_last_set(history: list[StandingSet], last: StandingSet) -> None:
    leads: dict[int, Lead] = {}
    log = new_appender()

    for each in (*history, last):
        bring_to(leads, each, log)

    latest = LedgerSet.of(last)
    wall = -1 if last.speaks_from is None else last.speaks_from
    standing_now = {lead.finding.text for lead in leads.values() if lead.standing is Standing.STANDING}
    assert texts(leads, wall) == sorted({one.text for one in latest.findings if one.starts_at >= wall})
    assert {one.text for one in latest.findings} <= standing_now


@given(st.lists(sets, max_size=5), sets)
def test_saying_it_again_changes_nothing(history: list[StandingSet], last: StandingSet) -> None:
    leads: dict[int, Lead] = {}
    log = new_appender()
    for each in (*history, last):
        bring_to(leads, each, log)
    written = len(log.entries)

    bring_to(leads, last, log)

    assert log.entries[written:] == []


@given(st.lists(sets, max_size=5), sets)
def test_the_order_of_findings_and_leads_does_not_matter(history: list[StandingSet], last: StandingSet) -> None:
    leads: dict[int, Lead] = {}
    log = new_appender()
    for each in history:
        bring_to(leads, each, log)
    turned = dict(reversed(leads.items()))
    backwards = last.model_copy(update={"findings": last.findings[::-1]})
    first, second = LogAppender(log.head, 2), LogAppender(log.head, 2)

    bring_to(leads, last, first)
    bring_to(turned, backwards, second)

    assert first.entries == second.entries


@given(st.lists(sets, min_size=1, max_size=6))
def test_the_log_alone_gives_every_lead_and_numbers_have_no_gap(history: list[StandingSet]) -> None:
    leads: dict[int, Lead] = {}
    log = new_appender()
    for each in history:
        bring_to(leads, each, log)
    rebuilt: dict[int, Lead] = {}

    for entry in log.entries:
        rebuilt[entry.lead] = fold(rebuilt.get(entry.lead), entry)

    assert rebuilt == log.leads
    assert sorted(rebuilt) == list(range(1, log.head.leads + 1))
    assert {number for number, lead in rebuilt.items() if lead.standing is not Standing.SUPERSEDED} == set(leads)
