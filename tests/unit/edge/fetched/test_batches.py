"""One large batch at a time; and a fetch is cut into its batches as Kafka lays them one behind the other."""

from aiokafka.structs import TopicPartition

from streams.edge.fetched.batches import SMALL_UNPACKED, Batches, Turn
from tests.servers import raw
from tests.servers.raw import LZ4, ZSTD, record

ONE, OTHER, THIRD = (TopicPartition(f"feed.{name}", 0) for name in ("hema", "tuche", "kuaisong"))
LARGE = raw.zeros(SMALL_UNPACKED + 1, ZSTD)
SMALL = raw.batch([record(0, b"small")], LZ4)


def test_batches_come_one_after_the_other_and_one_that_the_fetch_cuts_off_does_not() -> None:
    batches = Batches(SMALL + SMALL + SMALL[:-1], ONE, Turn())

    found = []
    while batches.has_next():
        found += [one.value for one in batches.next_batch()]

    assert found == [b"small", b"small"]


def test_while_a_large_batch_is_unpacked_another_waits_and_small_ones_go_on() -> None:
    turn = Turn()
    one, other, third = Batches(LARGE, ONE, turn), Batches(LARGE, OTHER, turn), Batches(SMALL, THIRD, turn)
    reading = iter(one.next_batch() if one.has_next() else ())

    assert (other.has_next(), third.has_next(), turn.waiting()) == (False, True, {OTHER})
    assert len(list(reading)) == 1
    assert (turn.waiting(), Batches(LARGE, OTHER, turn).has_next()) == (set(), True)


def test_a_large_batch_that_is_dropped_with_its_partition_leaves_its_turn() -> None:
    turn = Turn()
    one = Batches(LARGE, ONE, turn)
    assert one.has_next()
    assert not turn.is_free

    del one

    assert turn.is_free


def test_a_partition_of_many_large_batches_lets_another_go_before_its_next() -> None:
    turn = Turn()
    one = Batches(LARGE + LARGE, ONE, turn)
    assert one.has_next()
    first = one.next_batch()
    assert not Batches(LARGE, OTHER, turn).has_next()

    list(first)

    assert not one.has_next()
    assert Batches(LARGE, OTHER, turn).has_next()


def test_the_marks_of_transactions_come_as_aiokafka_reads_them() -> None:
    marks = bytearray(SMALL)
    marks[22] |= 0x20
    batches = Batches(bytes(marks), ONE, Turn())

    assert batches.has_next()
    assert type(batches.next_batch()).__module__.startswith("aiokafka")
