"""The surroundings of an agent in its test: a runtime on a broker in memory, which notes what is done, in order.

`tests/contract/edge` holds it to what the real one does.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas.topics import CLOCK
from streams.core.outgoing import Outgoing
from streams.edge.messages import TP, Message, Messages
from streams.edge.state import Owner, Units, state_key

AT = 1_700_000_000_000


def message(topic: str, offset: int, value: bytes | None, partition: int = 0) -> Message:
    return Message(TP(topic, partition), offset, AT, value)


@dataclass
class MemoryBroker:
    """The part that outlives a runtime: records, committed offsets, state. Its runtimes share the partitions of `topics`."""

    topics: dict[str, int] = field(default_factory=dict)
    logs: dict[TP, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    committed: dict[TP, int] = field(default_factory=dict)
    state: dict[bytes, bytes] = field(default_factory=dict)
    members: list["Stage"] = field(default_factory=list)

    async def share(self) -> None:
        """Share the partitions anew: each member gives up what it has, before any has something again."""
        for member in self.members:
            await member.lose()
        tps = [TP(topic, number) for topic, count in self.topics.items() for number in range(count)]
        for place, member in enumerate(self.members):
            await member.gain(frozenset(tps[place :: len(self.members)]))


@dataclass
class Stage:
    """Runtime, partitions, sender and state in one; `done` is what happened. `at` is called after the step of that name.

    `end`: where a partition ends for those who ask, in place of what is in the broker. `refuses`: what `send` or `write` raises
    instead.
    """

    done: list[str] = field(default_factory=list)
    at: dict[str, Callable[[], None]] = field(default_factory=dict)
    committed: int = 0
    end: int = 0
    tps: frozenset[TP] = frozenset()
    sent: list[Outgoing] = field(default_factory=list)
    refuses: dict[str, Exception] = field(default_factory=dict)
    broker: MemoryBroker = field(default_factory=MemoryBroker)
    stopping: bool = False
    generation: int = 0
    _acknowledged: dict[TP, set[int]] = field(default_factory=lambda: defaultdict(set))
    _holds: set[TP] = field(default_factory=set)
    _read: dict[TP, int] = field(default_factory=dict)
    _lines: dict[str, "Line"] = field(default_factory=dict)
    _works: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    _tasks: list["asyncio.Future[None]"] = field(default_factory=list)
    _calls: dict[str, Any] = field(default_factory=dict)

    @property
    def partitions(self) -> "Stage":
        return self

    @property
    def sender(self) -> "Stage":
        return self

    @property
    def state(self) -> "Stage":
        return self

    def note(self, what: str) -> None:
        self.done.append(what)
        self.at.get(what, _nothing)()

    def acknowledge(self, tp: TP, offsets: Iterable[int]) -> None:
        for offset in offsets:
            self.note(f"ack {offset}")
            self._acknowledged[tp].add(offset)

    async def commit(self) -> None:
        self.note("commit")
        for tp, offsets in self._acknowledged.items():
            up_to = self.broker.committed.get(tp, 0)
            while up_to in offsets:
                up_to += 1
            self.broker.committed[tp] = up_to

    async def seek_to_committed(self) -> Mapping[TP, int]:
        self._read = {tp: self.broker.committed.get(tp, 0) for tp in self.tps}
        self._holds.clear()
        return {tp: self.broker.committed[tp] for tp in self.tps if tp in self.broker.committed}

    def assignment(self) -> frozenset[TP]:
        return self.tps

    def hold(self, tps: Iterable[TP]) -> None:
        self._holds |= set(tps)
        self.note(f"hold {' '.join(sorted({tp.topic for tp in tps}))}")

    def release(self, tps: Iterable[TP]) -> None:
        self._holds -= set(tps)
        self.note(f"release {' '.join(sorted({tp.topic for tp in tps}))}")

    def highwater(self, tp: TP) -> int | None:
        return self._end(tp) if self.end or tp in self.assignment() else None

    def _end(self, tp: TP) -> int:
        return self.end or len(self.broker.logs[tp])

    async def earliest_offsets(self, tps: Iterable[TP]) -> dict[TP, int]:
        return dict.fromkeys(tps, 0)

    async def highwaters(self, tps: Iterable[TP]) -> dict[TP, int]:
        return {tp: self._end(tp) for tp in tps}

    def read_up_to(self, tp: TP) -> int | None:
        return self._read.get(tp)

    def fetched(self, tp: TP) -> tuple[int, int] | None:
        first, end = self.broker.committed.get(tp, 0), self._read.get(tp, 0)
        return (first, end - 1) if end > first else None

    async def send_until_taken(self, records: Sequence[Outgoing]) -> None:
        if "send" in self.refuses:
            raise self.refuses["send"]
        self.sent += records
        for each in records:
            self.broker.logs[TP(each.topic, each.partition or 0)].append(each.value)
        self.note("send")

    async def broker_stamp(self, topic: str) -> float | None:
        await self.send_until_taken([Outgoing(topic, b"clock", b"")])
        return AT if topic == CLOCK else None

    async def begin(self, owner: Owner) -> int:
        self.note("begin")
        before = self.broker.state.get(owner.incarnation_key, b"")
        incarnation = max(int.from_bytes(before, "big") + 1, 7)
        self.broker.state[owner.incarnation_key] = incarnation.to_bytes(8, "big")
        return incarnation

    def of(self, owner: Owner) -> Iterable[tuple[bytes, bytes]]:
        keys = sorted(key for key in self.broker.state if key.startswith(owner.stem))
        return {key[len(owner.stem) : -8]: self.broker.state[key] for key in keys}.items()

    async def write(self, owner: Owner, incarnation: int, units: Units) -> int:
        if "write" in self.refuses:
            raise self.refuses["write"]
        self.note(f"write {len(units)} as {incarnation}")
        for unit, value in units:
            for key in [key for key in self.broker.state if key[:-8] == owner.stem + unit]:
                del self.broker.state[key]
            if value is not None:
                self.broker.state[state_key(owner, unit, incarnation)] = value
        return sum(len(value or b"") for _, value in units)

    def agent(self, _: str, work: Callable[[Messages], Awaitable[None]], *topics: str) -> None:
        line = Line()
        self._lines |= dict.fromkeys(topics, line)
        self._works.append(lambda: work(line))

    def task(self, work: Callable[[], Awaitable[None]]) -> None:
        self._works.append(work)

    def on_rebalance(self, **calls: Any) -> None:
        self._calls = calls

    async def start(self) -> None:
        self._tasks = [asyncio.ensure_future(work()) for work in (*self._works, self._fetch)]
        self.broker.members.append(self)
        await self.broker.share()

    async def stop(self) -> None:
        self.stopping = True
        await self.lose()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.broker.members.remove(self)
        await self.broker.share()

    async def lose(self) -> None:
        if self.tps:
            await self._calls["revoked"]()
        self.tps = frozenset()
        for line in self._lines.values():
            line.clear()

    async def gain(self, tps: frozenset[TP]) -> None:
        self.generation += 1
        self.tps = tps
        self._acknowledged.clear()
        self._calls["assigned"]()
        await self._calls["recovered"]()
        await self.seek_to_committed()

    async def _fetch(self) -> None:
        """Hand out what is in the broker, one record of each partition at a time."""
        while True:
            for tp in set(self._read) & self.tps - self._holds:
                offset, log = self._read[tp], self.broker.logs[tp]
                if offset < len(log) and tp.topic in self._lines:
                    self._read[tp] += 1
                    self._lines[tp.topic].put(message(tp.topic, offset, log[offset], tp.partition))
            await asyncio.sleep(0.001)


class Line:
    """Messages on their way to one agent."""

    def __init__(self) -> None:
        self._waiting: deque[Message] = deque()
        self._some = asyncio.Event()

    def put(self, each: Message) -> None:
        self._waiting.append(each)
        self._some.set()

    def clear(self) -> None:
        self._waiting.clear()

    async def __aiter__(self) -> AsyncIterator[Message]:
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                yield self._waiting.popleft()


class Stream:
    """Gives these messages one by one, and ends."""

    def __init__(self, *batches: Sequence[Message]) -> None:
        self._batches = batches

    async def __aiter__(self) -> AsyncIterator[Message]:
        for batch in self._batches:
            for each in batch:
                yield each


def _nothing() -> None:
    pass
