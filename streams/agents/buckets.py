"""The table of buckets: key a bucket's number, value its state; and, under a key a partition, its incarnation.

Faust recovers it from its changelog. It is written through `write`, which waits for the broker: Faust's own way of writing a
table takes the partition from the event at hand and does not say when a write is lost.
"""

import asyncio
from collections.abc import Iterable, Iterator

import faust

INCARNATION = b"i"


def bucket_key(bucket: int) -> bytes:
    """The key of a bucket's state."""
    return b"b" + bucket.to_bytes(2, "big")


def incarnation_key(partition: int) -> bytes:
    """The key of a work partition's incarnation."""
    return INCARNATION + partition.to_bytes(2, "big")


class Buckets:
    """The table, as the judge agent uses it. `partitions` is that of the work topic; a bucket goes where its work goes."""

    def __init__(self, app: faust.App, partitions: int) -> None:
        self.table = app.Table(
            "buckets",
            key_type=bytes,
            value_type=bytes,
            partitions=partitions,
        )
        self.partitions = partitions

    def of_partition(self, partition: int) -> Iterator[tuple[int, bytes]]:
        """The states of a partition's buckets, as recovered."""
        for key, value in self.table.data.items():
            number = int.from_bytes(key[1:], "big")
            if key[:1] == b"b" and number % self.partitions == partition:
                yield number, value

    def incarnation(self, partition: int) -> int:
        """How often the partition was taken over so far."""
        value = self.table.data.get(incarnation_key(partition))
        return int.from_bytes(value, "big") if value else 0

    async def write(self, partition: int, items: Iterable[tuple[bytes, bytes]]) -> int:
        """Write to the changelog and wait until the broker has it; gives back the bytes. Raises what the producer raises."""
        pairs = list(items)
        topic = self.table.changelog_topic
        sent = [await topic.send(key=key, value=value, partition=partition) for key, value in pairs]
        await asyncio.gather(*sent)
        for key, value in pairs:
            self.table.data[key] = value
        return sum(len(value) for _, value in pairs)
