"""The people of the weeks: those of the simulated city, with days of rest, long days, and no heartbeats.

A heartbeat says nothing about a day, a run of days or pay that the points of a session and the orders do not; without them five
weeks of a person are some 2,000 events and not 15,000.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from schemas.feed.codec import FeedReader
from schemas.legal_days import day_from_text, day_start
from schemas.work import Group
from streams.law.files import packaged_law
from streams.tools.city.events import SimulatedEvent
from streams.tools.city.merge import EventSource, merged
from streams.tools.city.people import Worker, worker
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.day import day_events
from streams.tools.city.shifts.kinds import long_day
from streams.tools.city.shifts.plans import Plans
from streams.tools.city.spans import DAY, HOUR

START = day_start(day_from_text("2026-01-05"))
"""A Monday, 00:00 in Nanchang."""

_RECORD = 100
_LONG_IN, _REST_IN, _RESTLESS_IN = 9, 8, 4
"""One day in nine is long, one in eight one of rest; one person in four takes none."""

Heard = tuple[int, list[Group]]
"""An instant (ms) and what was heard in the hour before it."""


@dataclass(frozen=True)
class Weeks:
    """So many days of the people of these numbers, from `START` on. The same figures, the same events.

    `beats_days`: on the last days, so many, heartbeats are sent after all.
    """

    seed: int
    numbers: range
    days: int
    beats_days: int = 0

    @property
    def judged_at(self) -> int:
        """The instant (ms) at which all days are judged."""
        return START + self.days * DAY + 30 * HOUR

    def hours(self) -> Iterator[Heard]:
        """Hour by hour what is sent."""
        reader = FeedReader(packaged_law().places.known)
        scenario = Scenario(self.seed, START, None)
        plans = Plans(scenario, 0, yesterday=False)
        sources = [EventSource(START, self._life(plans, worker(self.seed, number))) for number in self.numbers]
        for until in range(START + HOUR, self.judged_at + HOUR, HOUR):
            yield until, list(_groups(reader, merged(sources, until)[::-1]))

    def _life(self, plans: Plans, who: Worker) -> Iterator[SimulatedEvent]:
        days = (day for day in range(self.days) if not self._rests(who, day))
        every = chain.from_iterable(self._day(plans, who, day) for day in days)
        beats_from = self.judged_at - 30 * HOUR - self.beats_days * DAY
        return (event for event in every if event.at >= beats_from or b'"session.heartbeat"' not in event.value)

    def _day(self, plans: Plans, who: Worker, day: int) -> Iterator[SimulatedEvent]:
        if (who.number + 5 * day) % _LONG_IN or who.two_apps:
            return day_events(plans.scenario, who, day, plans.shift(who, day))
        rng = Random(f"{self.seed}/{who.number}/{day}")
        return day_events(plans.scenario, who, day, long_day(rng, plans.begin(who, day), who.platforms))

    def _rests(self, who: Worker, day: int) -> bool:
        return who.number % _RESTLESS_IN > 0 and (who.number + 3 * day) % _REST_IN == 0


def _groups(reader: FeedReader, events: list[SimulatedEvent]) -> Iterator[Group]:
    by_platform: dict[str, list[bytes]] = {}
    for event in events:
        by_platform.setdefault(event.platform, []).append(event.value)
    for platform, values in by_platform.items():
        for first in range(0, len(values), _RECORD):
            value = b"[%b]" % b",".join(values[first : first + _RECORD])
            reading = reader.read(value, platform_id=platform, arrival=None, offset=0)
            for name, rows in reading.rows_by_platform.items():
                yield Group(name, f"feed.{name}", 0, rows)
