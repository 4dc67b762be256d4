"""The plans that all else in the city follows from: the hours of each worker, in three crews, and the sort of each shift."""

from collections.abc import Iterator
from random import Random

from schemas.legal_days import day_start, legal_day
from streams.tools.city.people import Worker, worker
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.day import shift_orders
from streams.tools.city.shifts.kinds import (
    ShiftBuilder,
    breach,
    cross_platform_breach,
    evening,
    four_hours_exactly,
    goes_dark,
    just_a_break,
    nearly_four_hours,
    ordinary,
)
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import Shift, SimulatedSession
from streams.tools.city.spans import DAY, HOUR, WorkSpan

OFFENCES: tuple[ShiftBuilder, ...] = (breach, breach, cross_platform_breach, goes_dark)
_NEAR_MISSES: tuple[ShiftBuilder, ...] = (nearly_four_hours, just_a_break, four_hours_exactly)
SORTS: tuple[ShiftBuilder, ...] = (*OFFENCES, *_NEAR_MISSES, *([ordinary] * 43))
"""The sorts of shift in 50 worker-days: 2 breaches, 1 across platforms, 1 gone dark, 3 near misses, 43 ordinary ones."""

_CREWS = 3  # who relieve one another round the clock
_YESTERDAY = -1
_EVENING = 17 * HOUR
"""A shift that begins at 17:00, or up to 90 min later, ends before 22:00: all of it is on one legal day."""


class Plans:
    """`workers` people at work at a time, three times as many in all. A worker's days count from 0 at the scenario's start.

    With `yesterday`, some have a day -1: an evening shift on the last legal day before the one on which the city begins. Six
    hours after its beginning that is the last day whose pay is judged, at any time of day that it begins.
    """

    def __init__(self, scenario: Scenario, workers: int, *, yesterday: bool) -> None:
        self.scenario = scenario
        self.people = [worker(scenario.seed, number) for number in range(_CREWS * workers)]
        self._evening = day_start(legal_day(scenario.start) - 1) + _EVENING if yesterday else None
        self._sorts = list(SORTS)
        Random(scenario.seed).shuffle(self._sorts)  # noqa: S311 a simulation must be repeatable

    @property
    def begins(self) -> int:
        """The instant (ms) before which nobody works."""
        return self.scenario.start if self._evening is None else self._evening

    def sort(self, who: Worker, day: int) -> ShiftBuilder:
        """The sort of a worker's shift on a day."""
        if day == _YESTERDAY:
            return evening
        crew = who.number % _CREWS
        return self._sorts[(who.number // _CREWS + 7 * day + 11 * crew) % len(self._sorts)]

    def shift(self, who: Worker, day: int) -> Shift:
        """A worker's shift on a day."""
        build = self.sort(who, day)
        rng = Random(f"{self.scenario.seed}/{who.number}/{day}")  # noqa: S311 likewise
        both = who.two_apps or build is cross_platform_breach
        return build(rng, self.begin(who, day), who.platforms if both else who.platforms[:1])

    def orders(self, who: Worker, day: int) -> Iterator[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]:
        """The orders of that shift, each with its session and the span of work that it lies in."""
        return shift_orders(self.scenario, who, day, self.shift(who, day))

    def begin(self, who: Worker, day: int) -> int:
        """The beginning of that shift (ms)."""
        if day == _YESTERDAY and self._evening is not None:
            return self._evening + who.late_by
        crew = who.number % _CREWS
        return self.scenario.start + day * DAY + crew * DAY // _CREWS + who.late_by

    def a_day_is_over(self, who: Worker, days: range, now: int) -> bool:
        """True where the legal day on which one of these days begins, but for an evening before the city, ended by `now` (ms)."""
        first = max(days.start, 0)
        return first < days.stop and now >= day_start(legal_day(self.begin(who, first)) + 1)

    def days(self, who: Worker, until: int) -> range:
        """The worker's days that have begun by `until` (ms); the next one is the range's `stop`."""
        first = _YESTERDAY if self._evening is not None and who.worked_yesterday else 0
        return range(first, max((until - self.begin(who, 0)) // DAY + 1, first))
