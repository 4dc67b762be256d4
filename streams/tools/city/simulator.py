"""The simulated city: all workers' days merged into one stream in the order of sending, back-filled and live.

Three crews of `workers` each begin 8 h after one another, so that there is work at every hour, whenever the city begins. A
crew comes online within 90 min. A worker's day is a pure function of seed, worker and day, so the events of any interval
can be made; an interval that begins where the one before ended is cheap.
"""

from collections.abc import Iterator
from functools import cached_property
from itertools import chain, count, dropwhile

from streams.tools.city.events import SimulatedEvent, arrays, platform_and_json
from streams.tools.city.expected.collect import expected_in_storm, expected_of_worker
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.merge import EventSource, merged
from streams.tools.city.past.earlier import EarlierPeople
from streams.tools.city.people import Worker
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.day import day_events
from streams.tools.city.shifts.plans import Plans
from streams.tools.city.spans import HOUR, MINUTE
from streams.tools.city.weather.mitigations import declarations
from streams.tools.city.weather.storm import Storm
from streams.tools.city.weather.warnings import warning_messages

_LONGEST = 18 * HOUR
"""No shift is longer with all that is sent about it: its pay comes up to three and a half hours late."""

_SLICE = 2 * MINUTE
"""The length of event time that is made at once: 40,000 events of 20,000 workers, 18 MB, in a tenth of a second."""


class City:
    """`workers` people at work at a time, from `start` (ms) on; three times as many in all. The same seed, the same city.

    With `yesterday`, some of them had a shift on the evening before, so that there is a day whose pay is judged six hours after
    `start`. With `storm`, there is a rainstorm in some districts from three and a half hours after it on. With `past`, a few more
    people worked in the three weeks before, so that there are long days, days in a row, and a week whose pay was settled.
    """

    def __init__(
        self,
        seed: int,
        workers: int,
        start: int,
        *,
        yesterday: bool = False,
        storm: bool = False,
        past: bool = False,
    ) -> None:
        scenario = Scenario(seed, start, Storm.after_start(start) if storm else None)
        self._plans = Plans(scenario, workers, yesterday=yesterday)
        self._earlier = EarlierPeople(scenario, len(self._plans.people)) if past else None
        self._storm = scenario.storm
        self._declarations = declarations(scenario.storm) if scenario.storm else []
        self._reached: int | None = None
        self._made = start
        self._sources: list[EventSource] = []
        self._ready: list[SimulatedEvent] = []  # made, up to `_made`, but not yielded yet; the earliest last

    @property
    def begins(self) -> int:
        """The instant (ms) before which nothing is sent."""
        return self._plans.begins if self._earlier is None else min(self._plans.begins, self._earlier.begins)

    def events(self, since: int, until: int) -> Iterator[SimulatedEvent]:
        """The events of `[since, until)` in order of time.

        Cheap where `since` is the `until` of the call before, and that one was read to its end.
        """
        if since != self._reached:
            self._sources = [self._source(who, since) for who in self._plans.people]
            if self._earlier is not None:
                self._sources += [
                    EventSource(since, dropwhile(lambda event: event.at < since, self._earlier.events(past)))
                    for past in self._earlier.pasts
                ]
            later = [event for event in self._declarations if event.at >= since]
            self._sources += [EventSource(event.at, iter([event])) for event in later]
            self._ready, self._made = [], since
        self._reached = None
        while True:
            while self._ready and self._ready[-1].at < until:
                yield self._ready.pop()
            if self._made >= until:
                break
            idle = min((source.next_at for source in self._sources), default=self._made)
            self._made = max(self._made, min(idle, until)) + _SLICE
            self._ready = merged(self._sources, self._made)
        self._reached = until

    def batches(self, since: int, until: int, size: int = 100) -> Iterator[tuple[str, bytes]]:
        """The same events as JSON arrays of up to `size` events of one platform, each with the platform's id."""
        return arrays(map(platform_and_json, self.events(since, until)), size)

    def weather(self) -> list[tuple[int, bytes]]:
        """The weather office's messages about the storm: the instant of sending (ms) and the bytes of each; none without one."""
        return [] if self._storm is None else warning_messages(self._storm)

    def expected(self, now: int) -> list[ExpectedFinding]:
        """The findings of a correct monitor that has all that was sent up to `now`, by subject, begin and rule."""
        of_people = chain.from_iterable(expected_of_worker(self._plans, who, now) for who in self._plans.people)
        true = (one.at(now) for one in chain(of_people, self._expected_in_storm, self._expected_in_the_past))
        return sorted(filter(None, true), key=lambda one: (one.subject, one.starts_at, one.rule))

    @cached_property
    def _expected_in_storm(self) -> list[ExpectedFinding]:
        return list(expected_in_storm(self._plans))

    @cached_property
    def _expected_in_the_past(self) -> list[ExpectedFinding]:
        return [] if self._earlier is None else list(self._earlier.expected())

    def _source(self, who: Worker, since: int) -> EventSource:
        days = self._plans.days(who, since - _LONGEST)
        first = max(days.stop - 1, days.start)
        events = dropwhile(lambda event: event.at < since, self._life(who, first))
        return EventSource(self._plans.begin(who, first), events)

    def _life(self, who: Worker, first: int) -> Iterator[SimulatedEvent]:
        for day in count(first):
            yield from day_events(self._plans.scenario, who, day, self._plans.shift(who, day))
