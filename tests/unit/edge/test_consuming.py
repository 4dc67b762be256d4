"""Records that Faust's consumer would lose, and that it is made to read."""

import asyncio
import inspect
from collections.abc import Container, Mapping, Sequence
from typing import Any, cast

import aiokafka.consumer.fetcher as theirs
import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.group_coordinator import GroupCoordinator
from aiokafka.errors import CommitFailedError
from aiokafka.structs import OffsetAndMetadata
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread
from faust.types.tuples import TP

from streams.edge.consuming import ReadingThread, RewindingConsumer, StillActive, commit_as_member
from streams.edge.fetched.batch import FetchedRecord
from streams.edge.fetched.bounding import MOST_RECORDS
from streams.edge.fetched.waiting import FetchedWaiting

ONE, OTHER = TP("standing", 0), TP("standing", 1)


def consumer(*assigned: TP) -> RewindingConsumer:
    """A consumer without a broker, with these partitions."""
    made: RewindingConsumer = RewindingConsumer.__new__(RewindingConsumer)
    made._active_partitions, made._paused_partitions, made.held = set(assigned), set(), frozenset()
    return made


def test_what_was_fetched_of_a_partition_is_handed_out_though_it_is_held_meanwhile() -> None:
    one = consumer(ONE, OTHER)

    one.hold_partitions([ONE])

    assert one._get_active_partitions() == {ONE, OTHER}  # of what is active Faust hands out all that was fetched


def test_of_a_partition_that_is_held_no_more_is_fetched_until_it_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    one, reading = consumer(ONE, OTHER), Recovering()

    one.hold_partitions([ONE])
    reading.held = one.held
    held, seconds = asked(monkeypatch, reading, {ONE, OTHER})
    one.release_partitions([ONE])
    reading.held = one.held

    assert (held, seconds) == ({OTHER}, 1.0)
    assert asked(monkeypatch, reading, {ONE, OTHER})[0] == {ONE, OTHER}


def test_a_fetch_under_way_leaves_out_what_is_held_meanwhile() -> None:
    one = consumer(ONE, OTHER)
    wanted = StillActive({ONE, OTHER}, {ONE, OTHER}, lambda: one.held)

    one.hold_partitions([ONE])

    assert [tp in wanted for tp in (ONE, OTHER)] == [False, True]


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """One record of each partition waits to be given out."""
    monkeypatch.setattr(theirs.FetchResult, "getall", lambda _, __: [b"record"])
    monkeypatch.setattr(theirs.FetchResult, "has_more", lambda _: False)


class Fetches:
    """The part of aiokafka's fetcher that gives records out."""

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
    assert Fetches(ONE, OTHER).given(StillActive({ONE, OTHER}, active)) == given


@pytest.mark.usefixtures("fetched")
def test_aiokafka_takes_no_partition_for_all_which_is_why_it_is_never_asked_for_none() -> None:
    assert Fetches(ONE, OTHER).given(set()) == {ONE, OTHER}


class Recovering:
    """A consumer of an app whose state is recovered from this topic."""

    def __init__(self, *changelogs: str) -> None:
        self.waiting = FetchedWaiting()
        self.held: frozenset[TP] = frozenset()
        self._changelogs = changelogs

    def recovered(self, tps: set[TP]) -> set[TP]:
        return {tp for tp in tps if tp.topic in self._changelogs}


def asked(monkeypatch: pytest.MonkeyPatch, consumer: Recovering, active: set[TP]) -> tuple[set[TP], float | None]:
    """For which partitions the fetcher is asked, and how long it may wait."""
    calls: list[tuple[set[TP], float | None]] = []

    async def fetch(*given: Any) -> Mapping[TP, Sequence[FetchedRecord]]:
        _, _, wanted, seconds, _ = given
        calls.append((wanted, seconds))
        return {tp: [FetchedRecord(7, 0, 0, b"x")] for tp in wanted}

    monkeypatch.setattr(AIOKafkaConsumerThread, "_fetch_records", fetch)
    thread = ReadingThread.__new__(ReadingThread)
    thread.consumer = cast("Any", consumer)
    asyncio.run(thread._fetch_records(cast("Any", None), active, timeout=1.0))
    return calls[0] if calls else (set(), None)


def test_a_partition_that_has_its_share_is_left_out_and_looked_at_again_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = Recovering()
    consumer.waiting.give({ONE: [FetchedRecord(n, 0, 0, b"") for n in range(MOST_RECORDS)]})

    assert asked(monkeypatch, consumer, {ONE, OTHER}) == ({OTHER}, 0.02)
    assert asked(monkeypatch, consumer, {ONE}) == (set(), None)
    assert consumer.waiting.span(OTHER) == (7, 7)


