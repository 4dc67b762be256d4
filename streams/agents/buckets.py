"""The table of buckets: a bucket's state under its number and the incarnation that wrote it; and a partition's incarnation.

Faust recovers it from its changelog. It is written through here, which waits for the broker: Faust's own way of writing a
table takes the partition from the event at hand and does not say when a write is lost.

Each incarnation of a partition writes under keys of its own. A process that hung, was replaced and woke up still writes
what it holds before it learns of that; under the same keys its old state would replace that of its successor.
"""

import asyncio
import time
from collections.abc import Iterable, Iterator

import faust

_STATE, _INCARNATION = b"b", b"i"


def state_key(bucket: int, incarnation: int) -> bytes:
    """The key of a bucket's state, as written by an incarnation of its partition."""
    return _STATE + bucket.to_bytes(2, "big") + incarnation.to_bytes(8, "big")


def incarnation_key(partition: int) -> bytes:
    """The key of a work partition's incarnation."""
    return _INCARNATION + partition.to_bytes(2, "big")


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
        self._keys: dict[int, set[bytes]] = {}

    def of_partition(self, partition: int) -> Iterator[tuple[int, bytes]]:
        """The states of a partition's buckets, as recovered: of each the one that the latest incarnation wrote."""
        self._keys = {bucket: keys for bucket, keys in self._keys.items() if bucket % self.partitions != partition}
        for key in self.table.data:
            bucket = int.from_bytes(key[1:3], "big")
            if key[:1] == _STATE and bucket % self.partitions == partition:
                self._keys.setdefault(bucket, set()).add(key)
        for bucket, keys in self._keys.items():
            if bucket % self.partitions == partition:
                yield bucket, self.table.data[max(keys)]

    async def begin(self, partition: int) -> int:
        """Begin a new incarnation of a partition; gives its number.

        It is later than the last one, and not before the seconds since 1970: were the state lost, or begun anew under another
        group, the ledger would else take every statement for an old one.
        """
        key = incarnation_key(partition)
        incarnation = max(int.from_bytes(self.table.data.get(key) or b"", "big") + 1, int(time.time()))
        await self._send(partition, [(key, incarnation.to_bytes(8, "big"))])
        return incarnation

    async def write(self, partition: int, incarnation: int, states: Iterable[tuple[int, bytes]]) -> int:
        """Write buckets to the changelog and wait until the broker has them; gives back the bytes.

        What earlier incarnations wrote of them is removed after that. Raises what the producer raises.
        """
        written = [(bucket, state_key(bucket, incarnation), state) for bucket, state in states]
        items: list[tuple[bytes, bytes | None]] = [(key, state) for _, key, state in written]
        for bucket, key, _ in written:
            items += [(old, None) for old in self._keys.get(bucket, set()) - {key}]
            self._keys[bucket] = {key}
        await self._send(partition, items)
        return sum(len(state) for _, _, state in written)

    async def _send(self, partition: int, items: Iterable[tuple[bytes, bytes | None]]) -> None:
        pairs = list(items)
        topic = self.table.changelog_topic
        sent = [await topic.send(key=key, value=value, partition=partition) for key, value in pairs]
        await asyncio.gather(*sent)
        for key, value in pairs:
            if value is None:
                self.table.data.pop(key, None)
            else:
                self.table.data[key] = value
