from collections.abc import Mapping
from itertools import count
from typing import Any

import pandas as pd
import pytest

from schemas.legal_days import legal_day
from streams.tools.recount.rules.entries import stated_pay
from streams.tools.recount.time.order_time import ended_things, order_time
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.sessions import session_time
from streams.tools.recount.time.signs import signs_of
from tests.unit.cli.days import said
from tests.unit.recount.small import MEASURED, at, frames

DAY = legal_day(at("12:00"))
NO_HOURS: Mapping[int, int] = {}
_numbers = count()


def paid(clock: str, fen: int, **changes: Any) -> dict[str, Any]:
    event = said("pay.accrued", clock, entry_id=f"p{next(_numbers)}", category="piece", amount_fen=fen, **changes)
    return {name: value for name, value in event.items() if value is not None}


def parts(*events: dict[str, Any], hours: Mapping[int, int] = NO_HOURS) -> list[list[int]]:
    """`[day, fen]` of each part, days counted from `DAY`; `hours`: the known time (ms) by such a day."""
    told = frames("23:59", *events)
    orders = orders_of(told.acceptances, told.steps, MEASURED)
    online = session_time(signs_of(told.sessions), told.now, MEASURED)
    time = order_time(orders, told.sessions, online, told.now, MEASURED)
    known = [(view, DAY + day, ms) for view in told.views.index for day, ms in hours.items()]
    frame = pd.DataFrame(known, columns=["view", "day", "hours"]).astype("int64")
    days = stated_pay(told.pay, orders, time[time["thing"].isin(ended_things(orders, told.sessions))], frame).parts
    return (days.assign(day=days["day"] - DAY)[["day", "fen"]].sort_values(["day", "fen"])).to_numpy().tolist()


def test_an_entry_without_an_order_belongs_to_its_own_day() -> None:
    assert parts(paid("20:00", 700, order_id=None)) == [[0, 700]]


@pytest.mark.parametrize("order", [None, "unknown"])
@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ({-1: 3_600_000, 0: 7_200_000}, [[-1, 233], [0, 467]]),
        ({-2: 3_600_000}, [[-2, 700]]),
        ({}, [[-2, 233], [-1, 233], [0, 234]]),
        ({-3: 3_600_000}, [[-2, 233], [-1, 233], [0, 234]]),
    ],
)
def test_an_entry_is_spread_over_the_days_that_it_names_by_their_hours_and_evenly_without(
    hours: Mapping[int, int], expected: list[list[int]], order: str | None
) -> None:
    named = {"for_day": "2022-05-30", "for_until": "2022-06-01"}

    assert parts(paid("20:00", 700, order_id=order, **named), hours=hours) == expected


def test_an_entry_of_an_order_that_nobody_accepted_belongs_to_no_day() -> None:
    assert parts(paid("20:00", 700)) == []


def test_an_entry_is_spread_over_the_days_of_its_order_with_the_remainder_on_the_last() -> None:
    accepted = said("order.accepted", "00:00", occurred_at="2022-05-31T23:00:00+08:00")

    told = parts(accepted, said("order.completed", "02:00"), paid("20:00", 100))

    assert told == [[-1, 33], [0, 67]]


def test_the_latest_statement_counts_whichever_comes_last() -> None:
    first = paid("20:00", 700, order_id=None)
    last = {**first, "event_id": "later", "occurred_at": "2022-06-01T21:00:00+08:00", "amount_fen": 300}

    assert parts(first, last) == parts(last, first) == [[0, 300]]


def test_statements_that_nothing_orders_are_all_kept_and_repeats_once() -> None:
    first = paid("20:00", 700, order_id=None)

    assert parts(first, {**first, "amount_fen": 300}, first) == [[0, 300], [0, 700]]


def test_deducted_is_negative_and_an_entry_of_its_own_beside_one_accrued_under_the_same_id() -> None:
    first = paid("20:00", 700, order_id=None)
    deducted = {**first, "kind": "pay.deducted", "category": "damage", "amount_fen": 300}

    assert parts(first, deducted) == [[0, -300], [0, 700]]
