"""The planted findings against those of the monitor's own core, for cities that begin at any time of day."""

import pytest

from streams.tools.city.simulator import City
from streams.tools.city.spans import DAY, HOUR, MINUTE, SECOND
from tests.unit.city.replayed import Short, must_be_found, replayed
from tests.unit.city.town import START

PEOPLE = 50
_MIDNIGHT = START
"""00:00 in Nanchang. A demonstration shows the six hours before it, so one at midnight has a city of 18:00."""
CLOCK = {
    "23:00": 23 * HOUR,
    "just before midnight": DAY - SECOND,
    "midnight": DAY,
    "00:30": DAY + HOUR // 2,
    "05:59": DAY + 6 * HOUR - MINUTE,
    "06:00": DAY + 6 * HOUR,
    "14:37": 14 * HOUR + 37 * MINUTE,
}


@pytest.mark.parametrize(("seed", "clock"), list(enumerate(CLOCK)))
def test_the_replay_of_a_demonstrations_back_fill_finds_what_is_planted_and_nothing_else(seed: int, clock: str) -> None:
    city, now = _shown_at(seed, _MIDNIGHT + CLOCK[clock])

    found = replayed(city.batches(city.begins, now), now)

    assert found == must_be_found(city, now)
    assert _rules(found) == {"rest_missed", "pay_below_minimum"}


@pytest.mark.parametrize(("seed", "hours"), [(8, 31), (9, 55)])
def test_the_replay_of_long_finds_what_is_planted_and_nothing_else(seed: int, hours: int) -> None:
    city = City(seed, PEOPLE, START + 11 * HOUR, yesterday=True)
    now = START + (11 + hours) * HOUR

    found = replayed(city.batches(city.begins, now), now)

    assert found == must_be_found(city, now)
    assert _rules(found) == {"rest_missed", "pay_below_minimum", "dispatch_during_rest"}


def test_what_is_planted_becomes_true_at_the_millisecond_at_which_a_replay_first_finds_it() -> None:
    city, until = City(4, PEOPLE, START, yesterday=True), START + 33 * HOUR
    events = list(city.events(city.begins, until))
    planted = [one for one in city.expected(until) if one.rule != "rest_missed" and one.true_from < until]

    for one in planted:
        own = [(e.platform, e.value, e.at) for e in events if one.subject.encode() in e.value]
        for now in (one.true_from - 1, one.true_from):
            known = ((platform, value) for platform, value, at in own if at <= now)
            expected = [each for each in must_be_found(city, now) if each[3] == one.subject]

            assert replayed(known, now) == expected

    assert {one.rule for one in planted} == {"pay_below_minimum", "dispatch_during_rest"}


def test_without_its_corrections_somebody_else_is_paid_too_little() -> None:
    city, now = _shown_at(1, START + DAY)
    paid = [one for one in replayed(city.batches(city.begins, now), now) if one[0] == "pay_below_minimum"]

    said = ((event.platform, event.value) for event in city.events(city.begins, now))
    at_first = (one for one in said if b'"published_at"' not in one[1])
    found = [one for one in replayed(at_first, now) if one[0] == "pay_below_minimum"]

    assert len(paid) == len(found) == 2
    assert len({one[3] for one in (*paid, *found)}) == 3


def _shown_at(seed: int, now: int) -> tuple[City, int]:
    return City(seed, PEOPLE, now - 6 * HOUR, yesterday=True), now


def _rules(found: list[Short]) -> set[str]:
    return {rule for rule, *_ in found}
