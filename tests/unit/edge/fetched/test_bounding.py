"""The changes to aiokafka's fetcher: it takes what is put in its way, and gives it out in parts."""

from dataclasses import dataclass
from typing import Any

import aiokafka.consumer.fetcher as theirs
import pytest
from aiokafka.consumer.fetcher import READ_COMMITTED, Fetcher
from aiokafka.structs import ConsumerRecord, TopicPartition

from streams.core.withheld import WithheldValue
from streams.edge.fetched.bounding import (
    MOST_GIVEN,
    MOST_RECORDS,
    TURN,
    BoundedRecords,
    Fetched,
    PartedResult,
    bound_fetches,
    from_outside,
)
from streams.edge.fetched.resting import Rests
from tests.servers import raw
from tests.servers.raw import LZ4, ZSTD, record

FEED, WORK = TopicPartition("feed.hema", 0), TopicPartition("work", 0)


@dataclass
class Assigned:
    """One partition, as aiokafka knows it."""

    position: int = 0
    active: bool = True
    paused: bool = False

    def state_value(self, _: TopicPartition) -> "Assigned":
        return self

    def consumed_to(self, position: int) -> None:
        self.position = position


def records(content: bytes, tp: TopicPartition = FEED, aborted: list[tuple[int, int]] | None = None) -> Any:
    return BoundedRecords(tp, Fetched(content), aborted, 0, None, None, True, READ_COMMITTED)


def read(
    content: bytes, tp: TopicPartition = FEED, aborted: list[tuple[int, int]] | None = None
) -> list[ConsumerRecord[Any, Any]]:
    return list(records(content, tp, aborted))


def at(offset: int, content: bytes, *, producer: int = -1, marks: int = 0) -> bytes:
    """The batch as the broker lays it: with its offset, and as a producer's part of a transaction where there is one."""
    laid = bytearray(offset.to_bytes(8, "big") + content[8:])
    laid[22] |= marks
    laid[43:51] = producer.to_bytes(8, "big", signed=True)
    laid[17:21] = raw.checksum(bytes(laid[21:]))
    return bytes(laid)


def test_the_fetcher_makes_what_is_replaced_by_these_names() -> None:
    bound_fetches()

    assert {"MemoryRecords", "PartitionRecords", "FetchResult"} <= set(Fetcher._proc_fetch_request.__code__.co_names)
    assert (theirs.MemoryRecords, theirs.PartitionRecords, theirs.FetchResult) == (
        Fetched,
        BoundedRecords,
        PartedResult,
    )
    assert "getall" in Fetcher.fetched_records.__code__.co_names


def test_feeds_and_weather_come_from_outside_and_nothing_else() -> None:
    topics = ("feed.hema", "weather", "work", "pace", "standing", "refused.hema", "shiftwarden-state-changelog")

    assert [topic for topic in topics if from_outside(topic)] == ["feed.hema", "weather"]


def test_records_of_a_feed_are_cut_and_our_own_are_not() -> None:
    content = raw.batch([record(0, bytes(3 << 20))])

    (given,), (ours,) = read(content), read(content, WORK)

    assert isinstance(given.value, WithheldValue)
    assert (len(given.value), ours.value) == (2 << 20, bytes(3 << 20))


def test_what_a_transaction_took_back_is_passed_over_and_the_marks_too() -> None:
    taken_back = at(0, raw.batch([record(0, b"never said"), record(1, b"never said")], LZ4), producer=9, marks=0x10)
    mark = at(2, raw.batch([record(0, bytes(6), key=bytes(4))]), producer=9, marks=0x30)
    kept = at(3, raw.batch([record(0, b"said")]), producer=9, marks=0x10)

    found = records(taken_back + mark + kept + at(4, raw.batch([record(0, b"plain")])), aborted=[(9, 0)])

    assert [(one.offset, one.value) for one in found] == [(3, b"said"), (4, b"plain")]
    assert found.next_fetch_offset == 5


def test_a_fetch_is_given_out_in_parts_and_where_it_is_at_its_end_its_place_is_behind_the_marks() -> None:
    many = raw.batch([record(n, b"x") for n in range(MOST_RECORDS + 1)], LZ4)
    mark = at(MOST_RECORDS + 1, raw.batch([record(0, bytes(6), key=b"\0\0\0\1")]), producer=9, marks=0x30)
    assigned = Assigned()
    result: Any = PartedResult(FEED, assignment=assigned, partition_records=records(many + mark), backoff=0)

    sizes = [len(result.getall()), len(result.getall())]

    assert sizes == [MOST_RECORDS, 1]
    assert (result.has_more(), assigned.position) == (False, MOST_RECORDS + 2)


def test_a_part_has_so_many_bytes_and_one_record_more() -> None:
    size = MOST_GIVEN // 4
    content = raw.batch([record(n, bytes(size)) for n in range(6)], LZ4)
    result: Any = PartedResult(FEED, assignment=Assigned(), partition_records=records(content), backoff=0)

    assert [len(result.getall()), len(result.getall())] == [4, 2]


def test_what_costs_much_to_unpack_is_given_out_one_batch_at_a_time_and_its_partition_rests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(TURN, "rests", Rests(spent=iter(range(1000)).__next__))
    bomb = raw.batch([record(0, b"{}", headers=[bytes(1 << 20)])], ZSTD)
    bombs = b"".join(at(number, bomb) for number in range(20))
    result: Any = PartedResult(FEED, assignment=Assigned(), partition_records=records(bombs), backoff=0)

    given = result.getall()

    assert [one.value for one in given] == [b"{}"]
    assert result.has_more()
    assert TURN.waiting() == {FEED}


def test_a_fetch_that_begins_within_a_batch_gives_what_is_left_of_it() -> None:
    content = raw.batch([record(n, b"%d" % n) for n in range(10)], LZ4)

    found = BoundedRecords(FEED, Fetched(content), None, 7, None, None, True, READ_COMMITTED)

    assert [(one.offset, one.value) for one in found] == [(7, b"7"), (8, b"8"), (9, b"9")]
