"""The simulated city: all workers' days merged into one stream in the order in which it is said, back-filled and live.

Three crews of `workers` each begin 8 h after one another, so that the city is never asleep, whenever it begins. A crew
comes online within 90 min. What a worker does on a day is a pure function of seed, worker and day, so every instant can be
asked for; one that follows where the last question ended is cheap.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, count, dropwhile

from streams.tools.city.expected.planted import Planted
from streams.tools.city.expected.planting import planted_in_storm, planted_with
from streams.tools.city.people import Worker
from streams.tools.city.scene import Scene
from streams.tools.city.shifts.day import day_events
from streams.tools.city.shifts.plans import Plans
from streams.tools.city.shifts.spans import HOUR, MINUTE
from streams.tools.city.voices import Voice, spoken
from streams.tools.city.weather.mitigations import declared
from streams.tools.city.weather.storm import Storm
from streams.tools.city.weather.warnings import warnings_of
from streams.tools.city.wording import SimulatedEvent

_LONGEST = 18 * HOUR
"""No shift is longer with all that is said of it: its pay comes up to three and a half hours late."""

_SLICE = 2 * MINUTE
"""So much is made ahead: 40,000 events of 20,000 workers, 18 MB, in a tenth of a second."""


class City:
    """`workers` people at work at a time, from `start` (ms) on; three times as many in all. The same seed, the same city.

    With `yesterday`, some of them had a shift on the evening before, so that there is a day whose pay is judged six hours after
    `start`. With `storm`, there is a rainstorm in some districts from three and a half hours after it on.
    """

    def __init__(self, seed: int, workers: int, start: int, *, yesterday: bool = False, storm: bool = False) -> None:
        scene = Scene(seed, start, Storm.over(start) if storm else None)
        self._plans = Plans(scene, workers, yesterday=yesterday)
        self._storm = scene.storm
        self._declared = declared(scene.storm) if scene.storm else []
        self._reached: int | None = None
        self._made = start
        self._voices: list[Voice] = []
        self._ready: list[SimulatedEvent] = []  # those up to `_made` that were not asked for yet, the earliest last

    @property
    def begins(self) -> int:
        """The instant (ms) before which nothing is said."""
        return self._plans.begins

    def events(self, since: int, until: int) -> Iterator[SimulatedEvent]:
        """The events of `[since, until)` in order of time.

        Cheap where `since` is the `until` of the question before, and that one was read to its end.
        """
        if since != self._reached:
            self._voices = [self._voice(who, since) for who in self._plans.people]
            later = [event for event in self._declared if event.at >= since]
            self._voices += [Voice(event.at, iter([event])) for event in later]
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

    def weather(self) -> list[tuple[int, bytes]]:
        """What the weather office says of the storm: when each message is sent (ms), and its bytes; nothing without one."""
        return [] if self._storm is None else warnings_of(self._storm)

    def planted(self, now: int) -> list[Planted]:
        """What a monitor that knows all that was said up to `now` must have found, by subject, begin and rule."""
        of_people = chain.from_iterable(planted_with(self._plans, who, now) for who in self._plans.people)
        true = (one.at(now) for one in chain(of_people, self._planted_in_storm))
        return sorted(filter(None, true), key=lambda one: (one.subject, one.starts_at, one.rule))

    @cached_property
    def _planted_in_storm(self) -> list[Planted]:
        return list(planted_in_storm(self._plans))

    def _voice(self, who: Worker, since: int) -> Voice:
        days = self._plans.days(who, since - _LONGEST)
        first = max(days.stop - 1, days.start)
        events = dropwhile(lambda event: event.at < since, self._life(who, first))
        return Voice(self._plans.begin(who, first), events)

    def _life(self, who: Worker, first: int) -> Iterator[SimulatedEvent]:
        for day in count(first):
            yield from day_events(self._plans.scene, who, day, self._plans.shift(who, day))
