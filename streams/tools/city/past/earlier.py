"""The people of the weeks before the city begins, and all that is sent about them. They do not work in the city itself.

For every five hundred people of the city, and at least twice, there is one person with a day of more than eight hours of orders,
one who works on eight days in a row up to the city's beginning, and one who is paid for a week that was settled by then. A few
shifts each: no more than a thousand events a person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from random import Random

from schemas.legal_days import Day, day_start, legal_day
from streams.tools.city.events import SimulatedEvent
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.expected.pay import expected_pay
from streams.tools.city.expected.worked_days import expected_days
from streams.tools.city.past.settled_week import settled_week
from streams.tools.city.people import PayLevel, Worker, worker
from streams.tools.city.platforms import DELIVERY, SETTLING
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.day import day_events, shift_orders
from streams.tools.city.shifts.kinds import ShiftBuilder, evening, long_day
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.spans import HOUR, WorkSpan

_ONE_IN, _LEAST = 500, 2
_IN_A_ROW = 8
"""One more than the seven that are found, so that the run is found whatever the hour at which the city begins."""

_WORKED = (1, 3)
"""Of the week that was settled, Tuesday and Thursday."""

_MORNING = 7 * HOUR
"""Earlier shifts begin at 7 o'clock or up to an hour and a half later."""


@dataclass(frozen=True, slots=True)
class Past:
    """A person's work before the city began: shifts by legal day; `week` is the Monday of one that is paid as a whole."""

    who: Worker
    shifts: dict[Day, ShiftBuilder]
    week: Day | None = None


class EarlierPeople:
    """The past of a city of so many people that begins at the scenario's start."""

    def __init__(self, scenario: Scenario, people: int) -> None:
        self._scenario = scenario
        self._today = legal_day(scenario.start)
        several = max(_LEAST, people // _ONE_IN)
        numbers = _usually_paid(people)
        makers: tuple[Callable[[int], Past], ...] = (self._long_day, self._no_rest, self._paid_by_the_week)
        self.pasts = [make(next(numbers)) for make in makers for _ in range(several)]

    @property
    def begins(self) -> int:
        """The instant (ms) before which nothing is sent."""
        return min(self.begin(past, day) for past in self.pasts for day in past.shifts)

    def begin(self, past: Past, day: Day) -> int:
        """The beginning (ms) of a shift of a legal day."""
        return day_start(day) + _MORNING + past.who.late_by

    def events(self, past: Past) -> Iterator[SimulatedEvent]:
        """All that is sent about a person, in the order of sending."""
        for day in past.shifts:
            yield from day_events(self._scenario, past.who, day, past.shifts[day](*self._given(past, day)))
        if past.week is not None:
            yield settled_week(past.who, SETTLING, past.week, self._orders(past)).event

    def expected(self) -> Iterator[ExpectedFinding]:
        """The findings expected of all these people, whenever they become true."""
        for past in self.pasts:
            orders = list(self._orders(past))
            yield from expected_days(past.who.subject, orders)
            if past.week is not None:
                paid = settled_week(past.who, SETTLING, past.week, orders)
                yield from expected_pay(past.who.subject, orders if paid.is_low else (), sent_at=paid.event.at)

    def _orders(self, past: Past) -> Iterator[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]:
        return chain.from_iterable(
            shift_orders(self._scenario, past.who, day, build(*self._given(past, day)))
            for day, build in past.shifts.items()
        )

    def _given(self, past: Past, day: Day) -> tuple[Random, int, tuple[str, ...]]:
        rng = Random(f"{self._scenario.seed}/{past.who.number}/{day}")  # noqa: S311 a simulation must be repeatable
        return rng, self.begin(past, day), past.who.platforms

    def _who(self, number: int, platform: str, *, weekly: bool = False) -> Worker:
        drawn = worker(self._scenario.seed, number)
        return Worker(
            number, drawn.subject, (platform,), two_apps=False, area=drawn.area, late_by=drawn.late_by, weekly=weekly
        )

    def _long_day(self, number: int) -> Past:
        return Past(self._who(number, DELIVERY), {self._today - 1: long_day})

    def _no_rest(self, number: int) -> Past:
        days = range(self._today - _IN_A_ROW, self._today)
        return Past(self._who(number, DELIVERY), dict.fromkeys(days, evening))

    def _paid_by_the_week(self, number: int) -> Past:
        """The latest week that ended seven days or more before the day on which the city begins."""
        latest = self._today - 14
        monday = latest - (latest + 3) % 7  # day 0, 1 January 1970, was a Thursday
        days = [monday + each for each in _WORKED]
        return Past(self._who(number, SETTLING, weekly=True), dict.fromkeys(days, evening), monday)


def _usually_paid(first: int) -> Iterator[int]:
    """The numbers of people who are paid as usual, from this one on."""
    number = first
    while True:
        if worker(0, number).pay is PayLevel.USUAL:
            yield number
        number += 1
