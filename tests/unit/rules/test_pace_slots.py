"""Which slots are judged, when, and by which level."""

import pytest

from streams.facts.areas.cell import SLOT_MS, slot_of
from streams.facts.weather.episode import Episode
from streams.rules.pace.slots import judged_slots, slots_by_level, touching
from tests.unit.rules.areas import MINUTE, at, warning

REACTION = 30 * MINUTE


def judged(start: str, end: str, now: str) -> tuple[str, str, int]:
    """First and last instant of the judged slots as `HH:MM` of the day, and their number."""
    slots = judged_slots(warning(start, end), REACTION, at(now))
    return clock(slots.start), clock(slots.stop), len(slots)


def clock(slot: int) -> str:
    minutes = (slot * SLOT_MS - at("00:00")) // MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def levels(*episodes: Episode) -> list[tuple[str, str]]:
    """Where the level changes, and to which."""
    slots = judged_slots(episodes[0], REACTION, at("20:00"))
    by_slot = {slot: level for level, those in slots_by_level(episodes, slots, REACTION).items() for slot in those}
    line = [(clock(slot), by_slot[slot]) for slot in slots]
    return [each for each, before in zip(line, [("", ""), *line], strict=False) if each[1] != before[1]]


@pytest.mark.parametrize(
    ("start", "first"),
    [("08:00", "08:30"), ("08:00:00.001", "08:40"), ("07:59:59.999", "08:30"), ("07:55", "08:30")],
)
def test_the_first_slot_is_the_first_wholly_after_the_time_to_react(start: str, first: str) -> None:
    assert judged(start, "12:00", "13:00")[0] == first


@pytest.mark.parametrize(("end", "last"), [("12:00", "12:00"), ("11:59:59.999", "11:50"), ("12:09", "12:00")])
def test_the_last_slot_lies_wholly_before_the_end(end: str, last: str) -> None:
    assert judged("08:00", end, "13:00")[1] == last


@pytest.mark.parametrize(("now", "number"), [("09:39:59.999", 0), ("09:40", 6), ("10:39:59.999", 6), ("10:40", 12)])
def test_a_running_episode_is_judged_by_whole_hours_that_ended_ten_minutes_ago(now: str, number: int) -> None:
    assert judged("08:00", "12:00", now)[2] == number


@pytest.mark.parametrize(("now", "last"), [("11:59:59.999", "11:30"), ("12:00", "11:50"), ("12:10", "12:00")])
def test_once_it_has_ended_every_slot_counts_ten_minutes_after_its_own_end(now: str, last: str) -> None:
    assert judged("08:00", "12:00", now)[1] == last


def test_an_episode_shorter_than_the_time_to_react_has_no_slot() -> None:
    assert judged("08:00", "08:35", "13:00")[2] == 0


def test_a_higher_level_counts_from_the_slot_half_an_hour_later() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:05 red")) == [("08:30", "yellow"), ("09:40", "red")]


def test_a_lower_level_counts_from_the_slot_after_it() -> None:
    assert levels(warning("08:00", "12:00", "red", "09:05 yellow")) == [("08:30", "red"), ("09:10", "yellow")]


def test_a_level_that_begins_with_a_slot_holds_for_the_one_three_later() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:00 red")) == [("08:30", "yellow"), ("09:30", "red")]


def test_of_two_warnings_the_higher_level_counts_and_the_newer_one_has_its_own_time_to_react() -> None:
    rain, gale = warning("08:00", "12:00"), warning("09:00", "10:30", "orange", kind="大风", name="w2")

    assert levels(rain, gale) == [("08:30", "yellow"), ("09:30", "orange"), ("10:40", "yellow")]


def test_a_higher_level_that_comes_and_goes_within_half_an_hour_asks_for_nothing_more() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:00 red", "09:29 yellow")) == [("08:30", "yellow")]


@pytest.mark.parametrize(
    ("slot", "taken"), [("07:50", False), ("08:00", True), ("09:00", True), ("09:10", False), ("10:00", False)]
)
def test_a_slot_is_touched_where_it_shares_time_with_a_warning(slot: str, taken: bool) -> None:
    touched = touching([warning("08:09:59.999", "09:00:00.001"), warning("10:10", "11:00")])

    assert touched(slot_of(at(slot))) is taken
