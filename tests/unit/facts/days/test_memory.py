from itertools import permutations
from typing import get_args

import pytest

from schemas.legal_days import DAY_MS, day_from_text, day_start, day_text
from streams.facts.days.memory import KEPT_DAYS, ORDERS_DAYS, Memory
from streams.law.registers.settlement import SettledBy, Settlement

MEMORY = Memory({"weekly": [Settlement("week", 0)], "monthly": [Settlement("month", 0)], "daily": []})


@pytest.mark.parametrize(
    ("platform", "first_after"),
    [("daily", "2022-06-02"), ("unlisted", "2022-06-02"), ("weekly", "2022-06-06"), ("monthly", "2022-07-01")],
)
def test_a_row_is_kept_for_35_days_from_the_end_of_the_day_or_of_the_period_of_its_platform(
    platform: str, first_after: str
) -> None:
    day, after = day_from_text("2022-06-01"), day_from_text(first_after)
    gone = day_start(after) + KEPT_DAYS * DAY_MS

    assert MEMORY.forgotten_at([platform], day) == gone
    assert MEMORY.rows_from(platform, gone - 1) <= day
    assert MEMORY.rows_from(platform, gone) == after


@pytest.mark.parametrize(
    ("platform", "first_after", "days"),
    [("daily", "2022-06-02", ORDERS_DAYS), ("weekly", "2022-06-06", KEPT_DAYS), ("monthly", "2022-07-01", KEPT_DAYS)],
)
def test_a_row_has_its_orders_for_eight_days_and_where_a_period_is_settled_as_long_as_it_is_kept(
    platform: str, first_after: str, days: int
) -> None:
    day, after = day_from_text("2022-06-01"), day_from_text(first_after)
    lost = MEMORY.orders_lost_at(platform, day)

    assert lost == day_start(after) + days * DAY_MS
    assert MEMORY.orders_from(platform, lost - 1) <= day
    assert MEMORY.orders_from(platform, lost) == after


def test_who_works_on_several_platforms_is_remembered_as_long_as_the_longest_of_them() -> None:
    now = day_start(day_from_text("2022-07-20"))

    first = MEMORY.worker_from(["daily", "weekly", "monthly"], now)

    assert [day_text(MEMORY.rows_from(each, now)) for each in ("daily", "weekly", "monthly")] == [
        "2022-06-15",
        "2022-06-13",
        "2022-06-01",
    ]
    assert day_text(first) == "2022-06-01"
    assert day_text(MEMORY.worker_from([], now)) == "2022-06-15"


SWITCHED = {
    f"{former} {later}": [Settlement(former, 0), Settlement(later, day_from_text("2022-06-15"))]
    for former, later in permutations(get_args(SettledBy), 2)
}
"""Platforms that change on Wednesday, 15 June 2022, in the middle of a week and of a month."""


@pytest.mark.parametrize(
    ("platform", "days", "end"),
    [
        ("month week", ("2022-06-01", "2022-06-15", "2022-06-26"), "2022-07-01"),
        ("month week", ("2022-06-27", "2022-07-03"), "2022-07-04"),
        ("month day", ("2022-06-01", "2022-06-14", "2022-06-30"), "2022-07-01"),
        ("month day", ("2022-07-01",), "2022-07-02"),
        ("week month", ("2022-06-06", "2022-06-12"), "2022-06-13"),
        ("week month", ("2022-06-13", "2022-06-14"), "2022-06-20"),
        ("week month", ("2022-06-15", "2022-06-30"), "2022-07-01"),
        ("week day", ("2022-06-13", "2022-06-15", "2022-06-19"), "2022-06-20"),
        ("week day", ("2022-06-20",), "2022-06-21"),
        ("day week", ("2022-06-14",), "2022-06-15"),
        ("day week", ("2022-06-15", "2022-06-19"), "2022-06-20"),
        ("day month", ("2022-06-14",), "2022-06-15"),
        ("day month", ("2022-06-15",), "2022-07-01"),
    ],
)
def test_where_the_period_changes_no_day_is_forgotten_before_an_earlier_one(
    platform: str, days: tuple[str, ...], end: str
) -> None:
    memory = Memory(SWITCHED)
    gone = day_start(day_from_text(end)) + KEPT_DAYS * DAY_MS

    for day in map(day_from_text, days):
        assert memory.forgotten_at([platform], day) == gone
        assert memory.rows_from(platform, gone - 1) <= day < memory.rows_from(platform, gone)


@pytest.mark.parametrize("platform", [*SWITCHED])
def test_what_is_forgotten_stays_so_and_each_day_has_its_orders_up_to_the_instant_that_is_said(platform: str) -> None:
    memory = Memory(SWITCHED)
    days = range(day_from_text("2022-05-25"), day_from_text("2022-07-10"))
    instants = [day_start(day) for day in range(days[0], days[-1] + 3 * KEPT_DAYS)]

    for first_at, gone_at in (
        (memory.orders_from, memory.orders_lost_at),
        (memory.rows_from, lambda name, day: memory.forgotten_at([name], day)),
    ):
        firsts = [first_at(platform, now) for now in instants]
        assert firsts == sorted(firsts)
        for day in days:
            assert [first <= day for first in firsts] == [now < gone_at(platform, day) for now in instants]
