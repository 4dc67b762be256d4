"""What Faust's consumer would lose."""

from faust.types.tuples import TP

from streams.agents.consuming import RewindingConsumer

ONE, OTHER = TP("standing", 0), TP("standing", 1)


def consumer(*assigned: TP) -> RewindingConsumer:
    """A consumer without a broker, with these partitions."""
    made: RewindingConsumer = RewindingConsumer.__new__(RewindingConsumer)
    made._active_partitions, made._paused_partitions = set(assigned), set()
    return made


def test_what_was_fetched_of_a_partition_is_handed_out_though_it_is_paused_meanwhile() -> None:
    one = consumer(ONE, OTHER)
    handed_out_by = one._get_active_partitions()

    one.pause_partitions([ONE])

    assert handed_out_by == {ONE, OTHER}


def test_of_a_paused_partition_no_more_is_fetched_until_it_is_resumed() -> None:
    one = consumer(ONE, OTHER)

    one.pause_partitions([ONE])
    paused = set(one._get_active_partitions())
    one.resume_partitions([ONE])

    assert (paused, one._get_active_partitions()) == ({OTHER}, {ONE, OTHER})
