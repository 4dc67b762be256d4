"""The platforms of the measured city, in a process of their own: `python -m tests.bench.speed.sending ADDRESS PEOPLE HOURS`.

It sends the back-fill, prints `filled` and goes on live. A line `probe COUNT AFTER_S WINDOW_S` on its standard input has it send
the history of so many people who pass four hours of work one after the other in that window; at `end` it prints what it did.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random

from aiokafka import AIOKafkaProducer

from schemas.topics import feed
from streams.tools.city.events import SimulatedEvent, arrays, platform_and_json
from streams.tools.city.no_gc import without_collector
from tests.bench.speed.crowd import BEAT_MS, Crowd, Person
from tests.bench.workload import HOUR_MS, SEED, producer

_TURN_S = 0.1
"""Between two sendings: a platform of thousands of workers gathers so long for an array."""
_SPARSE_MS = 150_000
"""Between the heartbeats of a probe's history: within the tolerance of three minutes."""
_LIMIT_MS = 4 * HOUR_MS
_AT_ONCE = 500


class Platforms:
    """Mutable. `sent` (ms) by subject: when the event was sent that completes the breach of a probe.

    `late_s`: the longest turn of sending.
    """

    def __init__(self, people: int, back_fill_ms: int) -> None:
        self.begun = _now()
        self.sent: dict[str, int] = {}
        self.events = 0
        self.late_s = 0.0
        self._crowd = Crowd(people, self.begun - back_fill_ms)
        self._probes: list[Person] = []
        self._next: list[int] = []

    async def back_fill(self, out: AIOKafkaProducer) -> int:
        """Send what was before; returns up to which heartbeat."""
        until = self._crowd.beats_by(self.begun)
        await self._send(out, self._crowd.events(0, until, sparse=True))
        return until

    async def live(self, out: AIOKafkaProducer, done: int, stop: asyncio.Event) -> None:
        """Send what is due, again and again; once told to stop, up to the last probe that completes its breach."""
        while not stop.is_set() or len(self.sent) < len(self._probes):
            due, began = self._crowd.beats_by(_now()), time.monotonic()
            await self._send(out, self._crowd.events(done, due))
            await self._send(out, self._beats_of_probes())
            done = due
            self.late_s = max(self.late_s, time.monotonic() - began)
            await asyncio.sleep(_TURN_S)

    async def probe(self, out: AIOKafkaProducer, count: int, after_s: float, window_s: float) -> None:
        """Send the history of people whose limit comes in the window that begins so many seconds from now."""
        first, rng = _now() + round(after_s * 1000) - _LIMIT_MS, Random(SEED)
        people = [
            Person(f"probe{number}", number, first + round(window_s * 1000) * number // count, rng)
            for number in range(count)
        ]
        await self._send(out, _history(people))
        self._probes += people
        self._next += [_now() + BEAT_MS * number // count for number in range(count)]

    def _beats_of_probes(self) -> Iterator[SimulatedEvent]:
        now = _now()
        for number, person in enumerate(self._probes):
            if self._next[number] > now:
                continue
            self._next[number] = (
                now + BEAT_MS if now - person.on > _LIMIT_MS else min(now + BEAT_MS, person.on + _LIMIT_MS + 1)
            )
            if now - person.on > _LIMIT_MS:
                self.sent.setdefault(person.subject, now)
            yield person.beat(now)

    async def _send(self, out: AIOKafkaProducer, events: Iterable[SimulatedEvent]) -> None:
        records = arrays(map(platform_and_json, events))
        while some := list(islice(records, _AT_ONCE)):
            await asyncio.gather(*[await out.send(feed(platform), value) for platform, value in some])
            self.events += sum(value.count(b'"event_id"') for _, value in some)


def _history(people: Iterable[Person]) -> Iterator[SimulatedEvent]:
    """Their heartbeats so far. The last is at this instant: the next comes within a minute, so that no gap opens."""
    for person in people:
        yield person.online()
        until = min(_now(), person.on + _LIMIT_MS - 1)
        for at in (*range(person.on + _SPARSE_MS, until, _SPARSE_MS), until):
            yield person.beat(at)


def _now() -> int:
    return time.time_ns() // 1_000_000


async def _run(address: str, people: int, hours: float) -> None:
    platforms, stop = Platforms(people, round(hours * HOUR_MS)), asyncio.Event()
    async with producer(address) as out:
        with without_collector():
            done = await platforms.back_fill(out)
            _print({"filled": platforms.events, "cpu": time.process_time()})
            began, sending = time.process_time(), asyncio.ensure_future(platforms.live(out, done, stop))
            while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() != "end":
                _, count, after_s, window_s = line.split()
                await platforms.probe(out, int(count), float(after_s), float(window_s))
            stop.set()
            await sending
    cpu = time.process_time() - began
    _print({"sent": platforms.sent, "events": platforms.events, "late_s": platforms.late_s, "cpu": cpu})


def _print(said: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_run(sys.argv[1], int(sys.argv[2]), float(sys.argv[3])))
