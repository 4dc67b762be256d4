"""The slots that are judged, from when, for which episode, and by which level."""

import pytest

from streams.facts.areas.cell import SLOT_MS, slot_of
from streams.facts.weather.episode import Episode
from streams.law.files import packaged_law
from streams.law.terms.pace import PaceLaw
from streams.rules.pace.levels import MeasuredEpisode, held_level, slots_by_level
from streams.rules.pace.slots import ripe_slots, touching
from tests.unit.rules.areas import MINUTE, at, warning

REACTION = 30 * MINUTE
LAW = PaceLaw(packaged_law())


def judged(start: str, end: str, now: str) -> tuple[str, str, int]:
    """First and last instant of the judged slots as `HH:MM` of the day, and their number."""
    slots = ripe_slots(warning(start, end), REACTION, at(now))
    return clock(slots.start), clock(slots.stop), len(slots)


def clock(slot: int) -> str:
    minutes = (slot * SLOT_MS - at("00:00")) // MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def levels(*episodes: Episode) -> list[tuple[str, str]]:
    """The instants at which the level changes, and the levels after them."""
    slots = [
        slot
        for slot in ripe_slots(episodes[0], REACTION, at("20:00"))
        if any(held_level(each, slot, REACTION) for each in episodes)
    ]
    by_slot = {slot: level for level, those in slots_by_level(episodes, slots, REACTION).items() for slot in those}
    line = [(clock(slot), by_slot[slot]) for slot in slots]
    return [each for each, before in zip(line, [("", ""), *line], strict=False) if each[1] != before[1]]


def shared(*episodes: Episode, now: str = "20:00") -> list[list[str]]:
    """The beginnings of the slots that are judged for each episode, the first that began first."""
    measured = [MeasuredEpisode(each, LAW.terms_from("360104", "delivery", each.start)[1]) for each in episodes]
    measured.sort(key=lambda each: each.precedence)
    return [[clock(slot) for slot in each.judged(each.ripe(at(now)), measured[:n])] for n, each in enumerate(measured)]


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


@pytest.mark.parametrize(("now", "last"), [("11:59:59.999", "11:30"), ("12:09:59.999", "11:30"), ("12:10", "12:00")])
def test_groups_are_whole_until_the_episode_is_over_ten_minutes_after_its_end(now: str, last: str) -> None:
    assert judged("08:00", "12:00", now)[1] == last


def test_an_episode_shorter_than_the_time_to_react_has_no_slot() -> None:
    assert judged("08:00", "08:35", "13:00")[2] == 0


def test_a_higher_level_counts_from_the_slot_half_an_hour_later() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:05 red")) == [("08:30", "yellow"), ("09:40", "red")]


@pytest.mark.parametrize(("lowered", "from_slot"), [("09:05", "09:00"), ("09:00", "09:00"), ("09:09:59.999", "09:00")])
def test_a_lower_level_counts_from_the_slot_in_which_it_comes(lowered: str, from_slot: str) -> None:
    assert levels(warning("08:00", "12:00", "red", f"{lowered} yellow")) == [("08:30", "red"), (from_slot, "yellow")]


def test_a_level_that_begins_with_a_slot_holds_for_the_one_three_later() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:00 red")) == [("08:30", "yellow"), ("09:30", "red")]


def test_of_two_warnings_the_higher_level_counts_and_the_newer_one_has_its_own_time_to_react() -> None:
    rain, gale = warning("08:00", "12:00"), warning("09:00", "10:30", "orange", kind="大风", name="w2")

    assert levels(rain, gale) == [("08:30", "yellow"), ("09:30", "orange"), ("10:30", "yellow")]


def test_a_higher_level_that_comes_and_goes_within_half_an_hour_asks_for_nothing_more() -> None:
    assert levels(warning("08:00", "12:00", "yellow", "09:00 red", "09:29 yellow")) == [("08:30", "yellow")]


@pytest.mark.parametrize(
    ("slot", "taken"), [("07:50", False), ("08:00", True), ("09:00", True), ("09:10", False), ("10:00", False)]
)
def test_a_slot_is_touched_where_it_shares_time_with_a_warning(slot: str, taken: bool) -> None:
    touched = touching([warning("08:09:59.999", "09:00:00.001"), warning("10:10", "11:00")])

    assert touched(slot_of(at(slot))) is taken


def test_a_slot_in_a_gap_between_warnings_is_not_touched() -> None:
    touched = touching([warning("08:00", "12:00", gaps=(("09:00", "09:10"), ("10:00", "10:09:59.999")))])

    assert [touched(slot_of(at(each))) for each in ("08:50", "09:00", "09:10", "10:00")] == [True, False, True, True]


def test_a_gap_counts_as_in_force() -> None:
    rain = warning("08:00", "12:00", gaps=(("09:00", "09:10"),))

    assert levels(rain) == [("08:30", "yellow")]


def test_a_slot_that_two_episodes_claim_is_judged_for_the_one_that_began_first() -> None:
    rain, gale = warning("08:00", "09:30"), warning("08:20", "10:00", "red", kind="大风", name="w2")

    assert shared(rain, gale) == [
        ["08:30", "08:40", "08:50", "09:00", "09:10", "09:20"],
        ["09:30", "09:40", "09:50"],
    ]


def test_of_two_that_began_at_once_the_kind_named_first_in_the_law_goes_first() -> None:
    gale = warning("08:00", "09:00", kind="大风", name="a")
    rain = warning("08:00", "09:00", kind="暴雨", name="b")

    assert shared(gale, rain) == [["08:30", "08:40", "08:50"], []]
    assert shared(rain, gale) == shared(gale, rain)


def test_a_slot_with_a_share_of_nought_is_judged_for_the_next_that_claims_it_or_for_none() -> None:
    rain = warning("08:00", "10:00", "blue", "09:20 yellow")
    gale = warning("08:10", "09:20", kind="大风", name="w2")

    assert shared(rain, gale) == [["09:50"], ["08:40", "08:50", "09:00", "09:10"]]
    assert shared(warning("08:00", "12:00", "blue")) == [[]]


def test_slots_that_are_left_out_count_in_the_groups_all_the_same() -> None:
    rain = warning("08:00", "12:00", "blue", "09:00 yellow")

    assert shared(rain, now="09:40") == [[]]
    assert shared(rain, now="10:39:59.999") == [[]]
    assert shared(rain, now="10:40") == [["09:30", "09:40", "09:50", "10:00", "10:10", "10:20"]]


def test_a_slot_claimed_by_an_episode_whose_group_is_not_whole_yet_waits_for_it() -> None:
    rain, gale = warning("08:00", "12:00"), warning("08:10", "08:50", kind="大风", name="w2")

    assert shared(rain, gale, now="09:10") == [[], []]
