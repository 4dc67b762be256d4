"""A takeover whose partitions go again is no error; one in which nothing happens any more is one."""

import asyncio
from collections.abc import Mapping
from typing import Any, cast

import pytest
from aiokafka.errors import IllegalStateError, KafkaTimeoutError

from streams.edge.messages import TP
from streams.edge.takeover import STUCK_S, Takeover
from streams.health import Condition, Lack

WORK = TP("work", 0)


class Cluster:
    """App, consumer and keeper in one; `raises` is raised by the first attempts to take over. It is also the clock."""

    def __init__(self, *raises: Exception) -> None:
        self._raises = list(raises)
        self.generation = 1
        self.now = 0.0
        self.assigned = {WORK}
        self.taken: list[Mapping[TP, int]] = []
        self.condition = Condition(self.clock)
        self.condition.has(Lack.BROKER)
        self.takeover = Takeover(cast("Any", self), (self.take_over,), self.held, self.condition, self.clock)

    def clock(self) -> float:
        return self.now

    def held(self) -> str:
        return f"{len(self.taken)} partitions"

    def assignment(self) -> set[TP]:
        return self.assigned

    async def seek_to_committed(self) -> Mapping[TP, int]:
        if self._raises:
            raise self._raises.pop(0)
        return {WORK: 7}

    async def take_over(self, committed: Mapping[TP, int]) -> None:
        self.taken.append(committed)

    def run(self) -> None:
        asyncio.run(self.takeover.run())

    @property
    def lacks_partitions(self) -> bool:
        return Lack.PARTITIONS.value in self.condition.lacking


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.edge.takeover._AGAIN_S", 0)


def test_partitions_that_were_assigned_are_taken_over_from_where_they_were_committed() -> None:
    cluster = Cluster()

    cluster.run()

    assert cluster.taken == [{WORK: 7}]
    assert not cluster.lacks_partitions


def test_a_takeover_whose_partitions_were_shared_anew_ends_without_an_error_and_the_next_begins_anew() -> None:
    cluster = Cluster(IllegalStateError("No current assignment for partition work-0"))

    cluster.run()
    after_the_first = (list(cluster.taken), cluster.lacks_partitions)
    cluster.run()

    assert after_the_first == ([], True)
    assert (cluster.taken, cluster.lacks_partitions) == ([{WORK: 7}], False)


def test_a_takeover_waits_for_a_broker_that_does_not_answer() -> None:
    cluster = Cluster(KafkaTimeoutError(), KafkaTimeoutError())

    cluster.run()

    assert cluster.taken == [{WORK: 7}]


def test_a_takeover_that_waits_for_the_broker_ends_when_its_partitions_go() -> None:
    class Going(Cluster):
        async def seek_to_committed(self) -> Mapping[TP, int]:
            self.takeover.revoked()
            return await super().seek_to_committed()

    cluster = Going(KafkaTimeoutError())

    cluster.run()

    assert (cluster.taken, cluster.lacks_partitions) == ([], True)


def test_whatever_else_goes_wrong_in_a_takeover_is_an_error() -> None:
    with pytest.raises(RuntimeError):
        Cluster(RuntimeError("a bug")).run()


def test_a_worker_without_partitions_has_all_that_it_should_have() -> None:
    cluster = Cluster()
    cluster.assigned = set()

    cluster.run()

    assert (cluster.taken, cluster.lacks_partitions) == ([], False)


def begun() -> Cluster:
    cluster = Cluster()
    cluster.takeover.assigned()
    return cluster


def test_a_recovery_of_which_nothing_comes_is_stuck() -> None:
    cluster = begun()

    cluster.now += STUCK_S
    before = cluster.takeover.stuck()
    cluster.now += 1

    assert (before, cluster.takeover.stuck()) == (False, True)


def test_a_long_recovery_that_goes_on_is_not_stuck() -> None:
    cluster = begun()

    for _ in range(10):
        cluster.now += STUCK_S
        cluster.takeover.moved()

    assert not cluster.takeover.stuck()


def test_a_recovery_waits_for_a_broker_that_is_away() -> None:
    cluster = begun()
    cluster.condition.lacks(Lack.BROKER, "away")

    cluster.now += STUCK_S + 1

    assert not cluster.takeover.stuck()


def test_a_worker_whose_partitions_were_taken_away_waits_for_the_others_as_long_as_they_need() -> None:
    cluster = begun()
    cluster.takeover.revoked()

    cluster.now += STUCK_S + 1

    assert not cluster.takeover.stuck()


def test_a_takeover_that_was_done_is_not_stuck_though_faust_tells_of_its_assignment_after_it() -> None:
    cluster = Cluster()
    cluster.run()
    cluster.takeover.assigned()

    cluster.now += STUCK_S + 1

    assert not cluster.takeover.stuck()


def test_a_takeover_during_which_others_are_assigned_does_not_count_as_done() -> None:
    cluster = Cluster()

    class Later(list[Mapping[TP, int]]):
        def append(self, committed: Mapping[TP, int]) -> None:
            super().append(committed)
            cluster.generation = 2

    cluster.taken = Later()

    cluster.run()

    assert cluster.taken == [{WORK: 7}]
    assert cluster.lacks_partitions
