"""The weeks before a city: what is planted there against what the monitor's own core finds, at any time of day."""

from collections import Counter

import pytest

from schemas.feed.codec import FeedReader
from schemas.legal_days import day_from_text, day_start, legal_day
from schemas.work import Group
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.tools.city.expected.pay import settled_at
from streams.tools.city.simulator import City
from streams.tools.city.spans import DAY, HOUR, MINUTE
from tests.property.core.feeding import the_law
from tests.unit.city.replayed import must_be_found, replayed

PEOPLE = 20
MIDNIGHT = day_start(day_from_text("2026-01-14"))


@pytest.mark.parametrize(("seed", "clock"), [(1, 0), (2, 6 * HOUR), (3, 14 * HOUR + 37 * MINUTE)])
def test_a_city_with_a_past_shows_all_that_was_planted_in_it_and_nothing_else(seed: int, clock: int) -> None:
    now = MIDNIGHT + clock
    city = City(seed, PEOPLE, now - 6 * HOUR, yesterday=True, past=True)

    found = replayed(city.batches(city.begins, now), now)

    assert found == must_be_found(city, now)
    rules = Counter(rule for rule, *_ in found)
    assert (rules["daily_hours"], rules["weekly_rest"]) == (2, 2)


def test_a_judge_with_a_horizon_that_hears_the_past_at_once_refuses_nothing_and_finds_the_same() -> None:
    now = MIDNIGHT + 7 * HOUR
    city, judge, reader = (
        City(4, 1, now - 6 * HOUR, past=True),
        Judge(the_law(), HORIZON_MS),
        FeedReader(the_law().places.known),
    )

    refused = []
    for platform, value in city.batches(city.begins, now):
        rows = reader.read(value, platform_id=platform, arrival=None, offset=0).rows_by_platform[platform]
        refused += judge.fold(Group(platform, "", 0, rows), now)
    said = [each for published in judge.evaluate_due(now) for each in published.findings]

    assert refused == []
    found = Counter((each.rule, each.subject, each.starts_at) for each in said if each.rule != "rest_due")
    assert found == Counter((each.rule, each.subject, each.starts_at) for each in city.expected(now))
    assert {"daily_hours", "weekly_rest", "pay_below_minimum"} <= {rule for rule, *_ in found}


def test_one_of_two_people_paid_by_the_week_is_paid_too_little_on_each_day_of_it() -> None:
    now = day_start(day_from_text("2026-02-11"))
    city = City(1, PEOPLE, now - 6 * HOUR, past=True)

    paid = [one for one in city.expected(now) if one.rule == "pay_below_minimum"]

    assert len(paid) == 2
    assert {one.platforms for one in paid} == {("kuaisong",)}
    assert paid[1].starts_at - paid[0].starts_at == 2 * DAY
    assert now - 22 * DAY < paid[0].starts_at < now - 8 * DAY
    assert all(one.true_from >= settled_at("kuaisong", legal_day(one.starts_at)) > 0 for one in paid)


def test_a_past_is_cheap_and_lies_within_the_days_that_are_remembered() -> None:
    city, start = City(5, 100, MIDNIGHT, past=True), MIDNIGHT

    events = list(city.events(city.begins, start))

    people = Counter(event.value[event.value.index(b"worker_id") :][:80] for event in events)
    assert len(people) == 6
    assert max(people.values()) < 1_500
    assert city.begins > start - 30 * DAY
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_whoever_works_on_in_a_long_city_is_found_too() -> None:
    city, now = City(6, 7, MIDNIGHT), MIDNIGHT + 9 * DAY

    found = replayed(city.batches(city.begins, now), now)

    assert [one for one in found if one[0] != "rest_missed"] == [
        one for one in must_be_found(city, now) if one[0] != "rest_missed"
    ]
    assert {"weekly_rest"} <= {rule for rule, *_ in found}


def test_where_the_platforms_file_settles_by_the_week_pay_is_expected_seven_days_after_it() -> None:
    settled = {each: settled_at("kuaisong", day_from_text(each)) for each in ("2026-01-05", "2026-01-11", "2025-12-31")}

    assert set(settled.values()) == {day_start(day_from_text("2026-01-19")), 0}
    assert settled["2025-12-31"] == settled_at("hema", day_from_text("2026-01-05")) == 0
