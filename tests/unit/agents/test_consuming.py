"""What Faust's consumer would lose."""

from faust.types.tuples import TP

from streams.agents.consuming import RewindingConsumer

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
