"""A crowd at work: everybody is heard once a minute, evenly spread, has an order every twenty minutes, and rests in time."""

from collections.abc import Iterator
from hashlib import sha256
from random import Random

from streams.tools.city.events import EventTemplates, SimulatedEvent, instant
from streams.tools.city.pay import SimulatedPay
from streams.tools.city.platforms import AREAS, SECTORS
from tests.bench.workload import SEED

BEAT_MS = 60_000
_CYCLE = 20
_ACCEPTED, _PICKED_UP, _COMPLETED = 0, 5, 14
"""Turns of the cycle, a minute each, at which something happens to the order."""
_SHIFT, _REST = 210, 25
"""Turns of which the last 25 are a rest: nobody passes four hours of work."""
_FEN = 600


class Person:
    """Somebody who is online from `on` (ms) on."""

    __slots__ = ("_number", "_said", "_wording", "on", "platform", "subject")

    def __init__(self, name: str, number: int, on: int, rng: Random) -> None:
        self.subject = sha256(name.encode()).hexdigest()
        self.platform = rng.choice(list(SECTORS))
        self.on = on
        self._number = number
        self._said = 0
        self._wording = EventTemplates(self.platform, self.subject, rng.choice(AREAS), f"s-{name}")

    def online(self) -> SimulatedEvent:
        """The beginning."""
        return self._wording.point(0, b"online", self.on)

    def beat(self, at: int, kind: bytes = b"heartbeat") -> SimulatedEvent:
        """A heartbeat, or another event of the session."""
        self._said += 1
        return self._wording.point(self._said, kind, at)

    def work(self, turn: int, at: int) -> Iterator[SimulatedEvent]:
        """The order events of a turn: four in twenty minutes, the last two at once; none of an order that a rest would cut."""
        order, step = divmod(turn + self._number, _CYCLE)
        if _rests(turn - step) or _rests(turn - step + _COMPLETED):
            return
        if step == _ACCEPTED:
            own = b',"assigned":"pushed","distance_m":2500,"promised_at":"%b"' % instant(at + _CYCLE * BEAT_MS)
            yield self._wording.order(order, b"accepted", at, own)
        elif step == _PICKED_UP:
            yield self._wording.order(order, b"picked_up", at)
        elif step == _COMPLETED:
            yield self._wording.order(order, b"completed", at)
            yield self._wording.pay(order, SimulatedPay(b"p", b"p", b"accrued", b"piece", _FEN, at, at, None))


def _rests(turn: int) -> bool:
    return turn % _SHIFT >= _SHIFT - _REST


class Crowd:
    """`count` people, online from `begins` (ms) on. An instant that lies before an order's first event leaves it out."""

    def __init__(self, count: int, begins: int) -> None:
        rng = Random(SEED)
        self._begins = begins
        self._people = [
            Person(f"crowd{number}", number, begins + BEAT_MS * number // count, rng) for number in range(count)
        ]

    def beats_by(self, at: int) -> int:
        """The number of heartbeats up to an instant (ms)."""
        return max(0, (at - self._begins) * len(self._people) // BEAT_MS)

    def events(self, since: int, until: int, *, sparse: bool = False) -> Iterator[SimulatedEvent]:
        """The events of the heartbeats numbered `[since, until)`; `sparse`: without every second heartbeat."""
        count, people = len(self._people), self._people
        for beat in range(since, until):
            turn, number = divmod(beat, count)
            person, at = people[number], self._begins + BEAT_MS * beat // count
            if not turn:
                yield person.online()
            elif _rests(turn) != _rests(turn - 1):
                yield person.beat(at, b"paused" if _rests(turn) else b"resumed")
            elif not _rests(turn) and (not sparse or turn % 2):
                yield person.beat(at)
            yield from person.work(turn, at)
