"""Broker and ledger are asked whether they are there and what time it is, and what they answer decides who may judge."""

import asyncio
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from alerts.errors import LedgerUnavailable
from streams.agents.probing import Probes, WrongClockError
from streams.edge.sending import NotTakenError
from streams.health import Condition, Lack
from streams.health.metrics import HealthMetrics

NOW = 1_700_000_000.0


class World:
    """Topic and ledger in one; our own clock is `ahead` of both. What is None is away."""

    def __init__(self, *, broker: float | None = 0.0, database: float | None = 0.0, stamps: bool = True) -> None:
        self.broker, self.database = broker, database
        self._stamps = stamps
        self.condition = Condition()
        self.condition.has(Lack.PARTITIONS)
        self.registry = CollectorRegistry()
        self.has_clock = True
        self.probes = Probes(
            cast("Any", self), cast("Any", self), self.condition, HealthMetrics(self.registry), lambda: NOW
        )

    async def broker_stamp(self, _: str) -> float | None:
        if self.broker is None:
            raise NotTakenError("KafkaConnectionError")
        return round((NOW - self.broker) * 1000) if self._stamps else None

    def clock(self) -> int | None:
        if self.database is None:
            raise LedgerUnavailable("away")
        return round((NOW - self.database) * 1000) if self.has_clock else None

    def may_judge(self) -> bool:
        return asyncio.run(self.probes.may_judge())

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)

    def wrong(self) -> list[str]:
        clocks = ("own", "broker", "database", "unsettled")
        return [clock for clock in clocks if self.value("shiftwarden_clock_wrong", clock=clock)]


def test_a_worker_with_all_that_it_needs_and_the_right_time_may_judge() -> None:
    world = World()

    assert world.may_judge()
    assert world.condition.lacking == {}
    assert (world.value("shiftwarden_broker_up"), world.value("shiftwarden_ledger_up"), world.wrong()) == (1, 1, [])


def test_a_worker_whose_clock_is_forty_minutes_ahead_may_not_judge_and_says_by_how_much() -> None:
    world = World(broker=2400.0, database=2400.0)

    assert not world.may_judge()
    assert world.condition.lacking["clock"].startswith("+2400 s against the broker, +2400 s against the database")
    assert world.value("shiftwarden_clock_offset_seconds", against="broker") == 2400.0
    assert world.wrong() == ["own"]


def test_a_worker_whose_database_is_forty_minutes_behind_may_judge_and_says_which_clock_is_wrong() -> None:
    world = World(database=2400.0)

    assert world.may_judge()
    assert world.wrong() == ["database"]


def test_without_a_broker_nobody_judges_and_it_is_said_to_be_away() -> None:
    world = World(broker=None)

    assert not world.may_judge()
    assert set(world.condition.lacking) == {"broker"}
    assert world.value("shiftwarden_broker_up") == 0


def test_without_a_ledger_judging_goes_on_and_it_is_said_to_be_away() -> None:
    world = World(database=None)

    assert world.may_judge()
    assert set(world.condition.lacking) == {"ledger"}
    assert world.value("shiftwarden_ledger_up") == 0


def test_with_a_ledger_in_a_file_the_broker_alone_decides() -> None:
    world = World(broker=61.0)
    world.has_clock = False

    assert not world.may_judge()
    assert world.wrong() == ["unsettled"]


def test_a_stamp_that_is_our_own_is_no_clock_of_the_brokers() -> None:
    world = World(broker=2400.0, stamps=False)

    assert world.may_judge()


def test_a_clock_that_goes_wrong_later_ends_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.agents.probing.EVERY_S", 0)
    world = World()
    assert world.may_judge()
    world.broker = world.database = -90.0

    with pytest.raises(WrongClockError, match="-90 s against the broker"):
        asyncio.run(asyncio.wait_for(world.probes.keep_probing(), 30))


def test_a_start_waits_until_the_clock_is_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.agents.probing._AGAIN_S", 0)
    world, asked = World(broker=2400.0, database=2400.0), []

    def stopping() -> bool:
        asked.append(world.condition.lacking)
        if len(asked) == 3:
            world.broker = world.database = 0.0
        return False

    asyncio.run(asyncio.wait_for(world.probes.wait_until_it_may(stopping), 30))

    assert len(asked) == 3
    assert world.condition.lacking == {}


def test_a_broker_that_answers_late_is_away_until_then_and_its_answer_says_no_more_than_is_certain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("streams.agents.probing._WITHIN_S", 0.01)
    world = World()
    answer: list[asyncio.Future[float]] = []

    async def late(_: str) -> float:
        answer.append(asyncio.get_running_loop().create_future())
        return await answer[-1]

    async def play() -> tuple[bool, bool]:
        monkeypatch.setattr(world, "broker_stamp", late)
        before = await world.probes.may_judge()
        again = await world.probes.may_judge()
        answer[0].set_result(round(NOW * 1000))
        return before or again, await world.probes.may_judge()

    assert asyncio.run(play()) == (False, True)
    assert len(answer) == 1