def test_a_fetch_under_way_follows_the_partitions_that_are_active(monkeypatch: pytest.MonkeyPatch) -> None:
    active = {ONE, OTHER}
    wanted, _ = asked(monkeypatch, Recovering(), active)

    active.clear()

    assert bool(wanted)
    assert ONE not in wanted


def test_state_is_recovered_without_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    consumer = Recovering(ONE.topic)

    assert asked(monkeypatch, consumer, {ONE}) == ({ONE}, 1.0)
    assert consumer.waiting.span(ONE) is None


def test_the_consumer_reads_what_was_committed_alone_and_answers_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async def made() -> tuple[dict[str, Any], dict[str, Any]]:
        theirs = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:1")
        before = dict(vars(theirs))
        monkeypatch.setattr(AIOKafkaConsumerThread, "_create_worker_consumer", lambda *_: theirs)
        ReadingThread.__new__(ReadingThread)._create_worker_consumer(cast("Any", None))
        theirs._closed = True  # it was never opened, and would complain
        return before, vars(theirs)

    before, after = asyncio.run(made())

    names = ("_isolation_level", "_fetch_max_bytes")
    assert [before[name] for name in names] == ["read_uncommitted", 50 << 20]
    assert [after[name] for name in names] == ["read_committed", 16 << 20]


def test_aiokafka_makes_its_fetcher_with_what_the_consumer_has() -> None:
    start = inspect.getsource(AIOKafkaConsumer.start)

    assert "isolation_level=self._isolation_level" in start
    assert "fetch_max_bytes=self._fetch_max_bytes" in start


def test_faust_fetches_by_the_method_that_is_replaced_and_makes_the_thread_that_it_is_told() -> None:
    assert "_fetch_records" in AIOKafkaConsumerThread.getmany.__code__.co_names
    assert "_create_worker_consumer" in AIOKafkaConsumerThread._create_consumer.__code__.co_names
    assert list(inspect.signature(AIOKafkaConsumerThread._fetch_records).parameters) == [
        "self",
        "consumer",
        "active_partitions",
        "timeout",
        "max_records",
    ]


def test_up_to_where_a_partition_was_read_is_known_where_it_is_assigned_and_placed() -> None:
    async def places() -> list[int | None]:
        thread = ReadingThread.__new__(ReadingThread)
        thread._consumer = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:1")
        thread._consumer._closed = True  # it was never opened, and would complain
        before = thread.read_up_to(ONE)
        thread._consumer.assign([ONE])
        unplaced = thread.read_up_to(ONE)
        thread._consumer._subscription.seek(ONE, 7)
        return [before, unplaced, thread.read_up_to(ONE), thread.read_up_to(OTHER)]

    assert asyncio.run(places()) == [None, None, 7, None]


def test_the_end_of_a_partition_that_was_taken_away_is_not_known_and_no_fault() -> None:
    async def ends() -> list[int | None]:
        thread = ReadingThread.__new__(ReadingThread)
        thread._consumer = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:1")
        thread._consumer._closed = True  # it was never opened, and would complain
        before = thread.end_of(ONE)
        thread._consumer.assign([ONE])
        thread._consumer._subscription.subscription.assignment.state_value(ONE).highwater = 9
        assigned = thread.end_of(ONE)
        thread._consumer.assign([OTHER])
        return [before, assigned, thread.end_of(ONE)]

    assert asyncio.run(ends()) == [None, 9, None]


def test_a_coordinator_that_closes_gives_a_commit_up_and_does_not_try_it_for_ever() -> None:
    async def committing() -> None:
        coordinator: Any = GroupCoordinator.__new__(GroupCoordinator)
        coordinator.group_id, coordinator.generation, coordinator.member_id = "workers", 3, "a member"
        coordinator.coordinator_id, coordinator._retry_backoff_ms = None, 1
        coordinator._commit_lock, coordinator._coordinator_lookup_lock = asyncio.Lock(), asyncio.Lock()
        coordinator._closing = asyncio.get_running_loop().create_future()
        coordinator._closing.set_result(None)
        commit_as_member(coordinator)

        with pytest.raises(CommitFailedError, match="already rebalanced"):  # of which Faust makes nothing
            await asyncio.wait_for(coordinator.commit_offsets(None, {ONE: OffsetAndMetadata(7, "")}), 10)

    asyncio.run(committing())
