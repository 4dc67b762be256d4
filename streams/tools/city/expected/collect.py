"""All findings that are expected of a city, gathered from the plans of its people and of its storm."""

from collections.abc import Iterator
from itertools import chain

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.expected.pace import expected_pace, work_of
from streams.tools.city.expected.pay import expected_pay
from streams.tools.city.expected.rest import expected_dispatch, expected_rest
from streams.tools.city.expected.worked_days import expected_days
from streams.tools.city.people import BELOW, Worker
from streams.tools.city.platforms import DELIVERY, SECTORS
from streams.tools.city.shifts.plans import OFFENCES, Plans
from streams.tools.city.weather.storm import REACHED


def expected_of_worker(plans: Plans, who: Worker, now: int) -> Iterator[ExpectedFinding]:
    """The findings expected of a worker's days that have begun by `now` (ms), true by then or not."""
    days = plans.days(who, now)
    for day in days:
        offence = plans.shift(who, day).offence if plans.sort(who, day) in OFFENCES else None
        if offence is None:
            continue
        missed = expected_rest(who.subject, offence)
        yield missed
        yield from expected_dispatch(missed, offence, plans.orders(who, day))
    if who.pay in BELOW:
        yield from expected_pay(who.subject, chain.from_iterable(plans.orders(who, day) for day in days))
    if DELIVERY in who.platforms and plans.a_day_is_over(who, days, now):
        yield from expected_days(who.subject, chain.from_iterable(plans.orders(who, day) for day in days))


def expected_in_storm(plans: Plans) -> Iterator[ExpectedFinding]:
    """The findings expected of the areas that a storm's warning reaches; it falls into the first day."""
    storm = plans.scenario.storm
    if storm is None:
        return
    for area in REACHED:
        people = [who for who in plans.people if who.area == area and plans.begin(who, 0) < storm.ends]
        shifts = [(plans.shift(who, 0).sessions, list(plans.orders(who, 0))) for who in people]
        for platform in SECTORS:
            yield from expected_pace(storm, platform, area, work_of(shifts, platform))
