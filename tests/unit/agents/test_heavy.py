"""Asks and counts about workers of many statements: in a thread, one at a time, while the loop goes on."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry, Histogram

from schemas.findings.finding import Finding
from schemas.topics import PACE, STANDING
from schemas.work import encode_work
from streams.agents.aside import Aside
from streams.agents.heavy import HeavyEvaluations
from streams.agents.judge import CellPublisher
from streams.core.evaluating import RuleSet
from streams.core.outgoing import Outgoing
from streams.core.workers.cells.records import Dealing
from streams.core.workers.evaluation import Evaluator
from streams.core.workers.judge import Judge
from streams.core.workers.partition import WorkPartition
from streams.facts.views.worker_view import WorkerView
from streams.law.files import packaged_law
from streams.metrics import StopReason
from streams.rules.contract import Verdict, WorkerRule
from tests.taking import take
from tests.unit.core.days import WORKER, at, group, row

pytestmark = pytest.mark.asyncio
LONG = ("08:00 online", *(f"08:{minute:02} accepted o{minute}" for minute in range(20)), "12:55 offline")
NOW = at("13:00")
ALONE = Dealing(1, packaged_law().places.beside)


class Kept:
    """A keeper of work partitions, each of which has heard of one heavy worker."""

    def __init__(self, number: int = 1) -> None:
        self.partitions = tuple(WorkPartition(each, Judge(packaged_law()), 1, 0, 0) for each in range(number))
        self.sent: list[Outgoing] = []
        self.stopped: list[tuple[int, StopReason]] = []
        self.given_up = False
        for work in self.partitions:
            take(work, 0, encode_work([group(row(line) for line in LONG)]), NOW)
            assert list(work.statements(NOW, 100)) == []

    def holds(self, _: WorkPartition) -> bool:
        return not self.given_up

    async def send(self, _: int, records: Sequence[Outgoing]) -> None:
        self.sent += records

    def stop(self, partition: int, reason: StopReason, _: BaseException) -> None:
        self.stopped.append((partition, reason))

    def asks(self) -> HeavyEvaluations:
        seconds = Histogram("ask_seconds", "-", registry=CollectorRegistry())
        return HeavyEvaluations(cast("Any", self), Aside(), seconds)


class Slow:
    """An evaluation or a count that waits until it is let go on, and notes by whom and how many at once it is made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.threads: list[threading.Thread] = []
        original = getattr(Evaluator, name)

        def slow(*given: Any, **named: Any) -> Any:
            self.threads.append(threading.current_thread())
            self.begun.set()
            assert self.go_on.wait(30)
            return original(*given, **named)

        monkeypatch.setattr(Evaluator, name, slow)

    async def has_begun(self) -> None:
        assert await asyncio.to_thread(self.begun.wait, 30)


@pytest.fixture(autouse=True)
def _ten_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.core.workers.stale.HEAVY", 10)
    monkeypatch.setattr("streams.agents.heavy.now", lambda: NOW)
    monkeypatch.setattr("streams.agents.judge.now", lambda: NOW)


def subjects(kept: Kept) -> list[bytes | None]:
    return [out.key for out in kept.sent if out.topic == STANDING]


async def test_a_heavy_worker_of_each_partition_is_asked_about_and_what_is_found_is_sent() -> None:
    kept = Kept(3)

    await kept.asks().run()

    assert subjects(kept) == [WORKER.encode()] * 3
    assert [work.behind for work in kept.partitions] == [0, 0, 0]


async def test_who_has_many_rows_that_fall_due_at_once_is_asked_about_when_all_are_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("streams.core.workers.judge.LET_IN_AT_ONCE", 6)
    kept = Kept()
    (work,) = kept.partitions
    await kept.asks().run()
    ahead = [row(f"13:30 accepted later{number}") for number in range(20)]
    take(work, 1, encode_work([group(ahead)]), NOW)
    await kept.asks().run()
    facts = work.judge.roster.workers[WORKER].facts
    waited = len(facts.waiting)
    monkeypatch.setattr("streams.agents.heavy.now", lambda: at("13:31"))

    await kept.asks().run()

    assert (waited, facts.waiting, work.behind) == (20, [], 0)


