"""Each partition has its share of what waits, and nothing that was dropped on the way waits for ever."""

from collections.abc import Sequence

from faust.types.tuples import TP

from streams.edge.fetched.batch import FetchedRecord
from streams.edge.fetched.bounding import MOST_GIVEN, MOST_RECORDS
from streams.edge.fetched.waiting import FetchedWaiting

ONE, OTHER = TP("feed.hema", 0), TP("feed.tuche", 0)


def records(offsets: Sequence[int], size: int = 1) -> list[FetchedRecord]:
    return [FetchedRecord(offset, 0, 0, bytes(size)) for offset in offsets]


def test_a_partition_with_its_share_of_records_has_no_room_and_the_others_have() -> None:
    waiting = FetchedWaiting()

    waiting.give({ONE: records(range(MOST_RECORDS)), OTHER: records([5])})

    assert waiting.with_room([ONE, OTHER]) == {OTHER}


def test_a_partition_with_its_share_of_bytes_has_no_room_until_one_is_taken() -> None:
    waiting = FetchedWaiting()
    waiting.give({ONE: records([3, 4], MOST_GIVEN // 2)})
    before = waiting.with_room([ONE])

    waiting.take(ONE, 3)

    assert (before, waiting.with_room([ONE])) == (set(), {ONE})


def test_what_was_dropped_on_the_way_waits_no_more_when_a_later_one_is_taken() -> None:
    waiting = FetchedWaiting()
    waiting.give({ONE: records(range(200))})
    waiting.give({ONE: records(range(200))})

    waiting.take(ONE, 199)

    assert waiting.with_room([ONE]) == {ONE}
    assert waiting._lines[ONE].given == waiting._lines[ONE].taken


def test_where_partitions_are_read_anew_nothing_waits() -> None:
    waiting = FetchedWaiting()
    waiting.give({ONE: records(range(MOST_RECORDS))})

    waiting.forget_all()

    assert (waiting.with_room([ONE]), waiting.span(ONE)) == ({ONE}, None)


def test_it_is_told_from_where_to_where_records_went_on_their_way() -> None:
    waiting = FetchedWaiting()

    waiting.give({ONE: records([3, 4])})
    waiting.give({ONE: records([9])})

    assert (waiting.span(ONE), waiting.span(OTHER)) == ((3, 9), None)
