"""The simulated city: all workers' days merged into one stream in the order in which it is said, back-filled and live.

Three crews of `workers` each begin 8 h after one another, so that the city is never asleep, whenever it begins. A crew
comes online within 90 min. What a worker does on a day is a pure function of seed, worker and day, so every instant can be
asked for; one that follows where the last question ended is cheap.
"""

from collections.abc import Iterator
from itertools import chain, count, dropwhile
from random import Random

from streams.city.day import day_events, shift_orders
from streams.city.orders import Order
from streams.city.people import BELOW, Worker, worker
from streams.city.planted import Planted
from streams.city.planted_dispatch import planted_dispatch
from streams.city.planted_pay import planted_pay
from streams.city.planted_rest import planted_rest
from streams.city.scene import Scene
from streams.city.shift import Session, Shift
from streams.city.shifts import (
    Builder,
    breach,
    cross_platform_breach,
    evening,
    four_hours_exactly,
    goes_dark,
    just_a_break,
    nearly_four_hours,
    ordinary,
)
from streams.city.spans import DAY, HOUR, MINUTE, Span
from streams.city.storm import Storm
from streams.city.voices import Voice, spoken
from streams.city.wording import Event
from streams.law.calendar import day_start, legal_day

_OFFENCES: tuple[Builder, ...] = (breach, breach, cross_platform_breach, goes_dark)
_NEAR_MISSES: tuple[Builder, ...] = (nearly_four_hours, just_a_break, four_hours_exactly)
SORTS: tuple[Builder, ...] = (*_OFFENCES, *_NEAR_MISSES, *([ordinary] * 43))
"""The sorts of shift in 50 worker-days: 2 breaches, 1 across platforms, 1 gone dark, 3 near misses, 43 ordinary ones."""

_CREWS = 3
_LONGEST = 18 * HOUR
"""No shift is longer with all that is said of it: its pay comes up to three and a half hours late."""

_SLICE = 2 * MINUTE
"""So much is made ahead: 40,000 events of 20,000 workers, 18 MB, in a tenth of a second."""

_YESTERDAY = -1
_EVENING = 17 * HOUR


class City:
    """`workers` people at work at a time, from `start` (ms) on; three times as many in all. The same seed, the same city.

    With `yesterday`, some of them had a shift on the evening of the last legal day before the one on which the city begins:
    six hours after its beginning that is the last day whose pay is judged. With `storm`, there is a rainstorm in some districts.
    """

    def __init__(self, seed: int, workers: int, start: int, *, yesterday: bool = False, storm: bool = False) -> None:
        self._scene = Scene(seed, start, Storm.over(start) if storm else None)
        self._people = [worker(seed, number) for number in range(_CREWS * workers)]
        self._evening = day_start(legal_day(start) - 1) + _EVENING if yesterday else None
        self._sorts = list(SORTS)
        Random(seed).shuffle(self._sorts)  # noqa: S311 a simulation must be repeatable
        self._reached: int | None = None
        self._made = start
        self._voices: list[Voice] = []
        self._ready: list[Event] = []  # those up to `_made` that were not asked for yet, the earliest last

    @property
    def begins(self) -> int:
        """The instant (ms) before which nothing is said."""
        return self._scene.start if self._evening is None else self._evening

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
        for _, platform, value, _ in self.events(since, until):
            values = gathered.setdefault(platform, [])
            values.append(value)
            if len(values) == size:
                yield platform, b"[%b]" % b",".join(values)
                values.clear()
        for platform, values in gathered.items():
            if values:
                yield platform, b"[%b]" % b",".join(values)

    def planted(self, now: int) -> list[Planted]:
        """What a monitor that knows all that was said up to `now` must have found, by subject, begin and rule."""
        true = (one.at(now) for who in self._people for one in self._planted_of(who, now))
        return sorted(filter(None, true), key=lambda one: (one.subject, one.starts_at, one.rule))

    def shift(self, who: Worker, day: int) -> Shift:
        """The plan of a worker's shift on a day of the city, counted from 0 at its start; -1 is the evening before."""
        build = self._sort(who, day)
        rng = Random(f"{self._scene.seed}/{who.number}/{day}")  # noqa: S311 likewise
        both = who.two_apps or build is cross_platform_breach
        return build(rng, self._begin(who, day), who.platforms if both else who.platforms[:1])

    def _planted_of(self, who: Worker, now: int) -> Iterator[Planted]:
        days = range(self._first_day(who), self._day_of(who, now) + 1)
        for day in days:
            if self._sort(who, day) in _OFFENCES and (offence := self.shift(who, day).offence):
                missed = planted_rest(who.subject, offence)
                pushed = planted_dispatch(missed, offence, self._orders(who, day))
                yield missed
                if pushed:
                    yield pushed
        if who.pay in BELOW:
            yield from planted_pay(who.subject, chain.from_iterable(self._orders(who, day) for day in days))

    def _orders(self, who: Worker, day: int) -> Iterator[tuple[Session, Span, Order]]:
        return shift_orders(self._scene, who, day, self.shift(who, day))

    def _sort(self, who: Worker, day: int) -> Builder:
        if day == _YESTERDAY:
            return evening
        crew = who.number % _CREWS
        return self._sorts[(who.number // _CREWS + 7 * day + 11 * crew) % len(self._sorts)]

    def _begin(self, who: Worker, day: int) -> int:
        if day == _YESTERDAY and self._evening is not None:
            return self._evening + who.late_by
        crew = who.number % _CREWS
        return self._scene.start + day * DAY + crew * DAY // _CREWS + who.late_by

    def _first_day(self, who: Worker) -> int:
        return _YESTERDAY if self._evening is not None and who.worked_yesterday else 0

    def _day_of(self, who: Worker, now: int) -> int:
        """The day of the worker's latest shift that has begun; -1 before the first."""
        return max((now - self._begin(who, 0)) // DAY, _YESTERDAY)

    def _voice(self, who: Worker, since: int) -> Voice:
        day = max(self._day_of(who, since - _LONGEST), self._first_day(who))
        events = dropwhile(lambda event: event.at < since, self._life(who, day))
        return Voice(self._begin(who, day), events)

    def _life(self, who: Worker, first: int) -> Iterator[Event]:
        for day in count(first):
            yield from day_events(self._scene, who, day, self.shift(who, day))