async def test_the_loop_folds_on_while_a_heavy_ask_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, slow = Kept(), Slow(monkeypatch, "evaluate")
    asking = asyncio.ensure_future(kept.asks().run())
    await slow.has_begun()

    take(kept.partitions[0], 1, encode_work([group([row("12:56 online", "0" * 63 + "2")])]), NOW)
    known, told = len(kept.partitions[0].judge.roster.workers), subjects(kept)
    slow.go_on.set()
    await asking

    assert (known, told, subjects(kept)) == (2, [], [WORKER.encode()])
    assert slow.threads[0] is not threading.current_thread()


async def test_a_partition_that_is_given_up_does_not_wait_for_its_heavy_ask_of_which_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, slow = Kept(), Slow(monkeypatch, "evaluate")
    asking = asyncio.ensure_future(kept.asks().run())
    await slow.has_begun()

    units = kept.partitions[0].dump()
    kept.given_up = True
    slow.go_on.set()
    await asking

    assert (units != [], kept.sent, kept.stopped) == (True, [], [])


class Fragile(WorkerRule):
    """A rule that raises, after what it is made with was done."""

    name = "fragile"

    def __init__(self, before: Callable[[], object] = bool) -> None:
        self._before = before

    def evidence_now(self, _view: WorkerView, _finding: Finding, _most: int | None) -> None:
        return None

    def evaluate(self, _: WorkerView, __: Verdict) -> None:
        self._before()
        raise ZeroDivisionError


def breaks(work: WorkPartition, before: Callable[[], object] = bool) -> None:
    """Let the rules of a partition raise."""
    work.judge.evaluator._rules = RuleSet([Fragile(before)], None)


async def test_a_rule_that_raises_in_a_heavy_ask_sets_its_worker_aside_and_the_others_are_spoken_of() -> None:
    kept = Kept(2)
    breaks(kept.partitions[0])

    await kept.asks().run()

    first, second = kept.partitions
    assert ([each.rule for each in first.judge.totals.set_aside], second.judge.totals.set_aside) == (["fragile"], [])
    assert (kept.stopped, subjects(kept)) == ([], [WORKER.encode()])
    assert first.judge.lent.watched is None


async def test_what_a_heavy_ask_raises_is_nothing_once_the_worker_was_taken_back() -> None:
    kept = Kept()

    def taken_back() -> None:
        kept.partitions[0].dump()
        kept.given_up = True

    breaks(kept.partitions[0], taken_back)
    await kept.asks().run()

    assert (kept.stopped, kept.sent, kept.partitions[0].judge.totals.set_aside) == ([], [], [])


async def test_a_heavy_worker_s_cells_are_counted_in_a_thread_and_told_with_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, slow = Kept(), Slow(monkeypatch, "add_activity")
    sweeping = asyncio.ensure_future(CellPublisher(cast("Any", kept), ALONE, Aside()).sweep())
    await slow.has_begun()

    slow.go_on.set()
    await sweeping

    assert [out.topic for out in kept.sent] == [PACE]
    assert slow.threads[0] is not threading.current_thread()


async def test_a_heavy_worker_who_is_taken_back_in_a_sweep_is_counted_once_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, slow = Kept(), Slow(monkeypatch, "add_activity")
    sweeping = asyncio.ensure_future(CellPublisher(cast("Any", kept), ALONE, Aside()).sweep())
    await slow.has_begun()

    kept.partitions[0].dump()
    slow.go_on.set()
    await sweeping

    assert (len(slow.threads), [out.topic for out in kept.sent]) == (2, [PACE])


async def test_asks_and_counts_are_made_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, slow, aside = Kept(2), Slow(monkeypatch, "evaluate"), Aside()
    seconds = Histogram("ask_seconds", "-", registry=CollectorRegistry())
    asking = asyncio.ensure_future(HeavyEvaluations(cast("Any", kept), aside, seconds).run())
    await slow.has_begun()
    sweeping = asyncio.ensure_future(CellPublisher(cast("Any", kept), ALONE, aside).sweep())
    for _ in range(20):
        await asyncio.sleep(0)

    assert kept.sent == []
    slow.go_on.set()
    await asyncio.gather(asking, sweeping)
    assert sorted(out.topic for out in kept.sent if out.topic != "advice.hema") == [PACE, PACE, STANDING, STANDING]
