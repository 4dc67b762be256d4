"""Messages as agents see them, and the partitions that they lie in. Knows no client of Kafka."""

from collections import defaultdict
from collections.abc import AsyncIterable, Iterable, Mapping, Sequence
from typing import NamedTuple


class TP(NamedTuple):
    """A partition of a topic. Equal to the pair that Faust and aiokafka each have of their own, and of the same hash."""

    topic: str
    partition: int


class Message(NamedTuple):
    """A record of a partition. `timestamp` in ms since 1970, as its sender or the broker set it."""

    tp: TP
    offset: int
    timestamp: int
    value: bytes | None

    @property
    def topic(self) -> str:
        """The topic that it lies in."""
        return self.tp.topic

    @property
    def partition(self) -> int:
        """The number of its partition."""
        return self.tp.partition


Messages = AsyncIterable[Message]
"""The records of an agent's topics, each partition's in the order of its offsets. After a rebalance records come again."""


def by_partition(messages: Iterable[Message]) -> Mapping[TP, Sequence[int]]:
    """Group messages; returns the offsets of each partition, in the order in which they came."""
    offsets: dict[TP, list[int]] = defaultdict(list)
    for tp, offset, _, _ in messages:
        offsets[tp].append(offset)
    return offsets
