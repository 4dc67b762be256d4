"""Replacements inside aiokafka's fetcher: it reads what others may write in our bounded way, and hands it out in parts.

aiokafka has no setting for either. Its fetcher makes the objects below by name, so that the names are replaced, once a process:
`MemoryRecords` (the bytes of one fetch of one partition), `PartitionRecords` (its records), `FetchResult` (which gives them out).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import aiokafka.consumer.fetcher as theirs
from aiokafka.consumer.fetcher import FetchResult, MemoryRecords, PartitionRecords
from aiokafka.structs import ConsumerRecord, TopicPartition

from schemas.topics import WEATHER, feed
from streams.edge.fetched.batches import Batches, Turn

MOST_RECORDS = 256
"""Records of one partition that are handed out at once: 25 ms of Faust's work, at 0.1 ms each, before others get theirs."""

MOST_GIVEN = 2 << 20
"""Bytes of values of one partition that are handed out at once, and one record more: two of the largest that a feed takes."""

TURN = Turn()
"""The turn to unpack a large batch in this process: one consumer reads in it, in one thread."""


class Fetched:
    """The bytes of one fetch of one partition, until it is known of which."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.by_aiokafka = MemoryRecords(content)

    def has_next(self) -> bool:
        """True where there is a whole batch in it."""
        return bool(self.by_aiokafka.has_next())

    def size_in_bytes(self) -> int:
        """The number of bytes that were fetched."""
        return int(self.by_aiokafka.size_in_bytes())


class BoundedRecords(PartitionRecords):  # type: ignore[misc]  # aiokafka's is not annotated
    """The records of one fetch of one partition: what others may write is read in our way, what we wrote in aiokafka's."""

    def __init__(self, tp: TopicPartition, records: Fetched, aborted: Any, since: int, *rest: Any) -> None:
        ours = Batches(records.content, tp, TURN, since) if from_outside(tp.topic) else records.by_aiokafka
        super().__init__(tp, ours, aborted, since, *rest)


class PartedResult(FetchResult):  # type: ignore[misc]  # aiokafka's is not annotated
    """A fetch that gives out its records in parts, so that no more waits than somebody will soon take."""

    def getall(self, max_records: int | None = None) -> Sequence[ConsumerRecord[Any, Any]]:
        """The next records: `MOST_RECORDS`, or as many as have `MOST_GIVEN` bytes; fewer where the partition is to rest."""
        given: list[ConsumerRecord[Any, Any]] = []
        size, most = 0, min(MOST_RECORDS, max_records or MOST_RECORDS)
        tp, rests = self._topic_partition, TURN.rests
        while len(given) < most and size < MOST_GIVEN and (record := self.getone()) is not None:
            given.append(record)
            size += len(record.value or b"")
            if tp in rests:
                break
        rests.paid(tp, size)
        return given


def from_outside(topic: str) -> bool:
    """True where others than we may write it: the feeds, and weather."""
    return topic == WEATHER or topic.startswith(feed(""))


def bound_fetches() -> None:
    """Have every consumer of this process, made from now on or before, read in this way."""
    replaced: Mapping[str, object] = {
        "MemoryRecords": Fetched,
        "PartitionRecords": BoundedRecords,
        "FetchResult": PartedResult,
    }
    for name, ours in replaced.items():
        setattr(theirs, name, ours)
