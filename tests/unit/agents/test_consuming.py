"""What Faust's consumer would lose."""

import asyncio
from collections.abc import Container
from typing import Any, cast

import aiokafka.consumer.fetcher as theirs
import pytest
from faust.types.tuples import TP

from streams.agents.consuming import ActivePartitions, RewindingConsumer

ONE, OTHER = TP("standing", 0), TP("standing", 1)


def consumer(*assigned: TP) -> RewindingConsumer:
    """A consumer without a broker, with these partitions."""
    made: RewindingConsumer = RewindingConsumer.__new__(RewindingConsumer)
    made._active_partitions, made._paused_partitions, made._buffered_partitions = set(assigned), set(), set()
    return made


def test_what_was_fetched_of_a_partition_is_handed_out_though_it_is_held_meanwhile() -> None:
    one = consumer(ONE, OTHER)

    one.hold_partitions([ONE])

    assert ONE in one._buffered_partitions


def test_of_a_partition_that_is_held_no_more_is_fetched_until_it_is_released() -> None:
    one = consumer(ONE, OTHER)

    one.hold_partitions([ONE])
    held = set(one._get_active_partitions())
    one.release_partitions([ONE])

    assert (held, one._get_active_partitions(), one._buffered_partitions) == ({OTHER}, {ONE, OTHER}, set())


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """One record of each partition waits to be given out."""
    monkeypatch.setattr(theirs.FetchResult, "getall", lambda _, __: [b"record"])
    monkeypatch.setattr(theirs.FetchResult, "has_more", lambda _: False)


class Fetches:
    """As much of aiokafka's fetcher as giving records out needs."""

    reassignment_in_progress = False

    def __init__(self, *tps: TP) -> None:
        self._subscriptions = self
        self._records = {tp: theirs.FetchResult.__new__(theirs.FetchResult) for tp in tps}
        self._wait_consume_future = None

    def is_assigned(self, _: TP) -> bool:
        return True

    def _notify(self, _: object) -> None:
        pass

    def given(self, partitions: Container[TP]) -> set[TP]:
        """The partitions of which aiokafka gives records out where these are asked for."""
        return set(asyncio.run(theirs.Fetcher.fetched_records(cast("Any", self), partitions)))


@pytest.mark.usefixtures("fetched")
@pytest.mark.parametrize(("active", "given"), [(set(), set()), ({ONE}, {ONE}), ({ONE, OTHER}, {ONE, OTHER})])
def test_records_of_partitions_that_are_not_active_stay_where_they_are(active: set[TP], given: set[TP]) -> None:
    assert Fetches(ONE, OTHER).given(ActivePartitions(active)) == given


@pytest.mark.usefixtures("fetched")
def test_aiokafka_takes_no_partition_for_all_which_is_why_it_is_never_asked_for_none() -> None:
    assert Fetches(ONE, OTHER).given(set()) == {ONE, OTHER}


def test_a_fetch_under_way_follows_the_partitions_that_are_active(monkeypatch: pytest.MonkeyPatch) -> None:
    one, asked = consumer(ONE), []

    async def fetch(_: object, active: Container[TP], __: float) -> dict[TP, list[object]]:
        before = ONE in active
        one.pause_partitions([ONE])
        asked.append((before, ONE in active, bool(active)))
        return {}

    monkeypatch.setattr("faust.transport.consumer.ThreadDelegateConsumer._getmany", fetch)
    asyncio.run(one._getmany(one._get_active_partitions(), 1.0))

    assert asked == [(True, False, True)]
