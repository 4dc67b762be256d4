"""Arrivals: whatever the order and the repeats of rows, and the cuts of a run, findings were received at the same instants."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from schemas.findings.finding import Arrival, Finding
from schemas.instants import LATE_MS
from schemas.work import AcceptanceRow, AnyRow, Group, PayRow, SessionRow, statement_of
from streams.core.workers.judge import Judge
from streams.facts.late import LateSigns
from tests.oracle.days import now_for
from tests.property.core.drawn import SEEDS, batches, built
from tests.property.core.feeding import Heard, heard, judged, standing, the_law
from tests.property.core.test_merging import any_day
from tests.stored import apply, small_units

Arrived = tuple[Heard, int]
"""A row, and when it arrived (ms)."""


def arrived(rows: Sequence[Heard], random: Random) -> list[Arrived]:
    """Each row with its arrival, in time or late, and some again, at the same instant or another, in any order."""
    found: list[Arrived] = []
    for each in rows:
        for _ in range(random.choice((1, 1, 1, 2))):
            delay = random.choice((0, 1_000, LATE_MS, LATE_MS + 1, 2 * LATE_MS, 30 * LATE_MS))
            found += [(each, each[1].at + delay)] * random.choice((1, 1, 2))
    return random.sample(found, len(found))


def hear(judge: Judge, said: Sequence[Arrived], now: int) -> None:
    for (platform, row), arrival in said:
        judge.fold(Group(platform, f"feed.{platform}", 0, [row], [0, arrival]), now)


def arrivals(judge: Judge, now: int) -> dict[str, Arrival | None]:
    return {finding.finding_id: finding.arrival for finding in standing(judge, now)}


def late_signs(judge: Judge) -> dict[tuple[str, str, str], LateSigns]:
    return {
        (name, platform, session): signs.late
        for name, watched in judge.roster.workers.items()
        for platform, facts in watched.facts.platforms.items()
        for session, signs in facts.sessions.items()
        if signs.late is not None and (signs.late.points or signs.late.runs)
    }


@given(SEEDS, st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_change_when_a_finding_was_received(seed: int, random: Random) -> None:
    events = built(any_day, seed)
    rows = heard(events)
    now = max(now_for(random.choice, events), *(row.at for _, row in rows))
    said = arrived(rows, random)
    one, other = Judge(the_law(), arrivals=True), Judge(the_law(), arrivals=True)

    hear(one, said, now)
    hear(other, random.sample(said, len(said)) + random.choices(said, k=len(said) // 4), now)

    assert late_signs(one) == late_signs(other)
    found = arrivals(one, now)
    assert found == arrivals(other, now)
    assert None not in found.values()
    assert [each.model_copy(update={"arrival": None}) for each in standing(one, now)] == judged(rows, now)


@given(SEEDS, st.randoms(use_true_random=False))
def test_a_cut_at_any_moment_keeps_when_a_finding_was_received(seed: int, random: Random) -> None:
    events = built(any_day, seed)
    rows = heard(events)
    now = max(now_for(random.choice, events), *(row.at for _, row in rows))
    said, judge, kept = arrived(rows, random), Judge(the_law(), arrivals=True), dict[bytes, bytes]()
    with small_units():
        for number, batch in enumerate(batches(said, random), 1):
            hear(judge, batch, now)
            apply(kept, judge.roster.dump(number))
            if random.random() < 0.3:
                judge = Judge(the_law(), arrivals=True)
                judge.load(kept, now)
                hear(judge, batch, now)
    whole = Judge(the_law(), arrivals=True)

    hear(whole, said, now)

    assert arrivals(judge, now) == arrivals(whole, now)


def about(finding: Finding, now: int, said: Sequence[Arrived]) -> Iterator[tuple[AnyRow, int]]:
    """The statements about its interval, by session and order; of one in its evidence without any, those before."""
    until = now if finding.ends_at is None else finding.ends_at
    by_fact: dict[tuple[str, str, str], list[tuple[AnyRow, int]]] = defaultdict(list)
    for (platform, row), arrival in said:
        if not isinstance(row, PayRow) and finding.platform in {None, platform} and row.at <= until:
            sort, name = ("session", row.session) if isinstance(row, SessionRow) else ("order", row.order)
            by_fact[platform, sort, name].append((row, arrival))
    named = {(each.platform, each.what, each.id) for each in finding.evidence}
    for fact, rows in by_fact.items():
        inside = [each for each in rows if each[0].at >= finding.starts_at or is_booked_in(each[0], finding, until)]
        yield from inside or (rows if fact in named else [])


def is_booked_in(row: AnyRow, finding: Finding, until: int) -> bool:
    return isinstance(row, AcceptanceRow) and finding.starts_at <= row.on_at <= until


@given(SEEDS, st.randoms(use_true_random=False))
def test_the_longest_delay_is_that_of_the_first_arrivals_of_what_was_said(seed: int, random: Random) -> None:
    events = [event for event in built(any_day, seed) if event["kind"] != "session.heartbeat"]
    rows = heard(events)
    now = max([now_for(random.choice, events), *(row.at for _, row in rows)])
    said, judge = arrived(rows, random), Judge(the_law(), arrivals=True)
    first: dict[str, tuple[Heard, int]] = {}
    for each, arrival in said:
        key = repr((each[0], statement_of(each[1])))
        first[key] = each, min(arrival, first.get(key, (each, arrival))[1])

    hear(judge, said, now)

    for finding in standing(judge, now):
        if finding.rule != "rest_missed" or finding.basis != "online":
            continue
        delays = [arrival - row.at for row, arrival in about(finding, now, list(first.values()))]
        longest = max((delay for delay in delays if delay > LATE_MS), default=None)
        assert finding.arrival is not None
        assert finding.arrival.longest_ms == longest
