"""Offsets without a record: a partition is committed across them, and never beyond a record that is not done with."""

import asyncio
from collections import defaultdict
from typing import Any

from faust.types.tuples import TP
from hypothesis import given
from hypothesis import strategies as st

from streams.edge.consuming import RewindingConsumer
from streams.edge.fetched.gaps import WithGaps

FEED = TP("feed.hema", 0)


class Reading:
    """A consumer, as far as it commits: `take` gives it a record as Faust does, `done` is done with one."""

    def __init__(self, committed: int | None = None) -> None:
        self.consumer: Any = WithGaps.__new__(RewindingConsumer)
        self.consumer._acked = defaultdict(list)
        self.consumer._acked_index = defaultdict(set)
        self.consumer._gap = defaultdict(list)
        self.consumer._committed_offset = defaultdict(lambda: committed)
        self.read = committed

    def take(self, *offsets: int) -> None:
        for offset in offsets:
            if self.read is not None and offset - self.read > 1:
                asyncio.run(self.consumer._add_gap(FEED, self.read + 1, offset))
            self.read = offset

    def done(self, *offsets: int) -> int | None:
        self.consumer._acked[FEED] += offsets
        self.consumer._acked_index[FEED].update(offsets)
        found: int | None = self.consumer._new_offset(FEED)
        self.consumer._committed_offset[FEED] = found or self.consumer._committed_offset[FEED]
        return found


def test_a_hundred_million_offsets_without_a_record_are_passed_at_once() -> None:
    reading = Reading(committed=7)
    reading.take(7, 100_000_000, 100_000_001)

    assert (reading.done(7), reading.done(100_000_000, 100_000_001)) == (100_000_000, 100_000_002)
    assert not reading.consumer._gap[FEED]


def test_the_record_behind_a_gap_is_not_committed_before_it_is_done_with() -> None:
    reading = Reading(committed=1)
    reading.take(1, 5, 6)

    assert reading.done(1, 6) == 5
    assert reading.done(5) == 7


def test_where_the_first_that_is_read_lies_behind_a_gap_it_is_committed() -> None:
    reading = Reading(committed=3)
    reading.take(1000)

    assert reading.done(1000) == 1001


def test_what_lies_before_a_record_that_is_not_done_with_is_committed_alone() -> None:
    reading = Reading(committed=4)
    reading.take(4, 5, 6, 7)

    assert (reading.done(6, 7), reading.done(4), reading.done(5)) == (None, 5, 8)


@given(
    st.lists(st.integers(1, 4), min_size=1, max_size=30),
    st.lists(st.integers(1, 6), max_size=30),
)
def test_in_whatever_parts_records_are_done_with_all_before_the_offset_are_and_in_the_end_all_is(
    steps: list[int], parts: list[int]
) -> None:
    offsets = [sum(steps[: number + 1]) for number in range(len(steps))]
    reading, left = Reading(), list(offsets)
    reading.take(*offsets)
    taken: list[int] = []
    for part in [*parts, len(left)]:
        some, left = left[:part], left[part:]
        taken += some
        found = reading.done(*some)
        if found is not None:
            assert {each for each in offsets if each < found} <= set(taken)

    assert reading.consumer._committed_offset[FEED] == offsets[-1] + 1
