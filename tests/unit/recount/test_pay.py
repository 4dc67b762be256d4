from typing import Any

import pytest

from streams.tools.recount.findings import recounted
from tests.unit.cli.days import LAW, said
from tests.unit.recount.small import frames
from tests.unit.recount.test_entries import paid

JUDGED_AT = "2022-06-02T06:00"
"""Six hours after the day's end."""


def work(end: str = "09:00") -> list[dict[str, Any]]:
    return [said("order.accepted", "08:00"), said("order.completed", end)]


def found(now: str, *events: dict[str, Any]) -> list[list[object]]:
    told = recounted(frames(now, *events), LAW)
    return told[["kind", "measured", "limit", "severity"]].to_numpy().tolist()


@pytest.mark.parametrize(
    ("fen", "wanted"),
    [
        (1850, []),
        (1849, [["breach", 1849, 1850, "minor"]]),
        (1700, [["breach", 1700, 1850, "serious"]]),
        (0, [["breach", 0, 1850, "grave"]]),
    ],
)
def test_the_minimum_exactly_is_enough(fen: int, wanted: list[list[object]]) -> None:
    assert found(JUDGED_AT, *work(), paid("09:00", fen)) == wanted


def test_a_day_is_judged_six_hours_after_its_end_and_not_before() -> None:
    events = [*work(), paid("09:00", 100)]

    assert (found("2022-06-02T05:59:59", *events), len(found(JUDGED_AT, *events))) == ([], 1)


def test_less_than_an_hour_is_not_judged_and_less_that_is_known_alone_is_undecidable() -> None:
    open_order = [said("order.accepted", "08:00"), said("order.picked_up", "08:30")]

    assert found(JUDGED_AT, *work("08:59:59"), paid("09:00", 100)) == []
    assert found(JUDGED_AT, *open_order, paid("09:00", 100)) == [["undecidable", 200, 1850, ""]]


def test_of_contradictory_statements_the_larger_is_held_against_known_hours_until_seven_days_decide() -> None:
    one = paid("09:00", 100)
    events = [*work(), one, {**one, "amount_fen": 1850}]

    before, after = (found(now, *events) for now in ("2022-06-08T23:59:59.999", "2022-06-09T00:00"))

    assert (before, after) == ([["undecidable", 1850, 1850, ""]], [["breach", 100, 1850, "grave"]])


def test_where_no_pay_is_reported_or_none_that_counts_nobody_can_tell() -> None:
    tip = {**paid("09:00", 5000), "category": "tip"}
    none, only_a_tip = found(JUDGED_AT, *work()), found(JUDGED_AT, *work(), tip)

    assert [kind for kind, *_ in none + only_a_tip] == ["undecidable", "undecidable"]
    assert none == only_a_tip


def test_pay_that_is_enough_for_known_hours_alone_is_undecidable() -> None:
    left = said("order.accepted", "10:00", order_id="o2")

    assert [kind for kind, *_ in found(JUDGED_AT, *work(), left, paid("09:00", 1850))] == ["undecidable"]
    assert found(JUDGED_AT, *work(), left, paid("09:00", 3 * 1850)) == []
