import pytest

from schemas.legal_days import DAY_MS, day_from_text, day_start, day_text
from streams.facts.days.memory import KEPT_DAYS, ORDERS_DAYS, Memory
from streams.law.registers.settlement import Settlement

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
