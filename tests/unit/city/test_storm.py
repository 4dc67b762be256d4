"""The rainstorm: what the weather office says, what the platforms do, and what is found of it."""

from collections.abc import Iterator
from functools import cache

import pytest

from schemas.weather.message import WeatherReader
from streams.tools.city.events import SimulatedEvent
from streams.tools.city.expected.pace import SimulatedWork, work_of
from streams.tools.city.platforms import SECTORS
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.plans import Plans
from streams.tools.city.simulator import City
from streams.tools.city.spans import HOUR, MINUTE, WorkSpan
from streams.tools.city.weather.storm import NOT_EASING, PUSHING_UNDER_RED, REACHED, Storm
from tests.property.core.feeding import the_law
from tests.unit.city.replayed import areas_replayed, must_be_found
from tests.unit.city.town import START

STORM = Storm.after_start(START)


def test_the_weather_office_warns_raises_and_cancels_and_each_message_is_read_without_a_fault() -> None:
    reader = WeatherReader(the_law().places.known)
    messages = City(1, 1, START, storm=True).weather()

    read = [reader.read(value, arrival=at, offset=0) for at, value in messages]
    (orange,), (red,), (over,) = (reading.rows for reading in read)

    assert [reading.faults for reading in read] == [[], [], []]
    (low,), (high,) = orange.begins, red.begins
    assert [(each.kind, each.level, each.start) for each in (low, high)] == [
        ("暴雨", "orange", STORM.begins),
        ("暴雨", "red", STORM.red),
    ]
    assert low.counties == high.counties == ("360103", "360104", "360111")
    assert (orange.references, red.references, over.references) == ((), (orange.name,), (red.name,))
    assert [at for at, _ in messages] == [orange.sent, red.sent, over.sent] == [STORM.begins, STORM.red, STORM.ends]


def test_a_city_of_fair_weather_has_neither_warning_nor_declaration() -> None:
    city = City(1, 20, START)

    assert city.weather() == []
    assert not any(b"platform.mitigation" in event.value for event in city.events(START, START + 6 * HOUR))


def test_every_platform_declares_what_it_does_where_it_rains() -> None:
    said = [e for e in City(1, 20, START, storm=True).events(START, START + 6 * HOUR) if b'"measure"' in e.value]

    assert len(said) == len(REACHED) * len(SECTORS)
    assert {event.at for event in said} == {STORM.begins + 5 * MINUTE}


@cache
def wet() -> tuple[City, list[SimulatedEvent]]:
    """A city with a storm, and what is said in the areas where it rains."""
    city = City(2, 300, START, storm=True)
    names = [f'"area":"{area}"'.encode() for area in REACHED]
    events = city.events(START, START + 6 * HOUR)
    return city, [event for event in events if any(name in event.value for name in names)]


@pytest.mark.parametrize("minutes", [269, 301, 309, 310, 329, 330, 340, 360])
def test_the_replay_finds_of_areas_what_is_planted_and_nothing_else(minutes: int) -> None:
    city, events = wet()
    now = START + minutes * MINUTE
    said = [(event.platform, event.value) for event in events if event.at <= now]

    found = areas_replayed(said, [value for at, value in city.weather() if at <= now], now)

    assert found == [one for one in must_be_found(city, now) if "/" in one[3]]
    assert len(found) == sum(minutes >= since for since in (301, 301, 310))


@cache
def works() -> dict[tuple[str, str], SimulatedWork]:
    """The work of 900 people on each platform in each area where it rains."""
    plans = Plans(Scenario(3, START, STORM), 900, yesterday=False)
    by_area = {
        area: [
            (plans.shift(who, 0).sessions, list(plans.orders(who, 0))) for who in plans.people[::3] if who.area == area
        ]
        for area in REACHED
    }
    return {(platform, area): work_of(by_area[area], platform) for area in REACHED for platform in SECTORS}


def rate(work: SimulatedWork, over: WorkSpan) -> float:
    """Orders accepted in an active hour."""
    return work.accepted(over) * HOUR / work.active(over)


def pace(work: SimulatedWork, over: WorkSpan) -> float:
    """Time promised for a metre, in ms."""
    orders = [order for order in work.orders if over.on <= order.accepted_at < over.off]
    return sum(order.promised - order.on for order in orders) / sum(order.metres for order in orders)


def test_whoever_eases_does_so_by_far_more_than_half_and_whoever_does_not_by_nothing() -> None:
    usual, judged = WorkSpan(STORM.begins - 2 * HOUR, STORM.begins), WorkSpan(STORM.begins + HOUR // 2, STORM.ends)
    for where, work in works().items():
        fewer, longer = rate(work, judged) / rate(work, usual), pace(work, judged) / pace(work, usual)
        if where == NOT_EASING:
            assert (fewer > 1.5, longer < 1) == (True, True), where
        elif where[0] == "tuche":
            assert longer > 1.9, where
        else:
            assert fewer < 0.45, where


def test_orders_are_pushed_under_the_red_warning_in_two_places_alone() -> None:
    pushing = {where for where, work in works().items() if list(pushed_in_red(work))}

    assert pushing == {NOT_EASING, PUSHING_UNDER_RED}


def pushed_in_red(work: SimulatedWork) -> Iterator[int]:
    return (
        order.accepted_at
        for order in work.orders
        if order.pushed and STORM.red + 5 * MINUTE <= order.accepted_at < STORM.ends
    )


def test_a_city_too_small_to_be_judged_has_nothing_planted_in_its_storm() -> None:
    planted = City(1, 20, START, storm=True).expected(START + 6 * HOUR)

    assert [one for one in planted if one.rule == "pace_not_eased"] == []
