"""The pay of people of each sort for an hour, summed up from the events by hand."""

from collections import defaultdict
from fractions import Fraction
from typing import Any

import orjson
import pytest

from schemas.instants import from_rfc3339
from streams.tools.city.people import PayLevel, worker
from streams.tools.city.simulator import City
from streams.tools.city.spans import HOUR
from tests.unit.city.town import START

SEED, PEOPLE = 5, 150
_II, _III = {"360112", "360121"}, {"360123", "360124"}


def minimum(area: str) -> int:
    """Fen an hour in 2025, by the law's list, written down once more."""
    return 1_870 if area in _II else 1_740 if area in _III else 2_000


@pytest.fixture(scope="module")
def paid() -> dict[PayLevel, list[tuple[int, Fraction, Fraction]]]:
    """The minimum of each worker, the wage in the end and as first stated, all in fen an hour, by sort of pay."""
    events = [orjson.loads(event.value) for event in City(SEED, PEOPLE, START).events(START, START + 20 * HOUR)]
    by_worker = defaultdict(list)
    for event in events:
        by_worker[event["worker_id"]].append(event)
    found: dict[PayLevel, list[tuple[int, Fraction, Fraction]]] = {sort: [] for sort in PayLevel}
    for number in range(3 * PEOPLE):
        who = worker(SEED, number)
        own = by_worker[who.subject]
        first = [event for event in own if "published_at" not in event]
        if any("order_id" in event for event in own):
            found[who.pay].append((minimum(who.area), wage(own), wage(first)))
    return found


def test_exactly_the_minimum_is_paid_to_the_fen(paid: dict[PayLevel, list[tuple[int, Fraction, Fraction]]]) -> None:
    assert paid[PayLevel.EXACT]
    assert all(least == end for least, end, _ in paid[PayLevel.EXACT])


def test_usual_pay_is_clearly_above_the_minimum_of_any_area(
    paid: dict[PayLevel, list[tuple[int, Fraction, Fraction]]],
) -> None:
    assert min(min(end, first) for _, end, first in paid[PayLevel.USUAL]) > 2_400


@pytest.mark.parametrize(
    ("sort", "below_at_first", "below_in_the_end"),
    [(PayLevel.LOW, True, True), (PayLevel.CUT, False, True), (PayLevel.RAISED, True, False)],
)
def test_a_correction_turns_pay_from_above_the_minimum_to_below_and_back(
    paid: dict[PayLevel, list[tuple[int, Fraction, Fraction]]],
    sort: PayLevel,
    below_at_first: bool,
    below_in_the_end: bool,
) -> None:
    assert paid[sort]
    assert {first < least for least, _, first in paid[sort]} == {below_at_first}
    assert {end < least for least, end, _ in paid[sort]} == {below_in_the_end}


def wage(events: list[dict[str, Any]]) -> Fraction:
    """The amounts that count as pay, by the last statement of each entry, for an hour with an order in hand."""
    latest = sorted((event for event in events if "entry_id" in event), key=said_at)
    entries = {event["entry_id"]: event for event in latest}
    ends = {e["order_id"]: e for e in events if e["kind"] in {"order.completed", "order.cancelled"}}
    paid_for = {event.get("order_id") for event in latest}
    begun = [e for e in events if e["kind"] == "order.accepted" and e["order_id"] in paid_for]
    length = sum(instant(ends[e["order_id"]], "occurred_at") - on(e) for e in begun)
    sign = {"pay.accrued": 1, "pay.deducted": -1}
    counted = [e for e in entries.values() if e["category"] in {"piece", "bonus", "lateness"}]
    return Fraction(sum(sign[e["kind"]] * e["amount_fen"] for e in counted) * HOUR, length)


def said_at(event: dict[str, Any]) -> int:
    return instant(event, "published_at" if "published_at" in event else "occurred_at")


def on(event: dict[str, Any]) -> int:
    return instant(event, "starts_at" if "starts_at" in event else "occurred_at")


def instant(event: dict[str, Any], name: str) -> int:
    return from_rfc3339(event[name])
