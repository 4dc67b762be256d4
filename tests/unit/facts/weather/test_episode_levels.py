"""The level of an episode at an instant and over an interval, and its red time."""

import pytest

from streams.facts.weather.episode import Episode, lowest_level, red_time
from tests.unit.facts.weather.messages import MINUTE, made, ms, warned

TICK = 1 / MINUTE


@pytest.fixture
def storm() -> Episode:
    """Yellow from 0, red from 30, blue from 60 until 90."""
    rows = [
        warned("a", 0, 90),
        warned("b", 30, 90, level="red", updates=("a",)),
        warned("c", 60, 90, level="blue", updates=("b",)),
    ]
    return made(*rows)[0]


def test_an_instant_has_the_level_of_the_latest_change_and_the_end_has_none(storm: Episode) -> None:
    instants = (-1, 0, ms(30) - 1, ms(30), ms(60) - 1, ms(60), ms(90) - 1, ms(90))

    levels = [lowest_level(storm, (at, at)) for at in instants]

    assert levels == [None, "yellow", "yellow", "red", "red", "blue", "blue", None]


@pytest.mark.parametrize(
    ("start", "end", "level"),
    [
        (0, 30, "yellow"),
        (0, 30 + TICK, "yellow"),
        (30 - TICK, 60, "yellow"),
        (30, 60, "red"),
        (30, 60 + TICK, "blue"),
        (30, 30, "red"),
        (60, 90, "blue"),
        (60, 90 + TICK, None),
        (-TICK, 30, None),
        (90, 90, None),
        (-20, -10, None),
        (100, 110, None),
    ],
)
def test_the_lowest_level_is_that_of_the_interval_alone(
    storm: Episode, start: float, end: float, level: str | None
) -> None:
    assert lowest_level(storm, (ms(start), ms(end))) == level


def test_red_time_is_where_the_level_is_red() -> None:
    rows = [
        warned("a", 0, 90, level="red"),
        warned("b", 30, 90, level="orange", updates=("a",)),
        warned("c", 60, 90, level="red", updates=("b",)),
    ]

    assert [red_time(each) for each in made(*rows)] == [[(0, ms(30)), (ms(60), ms(90))]]
    assert [red_time(each) for each in made(warned("a", 0, 90))] == [[]]


def test_a_gap_between_two_red_warnings_is_red_and_one_beside_another_level_is_not() -> None:
    (red,) = made(warned("a", 0, 30, level="red"), warned("b", 40, 60, level="red"))
    (fell,) = made(warned("a", 0, 30, level="red"), warned("b", 40, 60, level="orange"))

    assert red_time(red) == [(0, ms(60))]
    assert red_time(fell) == [(0, ms(30))]
