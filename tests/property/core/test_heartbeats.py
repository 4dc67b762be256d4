"""Heartbeats folded in one loop and as any other row: the same facts, refusals, accounts and workers to be evaluated."""

from collections.abc import Iterator, Mapping
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.work import AnyRow, Group, SessionRow, Sort
from streams.core.workers.heartbeats import Heartbeats, LeftRow
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.late import lateness
from streams.law.files import packaged_law
from streams.law.registers.budget import Budget
from tests.oracle.law import MINUTE
from tests.unit.core.days import at

LAW = packaged_law()
WORKERS = [f"{number:064}" for number in range(2)]
NOW = at("20:00")
LENGTH = 6 * 60
SCARCE = Budget(new_workers=2, statements=6, worker_bytes=600, bytes=4_000)


def rows() -> st.SearchStrategy[AnyRow]:
    """A sign of one of two sessions of two workers; most are heartbeats within six hours, some long ago or of tomorrow."""
    instants = st.integers(0, LENGTH).map(lambda minute: NOW - minute * MINUTE)
    far = st.sampled_from([NOW + MINUTE, NOW - 40 * 24 * 60 * MINUTE, NOW - 3 * 24 * 60 * MINUTE])
    return st.builds(
        lambda worker, when, session, sort: SessionRow(worker, when, "360104", "delivery", 0, 0, None, session, sort),
        st.sampled_from(WORKERS),
        st.one_of(*[instants] * 8, far),
        st.sampled_from(["s1", "s2"]),
        st.sampled_from([Sort.PULSE] * 6 + [Sort.ON, Sort.OFF]),
    )


def one_by_one(judge: Judge) -> None:
    """Have a judge fold heartbeats as any other row."""

    def fold(group: Group, _: int) -> Iterator[LeftRow]:
        for row, late in zip(group.rows, lateness(group), strict=True):
            yield row, late, judge.roster.workers.get(row.worker)

    judge._heartbeats = SimpleNamespace(fold=fold)  # type: ignore[assignment]


def outcome(judge: Judge, batches: list[list[AnyRow]], evaluated: list[bool]) -> object:
    """All that can be seen of a judge who folds these, ten seconds apart."""
    seen: list[object] = []
    for number, (batch, evaluate) in enumerate(zip(batches, evaluated, strict=True)):
        now = NOW + number * 10_000
        refused = judge.fold(Group("hema", "feed.hema", 0, batch, [0, now]), now)
        seen.append([repr(each) for each in refused])
        if evaluate:
            seen.append([repr(each) for each in judge.evaluate_due(now)])
        workers = judge.roster.workers.values()
        seen.append([(sorted(each.stale_of), each.received_at, each.facts.latest, each.memo_until) for each in workers])
        seen.append((judge.behind, dict(judge.accounts.size), dict(judge.accounts.workers), judge.roster.dirty.copy()))
    return [*seen, judge.roster.dump(1)]


@pytest.mark.parametrize("budgets", [{}, {"hema": SCARCE}])
@given(batches=st.lists(st.lists(rows(), min_size=1, max_size=60), min_size=1, max_size=4), drawn=st.data())
def test_heartbeats_in_one_loop_do_what_they_do_one_by_one(
    budgets: Mapping[str, Budget], batches: list[list[AnyRow]], drawn: st.DataObject
) -> None:
    evaluated = [drawn.draw(st.booleans()) for _ in batches]
    fast, slow = (Judge(LAW, HORIZON_MS, budgets=budgets, arrivals=True) for _ in range(2))
    one_by_one(slow)

    assert outcome(fast, batches, evaluated) == outcome(slow, batches, evaluated)


def test_the_loop_leaves_what_is_no_heartbeat_of_a_known_session() -> None:
    judge = Judge(LAW, HORIZON_MS)
    first, second, point = (
        SessionRow(WORKERS[0], when, "360104", "delivery", 0, 0, None, "s1", sort)
        for when, sort in ((NOW - MINUTE, Sort.PULSE), (NOW, Sort.PULSE), (NOW, Sort.OFF))
    )
    judge.fold(Group("hema", "feed.hema", 0, [first]), NOW)
    loop: Heartbeats = judge._heartbeats

    left = [row for row, _, _ in loop.fold(Group("hema", "feed.hema", 0, [second, point, second]), NOW)]

    assert left == [point]
