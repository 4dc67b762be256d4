"""While many sets wait for the ledger nobody is evaluated: what is evaluated now would wait behind them, whoever it is about."""

import asyncio
from collections.abc import Sequence
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from alerts.leads.lead import LogHead
from alerts.ledger import Applied
from schemas.findings.finding import StandingSet
from schemas.topics import STANDING
from streams.agents.keeper import Keeper, Role
from streams.agents.record import MOST_WAITING, LedgerLine, Record
from streams.edge.messages import TP
from streams.edge.taking import Assignment
from streams.metrics import Agent, KeeperMetrics, Metrics
from tests.unit.agents.stage import Stage, Stream, message
from tests.unit.agents.test_fair_turns import Due

SAID = StandingSet(subject="w", speaks_from=None, version=(1, 0, 1), findings=()).model_dump_json().encode()


class Taking:
    """A ledger that takes all."""

    def apply(self, sets: Sequence[StandingSet]) -> Applied:
        return Applied(len(sets), 0, 0, (), LogHead(0, "", 0, 0))


def recording(end: int, value: bytes = SAID) -> Record:
    """A record agent that has recorded the first of a partition's records, which ends there."""
    stage = Stage(tps=frozenset({TP(STANDING, 0)}), end=end)
    agent = Record(stage, cast("Any", Taking()), Metrics(CollectorRegistry()), Assignment(stands=True))
    asyncio.run(agent.run(Stream([message(STANDING, 0, value)])))
    return agent


def test_the_ledger_is_behind_where_many_sets_wait_and_not_where_few_do() -> None:
    assert recording(MOST_WAITING + 1).is_behind()
    assert not recording(MOST_WAITING).is_behind()


@pytest.mark.parametrize("number", [MOST_WAITING, 100 * MOST_WAITING])
def test_nobody_waits_long_for_a_ledger_that_is_away_or_has_an_outage_to_make_up_for(number: int) -> None:
    line = LedgerLine()

    waited = [line.is_waited_for(number, now) for now in (0, 9.9, 10.1, 600)]
    short = line.is_waited_for(MOST_WAITING - 1, 601)

    assert (waited, short) == ([True, True, False, False], False)
    assert line.is_waited_for(number, 602)


def test_nobody_waits_for_a_partition_that_others_have_or_that_is_stopped() -> None:
    agent = recording(MOST_WAITING + 1)
    agent.revoke()

    assert not agent.is_behind()
    assert not recording(MOST_WAITING + 1, b"no set").is_behind()


def test_while_it_is_behind_nobody_is_evaluated_and_afterwards_everybody() -> None:
    evaluated: list[str] = []
    behind = [False, True]  # after one turn
    work, metrics, stage = Due(0, 100, evaluated), Metrics(CollectorRegistry()), Stage(tps=frozenset({TP("work", 0)}))
    judge = metrics.judge
    told = KeeperMetrics(judge.fold, metrics.folded.labels("work"), judge.evaluate, metrics.checkpoint, metrics.stopped)
    role: Role[Due] = Role(Agent.JUDGE, "work", b"w", lambda *_: work, lambda: bool(behind) and behind.pop(0))
    keeper: Keeper[Due] = Keeper(stage, stage, stage, told, role)

    async def playing() -> int:
        await keeper.restore({})
        await keeper.publish()
        before = len(evaluated)
        await keeper.publish()
        return before

    assert 0 < asyncio.run(playing()) < 100
    assert len(evaluated) == len(stage.sent) == 100
