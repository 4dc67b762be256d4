import pytest

from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.time import trace_order
from streams.facts.tolerance import HOUR, STANDARD
from streams.facts.worktime.coverage import Reason, Trace

SILENCE, BELIEF = STANDARD.silence, STANDARD.belief


def accepted(at: int, on_at: int | None = None, area: str = "360104") -> Acceptance:
    return Acceptance(at, f"e{at}", "pushed", area, "delivery", at if on_at is None else on_at)


def traced(order: Order, now: int) -> Trace:
    trace = Trace()
    trace_order(order, now, STANDARD, trace)
    trace.work = [(start, end) for start, end in trace.work if start < end]
    return trace


@pytest.mark.parametrize(("late", "stated"), [(0, True), (1, False)])
def test_an_end_is_believed_a_day_after_the_acceptance_and_not_a_millisecond_later(late: int, stated: bool) -> None:
    trace = traced(Order((accepted(0),), ends=(BELIEF + late,)), 2 * BELIEF)

    assert trace.work == ([(0, BELIEF)] if stated else [])
    assert trace.unknown == ([] if stated else [(0, SILENCE, Reason.OPEN_ORDER)])


def test_an_open_order_is_work_up_to_its_last_event_and_then_unknown_for_two_hours() -> None:
    order = Order((accepted(0),), steps=(HOUR,))

    running, over = traced(order, 2 * HOUR), traced(order, HOUR + SILENCE)

    assert (running.work, running.unknown) == ([(0, HOUR)], [(HOUR, 2 * HOUR, Reason.OPEN_ORDER)])
    assert (running.growing, running.changes) == (True, [HOUR + SILENCE])
    assert (over.unknown, over.growing, over.changes) == ([(HOUR, HOUR + SILENCE, Reason.OPEN_ORDER)], False, [])


def test_the_next_acceptance_ends_what_is_open_of_the_first() -> None:
    trace = traced(Order((accepted(0), accepted(HOUR)), ends=(2 * HOUR,)), 3 * HOUR)

    assert (trace.work, trace.unknown) == ([(HOUR, 2 * HOUR)], [(0, HOUR, Reason.OPEN_ORDER)])


def test_a_booked_order_is_nothing_before_its_start_and_says_when_that_is() -> None:
    trace = traced(Order((accepted(0, on_at=HOUR),)), HOUR - 1)

    assert (trace.work, trace.unknown, trace.changes) == ([], [], [HOUR])


@pytest.mark.parametrize(("end", "begins"), [(0, False), (HOUR - 1, False), (HOUR, True), (HOUR + 1, True)])
def test_an_end_from_a_booked_acceptance_on_and_before_its_start_removes_it(end: int, begins: bool) -> None:
    order = Order((accepted(0, on_at=HOUR),), ends=(end,))

    assert bool(order.begun_by()) is begins
    assert (order.place() is not None) is begins


def test_an_acceptance_and_an_end_at_one_instant_are_no_work_and_a_place_all_the_same() -> None:
    order = Order((accepted(0), accepted(HOUR)), ends=(HOUR,))

    trace = traced(order, 2 * HOUR)

    assert trace.work == [(0, HOUR)]
    assert trace.unknown == [(HOUR, 2 * HOUR, Reason.OPEN_ORDER)]
    assert Order((accepted(HOUR),), ends=(HOUR,)).place() == (HOUR, "360104", "delivery")
    assert Order((accepted(HOUR),), ends=(HOUR,)).first_begins()


def test_an_order_lies_where_its_last_instant_lies_the_start_of_a_booked_one_included() -> None:
    assert Order((accepted(0, on_at=9), accepted(5)), ends=(7,)).last_instant() == 9
    assert Order((accepted(0),), ends=(7,), steps=(8,)).last_instant() == 8


def test_where_the_first_acceptance_begins_nothing_its_place_holds_from_the_first_that_does() -> None:
    booked = accepted(0, on_at=2 * HOUR, area="360103")
    order = Order((booked, accepted(HOUR, area="360104")), ends=(60_000,))

    assert order.place() == (HOUR, "360103", "delivery")
