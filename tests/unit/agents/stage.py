"""What stands around an agent in its test: a stream that ends, a consumer and a sender that note what is done, in order."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from streams.edge.messages import TP

from streams.core.outgoing import Outgoing
from streams.edge.state import Owner, Units


@dataclass
class Message:
    topic: str
    offset: int
    value: bytes | None
    partition: int = 0
    timestamp: float = 1_700_000_000.0

    @property
    def tp(self) -> TP:
        return TP(self.topic, self.partition)


@dataclass
class Event:
    message: Message


@dataclass
class Stage:
    """App, consumer, sender and table in one; `done` is what happened. `at` is called after the step of that name.

    `refuses`: what `send` or `write` raises instead.
    """

    done: list[str] = field(default_factory=list)
    at: dict[str, Callable[[], None]] = field(default_factory=dict)
    committed: int = 0
    end: int = 0
    tps: frozenset[TP] = frozenset()
    sent: list[Outgoing] = field(default_factory=list)
    partitions: list[Any] = field(default_factory=list)
    refuses: dict[str, Exception] = field(default_factory=dict)

    @property
    def consumer(self) -> "Stage":
        return self

    def note(self, what: str) -> None:
        self.done.append(what)
        self.at.get(what, _nothing)()

    def ack(self, message: Message) -> None:
        self.note(f"ack {message.offset}")

    async def commit(self) -> None:
        self.note("commit")

    def assignment(self) -> frozenset[TP]:
        return self.tps

    def hold_partitions(self, tps: Iterable[TP]) -> None:
        self.note(f"hold {' '.join(sorted({tp.topic for tp in tps}))}")

    def release_partitions(self, tps: Iterable[TP]) -> None:
        self.note(f"release {' '.join(sorted({tp.topic for tp in tps}))}")

    def highwater(self, _: TP) -> int:
        return self.end

    async def earliest_offsets(self, *tps: TP) -> dict[TP, int]:
        return dict.fromkeys(tps, 0)

    async def highwaters(self, *tps: TP) -> dict[TP, int]:
        return dict.fromkeys(tps, self.end)

    async def send_until_taken(self, records: Sequence[Outgoing]) -> None:
        if "send" in self.refuses:
            raise self.refuses["send"]
        self.sent += records
        self.note("send")

    async def begin(self, _: Owner) -> int:
        self.note("begin")
        return 7

    def of(self, _: Owner) -> Iterable[tuple[bytes, bytes]]:
        return ()

    async def write(self, _: Owner, incarnation: int, units: Units) -> int:
        if "write" in self.refuses:
            raise self.refuses["write"]
        self.note(f"write {len(units)} as {incarnation}")
        return 1


class Stream:
    """Gives these messages one by one, each batch when the one before was given out, and ends."""

    def __init__(self, *batches: Sequence[Message], given_out: Callable[[Message], bool] = lambda _: True) -> None:
        self._batches = batches
        self._given_out = given_out

    def noack(self) -> "Stream":
        return self

    async def events(self) -> AsyncIterator[Event]:
        for batch in self._batches:
            for message in batch:
                yield Event(message)
            # nobody is told when an agent has done something with it
            while not self._given_out(batch[-1]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def _nothing() -> None:
    pass
