"""The simulated city: all workers' days merged into one stream in order of time, for a back-fill and live.

Three crews of `workers` each begin 8 h after one another, so that the city is never asleep, whenever it begins. A crew
comes online within 90 min. What a worker does on a day is a pure function of seed, worker and day, so every instant can be
asked for; one that follows where the last question ended is cheap.
"""

from collections.abc import Iterator
from itertools import count, dropwhile
from random import Random

from streams.city.day import Worker, day_events, worker
from streams.city.planted import Planted, planted_in
from streams.city.shift import Shift
from streams.city.shifts import (
    Builder,
    breach,
    cross_platform_breach,
    four_hours_exactly,
    goes_dark,
    just_a_break,
    nearly_four_hours,
    ordinary,
)
from streams.city.spans import DAY, HOUR, MINUTE
from streams.city.voices import Voice, spoken
from streams.city.wording import Event

_OFFENCES: tuple[Builder, ...] = (breach, breach, cross_platform_breach, goes_dark)
_NEAR_MISSES: tuple[Builder, ...] = (nearly_four_hours, just_a_break, four_hours_exactly)
SORTS: tuple[Builder, ...] = (*_OFFENCES, *_NEAR_MISSES, *([ordinary] * 43))
"""The sorts of shift in 50 worker-days: 2 breaches, 1 across platforms, 1 gone dark, 3 near misses, 43 ordinary ones."""

_CREWS = 3
_LONGEST = 15 * HOUR
"""No shift, with all its events, is longer."""

_SLICE = 2 * MINUTE
"""So much is made ahead: 40,000 events of 20,000 workers, 18 MB, in a tenth of a second."""


class City:
    """`workers` people at work at a time, from `start` (ms) on; three times as many in all. The same seed, the same city."""

    def __init__(self, seed: int, workers: int, start: int) -> None:
        self._seed = seed
        self._people = [worker(seed, number) for number in range(_CREWS * workers)]
        self._start = start
        self._sorts = list(SORTS)
        Random(seed).shuffle(self._sorts)  # noqa: S311 a simulation must be repeatable
        self._reached: int | None = None
        self._made = start
        self._voices: list[Voice] = []
        self._ready: list[Event] = []  # those up to `_made` that were not asked for yet, the earliest last

    def events(self, since: int, until: int) -> Iterator[Event]:
        """The events of `[since, until)` in order of time.

        Cheap where `since` is the `until` of the question before, and that one was read to its end.
        """
        if since != self._reached:
            self._voices = [self._voice(who, since) for who in self._people]
            self._ready, self._made = [], since
        self._reached = None
        while True:
            while self._ready and self._ready[-1].at < until:
                yield self._ready.pop()
            if self._made >= until:
                break
            self._made += _SLICE
            self._ready = spoken(self._voices, self._made)
        self._reached = until

    def batches(self, since: int, until: int, size: int = 100) -> Iterator[tuple[str, bytes]]:
        """The same events as JSON arrays of up to `size` events of one platform, each with the platform's id."""
        gathered: dict[str, list[bytes]] = {}
        for _, platform, value in self.events(since, until):
            values = gathered.setdefault(platform, [])
            values.append(value)
            if len(values) == size:
                yield platform, b"[%b]" % b",".join(values)
                values.clear()
        for platform, values in gathered.items():
            if values:
                yield platform, b"[%b]" % b",".join(values)

    def planted(self, now: int) -> list[Planted]:
        """What a monitor that knows all events up to `now` must have found, by subject and begin."""
        found = [
            standing
            for who in self._people
            for day in range(self._day_of(who, now) + 1)
            if self._sort(who, day) in _OFFENCES
            and (planted := planted_in(who.subject, self.shift(who, day)))
            and (standing := planted.at(now))
        ]
        return sorted(found, key=lambda one: (one.subject, one.starts_at))

    def shift(self, who: Worker, day: int) -> Shift:
        """The plan of a worker's shift on a day of the city, counted from 0 at its start."""
        build = self._sort(who, day)
        rng = Random(f"{self._seed}/{who.number}/{day}")  # noqa: S311 likewise
        both = who.two_apps or build is cross_platform_breach
        return build(rng, self._begin(who, day), who.platforms if both else who.platforms[:1])

    def _sort(self, who: Worker, day: int) -> Builder:
        crew = who.number % _CREWS
        return self._sorts[(who.number // _CREWS + 7 * day + 11 * crew) % len(self._sorts)]

    def _begin(self, who: Worker, day: int) -> int:
        crew = who.number % _CREWS
        return self._start + day * DAY + crew * DAY // _CREWS + who.late_by

    def _day_of(self, who: Worker, now: int) -> int:
        """The day of the worker's latest shift that has begun; -1 before the first."""
        return max((now - self._begin(who, 0)) // DAY, -1)

    def _voice(self, who: Worker, since: int) -> Voice:
        day = max(self._day_of(who, since - _LONGEST), 0)
        events = dropwhile(lambda event: event.at < since, self._life(who, day))
        return Voice(self._begin(who, day), events)

    def _life(self, who: Worker, first: int) -> Iterator[Event]:
        for day in count(first):
            yield from day_events(self._seed, who, day, self.shift(who, day))
