"""The order of acknowledgements, the one in which nothing can be lost."""

import asyncio
from collections.abc import Sequence
from functools import cache
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from alerts.errors import LedgerUnavailable
from alerts.leads.lead import LogHead
from alerts.ledger import Applied
from schemas.findings.finding import StandingSet
from schemas.work import encode_work
from streams.agents import record
from streams.agents.judge import JudgeKeeper, judge_role
from streams.agents.keeper import Keeper, SkippedError
from streams.agents.record import Record
from streams.core.workers.judge import Judge
from streams.edge.messages import TP, Message
from streams.edge.taking import Assignment
from streams.law.files import packaged_law
from streams.metrics import KeeperMetrics, Metrics
from tests.unit.agents.stage import Stage, Stream, message
from tests.unit.core.days import group, row

WORK = TP("work", 0)
STANDING = TP("standing", 0)


law = cache(packaged_law)


def play(agent: Any, *batches: Sequence[Message]) -> None:
    asyncio.run(asyncio.wait_for(agent.run(Stream(*batches)), 10))


def assigned() -> Assignment:
    return Assignment(stands=True)


class Away:
    """A ledger that is away for so many calls."""

    def __init__(self, stage: Stage, calls: int) -> None:
        self._stage = stage
        self._calls = calls

    def apply(self, sets: Sequence[StandingSet]) -> Applied:
        self._calls -= 1
        if self._calls >= 0:
            self._stage.note("away")
            raise LedgerUnavailable("away")
        self._stage.note(f"apply {len(sets)}")
        return Applied(len(sets), 0, 0, (), LogHead(0, "", 0, 0))


def standing(offset: int, value: bytes | None = None) -> Message:
    said = StandingSet(subject="w", speaks_from=None, version=(1, offset, 1), findings=())
    return message("standing", offset, said.model_dump_json().encode() if value is None else value)


def test_a_standing_set_is_acknowledged_when_the_ledger_has_it_and_waits_paused_until_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage(tps=frozenset({STANDING, WORK}))
    monkeypatch.setattr(record, "_AGAIN_S", 0)

    play(recorder(stage, away=2), [standing(0), standing(1)])

    assert stage.done == ["away", "hold standing", "away", "apply 2", "release standing", "ack 0", "ack 1"]


def test_from_a_standing_set_on_that_cannot_be_read_its_partition_is_neither_applied_nor_acknowledged() -> None:
    stage = Stage()

    play(recorder(stage), [standing(0), standing(1, b"junk"), standing(2)], [standing(3)])

    assert stage.done == ["apply 1", "ack 0"]


def recorder(stage: Stage, away: int = 0) -> Record:
    return Record(stage, cast("Any", Away(stage, away)), Metrics(CollectorRegistry()), assigned())


def judge(stage: Stage) -> JudgeKeeper:
    metrics = Metrics(CollectorRegistry())
    judge, folded = metrics.judge, metrics.folded.labels(WORK.topic)
    told = KeeperMetrics(judge.fold, folded, judge.evaluate, metrics.checkpoint, metrics.stopped)
    return Keeper(stage, stage, stage, told, judge_role(lambda: Judge(law())))


def worked(offset: int) -> Message:
    return message("work", offset, encode_work([group([row("08:00 online")])]))


def judged(stage: Stage, *offsets: int) -> JudgeKeeper:
    """A judge that has taken partition 0 over and then these records."""
    agent = judge(stage)

    async def take_over_and_take() -> None:
        await agent.restore({WORK: stage.committed})
        await agent.run(Stream([worked(offset) for offset in offsets]))

    asyncio.run(asyncio.wait_for(take_over_and_take(), 10))
    stage.done = [step for step in stage.done if step != "send"]
    return agent


def test_work_is_acknowledged_by_the_checkpoint_that_holds_what_came_of_it_and_not_before() -> None:
    stage = Stage(tps=frozenset({WORK}), committed=5)
    agent = judged(stage, 5, 6)
    before = list(stage.done)

    asyncio.run(agent.checkpoint(0))

    assert before == ["begin"]
    assert stage.done == ["begin", "write 1 as 7", "ack 5", "ack 6", "commit"]


def test_a_judge_writes_all_that_it_holds_when_partitions_are_taken_away_and_nothing_after() -> None:
    stage = Stage(tps=frozenset({WORK}))
    agent = judged(stage, 0)

    asyncio.run(agent.revoke())
    asyncio.run(agent.checkpoint(0))

    assert stage.done == ["begin", "write 1 as 7", "ack 0", "commit"]


def test_a_checkpoint_that_waited_while_the_partition_went_writes_nothing_of_it() -> None:
    stage = Stage(tps=frozenset({WORK}))
    agent = judged(stage, 0)
    (held,) = agent._held.values()
    asyncio.run(agent.revoke())
    stage.done.clear()
    held.work.judge.roster.dirty.add(1)

    asyncio.run(agent._write(held))

    assert stage.done == []


def test_a_record_read_twice_about_a_rebalance_is_taken_once() -> None:
    stage = Stage(tps=frozenset({WORK}), committed=5)
    agent = judged(stage, 4, 5, 5, 6, 5)

    asyncio.run(agent.checkpoint(0))

    assert stage.done == ["begin", "write 1 as 7", "ack 5", "ack 6", "commit"]
    assert [partition.offset for partition in agent.partitions] == [6]


def test_a_judge_that_missed_a_record_does_not_go_on() -> None:
    with pytest.raises(SkippedError, match=r"work\[0\]: 7 follows 5"):
        judged(Stage(tps=frozenset({WORK}), committed=5), 5, 7)


def test_a_takeover_during_which_the_partitions_go_again_leaves_nothing() -> None:
    stage = Stage(tps=frozenset({WORK}))
    agent = judge(stage)
    stage.at["begin"] = lambda: setattr(agent, "_generation", agent._generation + 1)

    asyncio.run(agent.restore({}))

    assert (list(agent.partitions), agent._ready.is_set()) == ([], False)
