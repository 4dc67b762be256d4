"""Orders in small days: judge and second reading agree on every instant of their time, and on what they count as."""

from collections.abc import Mapping
from random import Random
from typing import Any

from hypothesis import given, settings

from schemas.instants import from_rfc3339
from streams.core.workers.judge import Judge
from streams.facts.areas.cell import SLOT_MS, Cell
from streams.facts.views.activity import cells_of
from streams.facts.views.worker_view import ORDER, WorkerView
from tests.oracle.days import MORNING, WORKER
from tests.oracle.facts import facts_of
from tests.oracle.law import HOUR
from tests.oracle.orders.days import order_day_and_now
from tests.oracle.pace.cells import Cell as Expectation
from tests.oracle.pace.cells import cells_of as expected_cells
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.scripts import Event, Who
from tests.oracle.worktime.reading import WORK
from tests.oracle.worktime.view import View as Expected
from tests.oracle.worktime.view import views
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import fold, heard, standing, the_law


def told(events: list[Event], now: int) -> Judge:
    """A judge that folded the events in another order."""
    rows = heard(events)
    judge = Judge(the_law())
    fold(judge, Random(len(rows)).sample(rows, len(rows)), now)
    return judge


def seen(events: list[Event], now: int) -> WorkerView:
    judge = told(events, now)
    (watched,) = judge.roster.workers.values()
    return judge.evaluator.view(watched.subject, watched.facts, now)


def expected(events: list[Event], now: int) -> Expected:
    (facts,) = facts_of(events, now).values()
    return views(facts, now)[0]


def drawn(seed: int) -> tuple[list[Event], int]:
    """Events up to now, of which there is one at least."""
    events, now = built(order_day_and_now, seed)
    first = from_rfc3339(events[0]["occurred_at"])
    return [event for event in events if from_rfc3339(event["occurred_at"]) <= max(first, now)], max(first, now)


def unknown_by_reason(view: Expected) -> list[tuple[int, int, frozenset[str]]]:
    said = [(s.start, s.end, s.says(view.platforms, ORDER)) for s in view.segments]
    return [each for each in said if each[2] and WORK not in each[2]]


@settings(max_examples=300)
@given(SEEDS)
def test_every_instant_of_an_order_is_what_the_second_reading_says(seed: int) -> None:
    events, now = drawn(seed)

    judged, wanted = seen(events, now).platforms[0], expected(events, now)

    assert tuple(judged.coverage(ORDER)) == (wanted.parts(ORDER, "low"), wanted.parts(ORDER, "high"))
    for start, end, reasons in unknown_by_reason(wanted):
        assert judged.reasons(ORDER, start, end) == sorted(reasons)


@settings(max_examples=300)
@given(SEEDS)
def test_it_counts_once_where_and_as_the_second_reading_says(seed: int) -> None:
    events, now = drawn(seed)

    view = seen(events, now)

    assert sorted(set(view.platforms[0].places)) == sorted(set(map(tuple, expected(events, now).places)))
    assert {tuple(key): in_words(cell) for key, cell in cells_of(view).items()} == {
        (*key, slot // SLOT_MS): cell
        for key, slots in expected_cells(events, now).items()
        for slot, cell in slots.items()
    }


@settings(max_examples=150)
@given(SEEDS)
def test_the_orders_pushed_in_an_overrun_are_those_of_the_second_reading(seed: int) -> None:
    events, now = drawn(seed)
    long = Who("hema", WORKER, "delivery", "360104")
    shift = [("session.online", -4 * HOUR), ("session.offline", 8 * HOUR)]
    events += [long.says(kind, MORNING + at, session_id="long", event_id=kind) for kind, at in shift]
    now = max(now, MORNING + 8 * HOUR)

    judged = [each for each in standing(told(events, now), now) if each.rule == "dispatch_during_rest"]

    assert [figures(each.model_dump()) for each in judged] == [figures(each) for each in expected_dispatch(events, now)]


def figures(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {key: finding[key] for key in ("starts_at", "ends_at", "due_at", "measured", "severity", "area", "sector")}


def in_words(cell: Cell) -> Expectation:
    """A cell of the judge in the words of the second reading."""
    return Expectation(cell.low, cell.high, cell.accepted, cell.promised, cell.promised_ms, cell.metres)
