"""The table of state: each unit of a partition's state under the incarnation that wrote it; and a partition's incarnation.

Faust recovers it from its changelog. It is written through here, which waits for the broker: Faust's own way of writing a
table takes the partition from the event at hand and reports no write that is lost.

Each incarnation of a partition writes under keys of its own. A process that hung, was replaced and woke up still writes
what it holds before it learns of that; under the same keys its old state would replace that of its successor.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, cast

import faust
from faust.types import EventT

from streams.edge.sending import SENT_WITHOUT_PAUSE, kafka_errors

Units = Sequence[tuple[bytes, bytes | None]]
"""State by the name of its unit; None for a unit that is no more."""


@dataclass(frozen=True, slots=True)
class Owner:
    """The owner of some state: a partition of a topic. `mark` is one byte that stands for the topic."""

    mark: bytes
    partition: int

    @property
    def stem(self) -> bytes:
        """The beginning of all keys of its units."""
        return self.mark + self.partition.to_bytes(2, "big")

    @property
    def incarnation_key(self) -> bytes:
        """The key of its incarnation."""
        return b"i" + self.stem


def state_key(owner: Owner, unit: bytes, incarnation: int) -> bytes:
    """The key of a unit's state, as written by an incarnation of its partition."""
    return owner.stem + unit + incarnation.to_bytes(8, "big")


class StateStore(Protocol):
    """The state of the partitions that are assigned: readable from `recovered` on, until it is revoked."""

    def of(self, owner: Owner) -> Iterable[tuple[bytes, bytes]]:
        """The units of a partition: of each the one that the latest incarnation wrote."""

    async def begin(self, owner: Owner) -> int:
        """Begin a new incarnation of a partition; returns its number, later than any before."""

    async def write(self, owner: Owner, incarnation: int, units: Units) -> int:
        """Write units and wait until the broker has them; returns the bytes."""


class StateTable(faust.Table[bytes, bytes]):
    """A table that reports when it cannot be recovered: Faust logs it, and goes on with half a state."""

    failed: Callable[[Exception], None]
    logger = logging.getLogger("faust.tables.state")  # its starts and stops are lines of Faust's, not of ours

    def apply_changelog_batch(self, batch: Iterable[EventT[Any]]) -> None:
        """Apply what was read of the changelog."""
        try:
            super().apply_changelog_batch(batch)
        except Exception as error:
            self.failed(error)
            raise


class State:
    """The table, as the agents use it. Its partitions are as many as those of each topic whose state is in it.

    `read` is called with each record that is read when it is recovered, `failed` with what makes a recovery fail.
    """

    def __init__(
        self, app: faust.App, partitions: int, read: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        async def on_event(_: EventT[Any]) -> None:
            read()

        made = app.Table("state", key_type=bytes, value_type=bytes, partitions=partitions, on_changelog_event=on_event)
        self.table = cast("StateTable", made)
        self.table.failed = failed
        self._keys: dict[Owner, dict[bytes, set[bytes]]] = {}

    def of(self, owner: Owner) -> Iterable[tuple[bytes, bytes]]:
        """The units of a partition, as recovered: of each the one that the latest incarnation wrote."""
        keys: dict[bytes, set[bytes]] = {}
        for key in self.table.data:
            if key.startswith(owner.stem):
                keys.setdefault(key[len(owner.stem) : -8], set()).add(key)
        self._keys[owner] = keys
        for unit, those in keys.items():
            yield unit, self.table.data[max(those)]

    async def begin(self, owner: Owner) -> int:
        """Begin a new incarnation of a partition; returns its number.

        It is later than the last one, and not before the seconds since 1970: were the state lost, or begun anew under another
        group, the ledger would else take every statement for an old one.
        """
        key = owner.incarnation_key
        incarnation = max(int.from_bytes(self.table.data.get(key) or b"", "big") + 1, int(time.time()))
        await self._send(owner.partition, [(key, incarnation.to_bytes(8, "big"))])
        return incarnation

    async def write(self, owner: Owner, incarnation: int, units: Units) -> int:
        """Write units to the changelog and wait until the broker has them; returns the bytes.

        What earlier incarnations wrote of them is removed after that. `RecordTooLargeError` where a unit is larger than the
        broker takes; `KafkaError` where it is away.
        """
        known = self._keys.setdefault(owner, {})
        written = [(unit, state_key(owner, unit, incarnation), state) for unit, state in units]
        items = [(key, state) for _, key, state in written]
        items += [(old, None) for unit, key, _ in written for old in known.get(unit, set()) - {key}]
        await self._send(owner.partition, items)
        for unit, key, state in written:
            if state is None:
                known.pop(unit, None)
            else:
                known[unit] = {key}
        return sum(len(state or b"") for _, _, state in written)

    async def _send(self, partition: int, items: Iterable[tuple[bytes, bytes | None]]) -> None:
        pairs = list(items)
        topic = self.table.changelog_topic
        with kafka_errors():
            sent = []
            for number, (key, value) in enumerate(pairs, 1):
                sent.append(await topic.send(key=key, value=value, partition=partition))
                if not number % SENT_WITHOUT_PAUSE:
                    await asyncio.sleep(0)
            await asyncio.gather(*sent)
        for key, value in pairs:
            if value is None:
                self.table.data.pop(key, None)
            else:
                self.table.data[key] = value
