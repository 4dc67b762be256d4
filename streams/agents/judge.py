"""The judge agent: work records into the judges of its partitions, and what they say out, at every tick.

It decides when something is said and when it is written, never what. A work record is acknowledged only when a checkpoint
holds what came of it. A partition whose record cannot be read, or about which a rule raises, is stopped and said to be.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, cast

import faust
import msgspec
from faust.streams import Stream
from faust.transport.consumer import Consumer
from faust.types.tuples import Message

from schemas.topics import WORK
from streams.agents.buckets import Buckets
from streams.agents.sending import Sender
from streams.core.intake import Outgoing
from streams.core.judge import Judge
from streams.core.partition import WorkPartition, refusal_of
from streams.core.snapshot import UnreadableState
from streams.metrics import Agent, Metrics, StopReason

_log = logging.getLogger(__name__)

ASKED_AT_ONCE = 64
"""Workers asked about before other tasks get their turn."""

SENT_AT_ONCE = 500
"""Records sent before we wait for the broker; waiting for fewer would make a takeover of thousands of workers wait mostly."""


class SkippedError(Exception):
    """Records of a work partition did not reach this process: it must end, for they are read again only by a new one."""


@dataclass(slots=True)
class Held:
    """A work partition, and the messages that no checkpoint covers yet."""

    work: WorkPartition
    messages: list[Message] = field(default_factory=list)
    written_at: float = 0.0


class JudgeAgent:
    """The judges of this process, one a partition. `make_judge` makes an empty one."""

    def __init__(
        self, app: faust.App, buckets: Buckets, sender: Sender, metrics: Metrics, make_judge: Callable[[], Judge]
    ) -> None:
        self._app = app
        self._buckets = buckets
        self._sender = sender
        self._metrics = metrics
        self._make_judge = make_judge
        self._held: dict[int, Held] = {}
        self._writing = asyncio.Lock()
        self._ready = asyncio.Event()
        self._generation = 0
        self._stopped: list[StopReason] = []
        self._told: set[tuple[str, str, str, int]] = set()

    @property
    def partitions(self) -> Iterable[WorkPartition]:
        """The partitions that are judged here now."""
        return tuple(held.work for held in self._held.values())

    async def run(self, stream: Stream[Any]) -> None:
        """Fold every work record into the judge of its partition."""
        async for event in stream.noack().events():
            generation = self._generation
            await self._ready.wait()
            # what was in hand at a rebalance is read again, from the committed offset on
            if generation == self._generation:
                await self._sender.send_until_taken(self._take(event.message))

    async def tick(self) -> None:
        """Say what there is to say."""
        for held in tuple(self._held.values()):
            if not self._writing.locked():
                await self._say(held)
        self._measure()

    async def checkpoint(self, every_s: float) -> None:
        """Write and acknowledge the partition whose last checkpoint is the longest ago, if that is long enough."""
        oldest = min(self._held.values(), key=lambda held: held.written_at, default=None)
        if oldest is not None and time.time() - oldest.written_at >= every_s:
            await self._write(oldest)

    async def give_up(self, _: object = None) -> None:
        """The partitions are about to be taken away: write everything, and forget it."""
        self._ready.clear()
        self._generation += 1
        for number, held in tuple(self._held.items()):
            await self._write(held)
            self._held.pop(number, None)  # a checkpoint that waits for its turn finds nothing left to write
            self._metrics.checkpoint.forget(number)
        for reason in self._stopped:
            self._metrics.stopped.labels(Agent.JUDGE.value, reason.value).dec()
        self._stopped.clear()
        self._measure()

    async def take_over(self) -> None:
        """Partitions were assigned and their buckets recovered: load them, each under a new incarnation.

        Where they are taken away again meanwhile, nothing is left of it; the next takeover begins anew.
        """
        generation = self._generation
        consumer = cast("Consumer", self._app.consumer)
        tps = {tp for tp in consumer.assignment() if tp.topic == WORK}
        earliest, ends = await consumer.earliest_offsets(*tps), await consumer.highwaters(*tps)
        committed = await consumer.seek_to_committed()
        for tp in sorted(tps):
            incarnation = await self._buckets.begin(tp.partition)
            if generation != self._generation:
                return
            start = max(committed.get(tp) or 0, earliest.get(tp) or 0)
            held = Held(WorkPartition(tp.partition, self._make_judge(), incarnation, start, ends.get(tp) or 0))
            self._held[tp.partition] = held
            self._load(held)
            held.written_at = time.time()
            self._metrics.checkpoint.last.labels(str(tp.partition)).set(held.written_at)
        if generation == self._generation:
            self._ready.set()

    def _load(self, held: Held) -> None:
        try:
            for bucket, state in self._buckets.of_partition(held.work.number):
                held.work.judge.load(bucket, state, _now())
        except UnreadableState as error:
            self._stop(held.work.number, StopReason.RECOVERY_FAILED, error)

    def _take(self, message: Message) -> list[Outgoing]:
        held = self._held.get(message.partition)
        if held is None or message.offset <= held.work.offset:
            return []  # stopped; or read twice about a rebalance
        if message.offset != held.work.offset + 1:
            raise SkippedError(f"{WORK}[{held.work.number}]: {message.offset} follows {held.work.offset}")
        began = time.perf_counter()
        try:
            late = held.work.take(message.offset, message.value or b"", _now())
        except (msgspec.DecodeError, msgspec.ValidationError) as error:
            self._stop(message.partition, StopReason.UNDECODABLE, error)
            return []
        message.value = None  # the facts have it; what waits for a checkpoint is the acknowledgement
        held.messages.append(message)
        self._metrics.judge.fold.observe(time.perf_counter() - began)
        for each in late:
            self._metrics.judge.too_late.labels(each.group.platform).observe((each.settled - each.row.at) / 1000)
            self._metrics.feed.refused.labels(each.group.platform, "too_late").inc()
        return [refusal_of(each) for each in late]

    async def _say(self, held: Held) -> None:
        """Ask about the workers of one partition, some at a time, until nobody is left to be asked about."""
        waiting: list[Outgoing] = []
        more = True
        while more and self._held.get(held.work.number) is held:
            more = self._ask(held, waiting)  # what is not sent when the partition is given up, whoever has it next says
            await asyncio.sleep(0)
            if len(waiting) >= SENT_AT_ONCE or not more:
                await self._sender.send_until_taken(waiting)
                waiting = []

    def _ask(self, held: Held, waiting: list[Outgoing]) -> bool:
        """Ask about some workers and add what is to be sent; whether to go on at once."""
        began, judge = time.perf_counter(), held.work.judge
        behind = judge.behind
        try:
            for statement in held.work.statements(_now(), ASKED_AT_ONCE):
                waiting += statement.outgoing
        except Exception as error:  # noqa: BLE001  a rule that raises, whatever it raises, stops its partition
            self._stop(held.work.number, StopReason.RULE_RAISED, error)
            return False
        self._metrics.judge.ask.observe(time.perf_counter() - began)
        return 0 < judge.behind < behind

    async def _write(self, held: Held) -> None:
        """Write the dirty buckets, then acknowledge what they hold; nothing of a partition that was given up meanwhile."""
        async with self._writing:
            if self._held.get(held.work.number) is not held:
                return
            began = time.time()
            messages, held.messages = held.messages, []
            roster = held.work.judge.roster
            states = [(bucket, roster.dump(bucket)) for bucket in sorted(roster.dirty)]
            size = await self._buckets.write(held.work.number, held.work.incarnation, states)
            for message in messages:
                self._app.consumer.ack(message)
            await self._app.consumer.commit()
            held.written_at = time.time()
        metrics, label = self._metrics.checkpoint, str(held.work.number)
        metrics.last.labels(label).set(held.written_at)
        metrics.size.labels(label).set(size)
        metrics.duration.observe(held.written_at - began)

    def _stop(self, partition: int, reason: StopReason, error: Exception) -> None:
        """Judge this partition no more: nothing of it is acknowledged, so that whoever takes it over reads it again."""
        self._held.pop(partition, None)
        self._stopped.append(reason)
        self._metrics.stopped.labels(Agent.JUDGE.value, reason.value).inc()
        _log.critical("partition %d of %s is stopped (%s): %r", partition, WORK, reason.value, error, exc_info=error)

    def _measure(self) -> None:
        judges = [held.work.judge for held in self._held.values()]
        standing: dict[tuple[str, str, str, str, str], int] = {}
        for judge in judges:
            for key, count in judge.standing.items():
                standing[key] = standing.get(key, 0) + count
            for question, missing in judge.unjudged.items():
                if question not in self._told:
                    self._told.add(question)
                    self._metrics.judge.law_missing.labels(missing.parameter).inc()
                    _log.error("not judged: %s", missing)
        self._metrics.judge.standing.say(standing)
        self._metrics.judge.rest_warnings_united.set(sum(judge.united_warnings for judge in judges))
        self._metrics.judge.workers.set(sum(len(judge.roster.workers) for judge in judges))
        self._metrics.judge.dirty.set(sum(len(judge.roster.dirty) for judge in judges))


def _now() -> int:
    return time.time_ns() // 1_000_000
