"""All that is planted in a city, gathered from the plans of its people and of its storm."""

from collections.abc import Iterator
from itertools import chain

from streams.tools.city.expected.dispatch import planted_dispatch
from streams.tools.city.expected.pay import planted_pay
from streams.tools.city.expected.planted import Planted
from streams.tools.city.expected.rest import planted_rest
from streams.tools.city.expected.storm import planted_storm, work_of
from streams.tools.city.people import BELOW, Worker
from streams.tools.city.places import SECTORS
from streams.tools.city.shifts.plans import OFFENCES, Plans
from streams.tools.city.weather.storm import REACHED


def planted_with(plans: Plans, who: Worker, now: int) -> Iterator[Planted]:
    """What is planted in the days of a worker that have begun by `now` (ms), true by then or not."""
    days = plans.days(who, now)
    for day in days:
        offence = plans.shift(who, day).offence if plans.sort(who, day) in OFFENCES else None
        if offence is None:
            continue
        missed = planted_rest(who.subject, offence)
        yield missed
        yield from planted_dispatch(missed, offence, plans.orders(who, day))
    if who.pay in BELOW:
        yield from planted_pay(who.subject, chain.from_iterable(plans.orders(who, day) for day in days))


def planted_in_storm(plans: Plans) -> Iterator[Planted]:
    """What is planted in the areas that a storm's warning reaches; it falls into the first day."""
    storm = plans.scene.storm
    if storm is None:
        return
    for area in REACHED:
        people = [who for who in plans.people if who.area == area and plans.begin(who, 0) < storm.ends]
        shifts = [(plans.shift(who, 0).sessions, list(plans.orders(who, 0))) for who in people]
        for platform in SECTORS:
            yield from planted_storm(storm, platform, area, work_of(shifts, platform))
