"""A steady load: 20,000 people of whom each is heard every four seconds, and some of whom pass their limit in a known minute.

A city that sends a heartbeat a minute would need 300,000 people for 5,000 events a second; the contract allows more frequent
ones, and each costs the same. What they did before is sent first, as a back-fill.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random

from schemas.topics import feed
from streams.tools.city.events import EventTemplates, SimulatedEvent
from streams.tools.city.no_gc import without_collector
from streams.tools.city.platforms import AREAS, SECTORS
from tests.bench.workload import HOUR_MS, PEOPLE, SEED, producer

_BEAT_S = 4
_SPARSE_MS = 150_000
"""Between heartbeats of the back-fill: within the tolerance of three minutes."""
_LIMIT_MS = 4 * HOUR_MS
_ARRAY = 100
_TURN_S = 0.02


@dataclass(slots=True)
class Person:
    """Somebody who has been online since `on` (ms)."""

    subject: str
    platform: str
    wording: EventTemplates
    on: int
    said: int = 0

    def beat(self, at: int) -> SimulatedEvent:
        """A heartbeat."""
        self.said += 1
        return self.wording.point(self.said, b"heartbeat", at)


@dataclass(slots=True)
class Steady:
    """The load. `sent` (ms) by subject: when the event was sent that completes the breach of a person.

    `offenders` people pass four hours one after the other in the `window_s` seconds that begin `warm_up_s` after `begins` (ms).
    """

    scale: float
    warm_up_s: int
    window_s: int
    offenders: int
    begins: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    sent: dict[str, int] = field(default_factory=dict)
    late_s: float = 0.0
    _people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = Random(SEED)
        first = self.begins + self.warm_up_s * 1000 - _LIMIT_MS
        for number in range(max(self.offenders, round(PEOPLE * self.scale))):
            offends = number < self.offenders
            spread = self.window_s * 1000 * number // self.offenders
            on = first + spread if offends else self.begins - rng.randrange(HOUR_MS // 4, 3 * HOUR_MS)
            subject = sha256(f"steady {number}".encode()).hexdigest()
            platform, session = rng.choice(list(SECTORS)), f"s{number}"
            self._people.append(
                Person(subject, platform, EventTemplates(platform, subject, rng.choice(AREAS), session), on)
            )
        rng.shuffle(self._people)

    async def back_fill(self, address: str) -> int:
        """Send what went before; gives the number of events."""
        count = 0
        async with producer(address) as out:
            with without_collector():
                for some in _in_arrays(self._history(), 100 * _ARRAY):
                    await asyncio.gather(*[await out.send(feed(p), _array(events)) for p, events in _by_platform(some)])
                    count += len(some)
        return count

    async def run(self, address: str, stop: asyncio.Event) -> None:
        """Send heartbeats evenly until told to stop."""
        began, done = time.time(), 0
        rate = len(self._people) / _BEAT_S
        async with producer(address) as out:
            with without_collector():
                while not stop.is_set():
                    due = int((time.time() - began) * rate)
                    for platform, events in _by_platform(self._beats(done, due)):
                        await out.send(feed(platform), _array(events))
                    self.late_s = max(self.late_s, time.time() - began - due / rate)
                    done = due
                    await asyncio.sleep(_TURN_S)

    def seconds_to(self, after_s: float) -> float:
        """The time left to the instant so many seconds after the beginning."""
        return max(0.0, self.begins / 1000 + after_s - time.time())

    def _history(self) -> Iterator[SimulatedEvent]:
        for person in self._people:
            yield person.wording.point(0, b"online", person.on)
            for at in range(person.on + _SPARSE_MS, time.time_ns() // 1_000_000, _SPARSE_MS):
                yield person.beat(at)

    def _beats(self, since: int, until: int) -> list[SimulatedEvent]:
        """The heartbeats with the numbers `[since, until)`, of now."""
        events = []
        for turn in range(since, until):
            person, now = self._people[turn % len(self._people)], time.time_ns() // 1_000_000
            if now - person.on > _LIMIT_MS and person.subject not in self.sent:
                self.sent[person.subject] = now
            events.append(person.beat(now))
        return events


def _in_arrays(events: Iterator[SimulatedEvent], size: int) -> Iterator[list[SimulatedEvent]]:
    some: list[SimulatedEvent] = []
    for event in events:
        some.append(event)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some


def _by_platform(events: list[SimulatedEvent]) -> Iterator[tuple[str, list[SimulatedEvent]]]:
    gathered: dict[str, list[SimulatedEvent]] = {}
    for event in events:
        gathered.setdefault(event.platform, []).append(event)
    for platform, own in gathered.items():
        for first in range(0, len(own), _ARRAY):
            yield platform, own[first : first + _ARRAY]


def _array(events: list[SimulatedEvent]) -> bytes:
    return b"[%b]" % b",".join(event.value for event in events)
