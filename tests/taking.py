"""Work for partitions in tests: records that are read and folded at once."""

from streams.core.outgoing import Outgoing
from streams.core.partition import Partition


def take(partition: Partition, offset: int, value: bytes, now: int) -> list[Outgoing]:
    """Have a partition read a record and fold all of it; the records in answer come back."""
    partition.read(offset, value)
    answers: list[Outgoing] = []
    while partition.unfolded:
        answers += partition.fold(now, 1_000)
    return answers
