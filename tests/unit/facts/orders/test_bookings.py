import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.orders.order import Order
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Reason
from tests.unit.facts.small_orders import accepted, covered, only, traced

EARLY, OPEN = Reason.EARLY_ORDER, Reason.OPEN_ORDER
SILENCE = STANDARD.silence


@pytest.mark.parametrize(("ahead", "begins"), [(30 * MINUTE - 1, 0), (30 * MINUTE, 30 * MINUTE)])
def test_an_order_begins_at_its_start_where_that_is_30_min_ahead(ahead: int, begins: int) -> None:
    assert covered(Order((accepted(0, ahead),), ends=(HOUR,)), HOUR) == ([(begins, HOUR)], [])


def test_a_booking_is_nothing_before_its_start_which_is_when_that_changes() -> None:
    trace = traced(Order((accepted(0, HOUR),)), HOUR - 1)

    assert (trace.work, trace.unknown, trace.changes) == ([(HOUR, HOUR)], [], [HOUR])


def test_carried_out_early_it_begins_at_its_first_pick_up_and_lasts_to_its_last_completion() -> None:
    order = Order(
        (accepted(0, 9 * HOUR),), ends=(3 * HOUR, 4 * HOUR), picked_up=(HOUR, 2 * HOUR), cancelled=(5 * HOUR,)
    )

    assert covered(order, 12 * HOUR) == ([(HOUR, 4 * HOUR)], [])
    assert only(order).place == (HOUR, "360104", "delivery")


def test_a_pick_up_longer_before_the_end_than_an_order_lasts_says_nothing() -> None:
    order = Order((accepted(0, 9 * HOUR),), ends=(6 * HOUR,), picked_up=(2 * HOUR - 1, 3 * HOUR))

    assert covered(order, 12 * HOUR) == ([(3 * HOUR, 6 * HOUR)], [])


@pytest.mark.parametrize(("end", "since"), [(HOUR, 0), (4 * HOUR, 0), (6 * HOUR, 2 * HOUR)])
def test_without_a_pick_up_the_time_to_its_end_is_unknown_for_as_long_as_an_order_lasts(end: int, since: int) -> None:
    order = Order((accepted(0, 9 * HOUR),), ends=(end,))

    assert covered(order, 12 * HOUR) == ([], [(since, end, EARLY)])
    assert only(order).place == (since, "360104", "delivery")


def test_cancelled_before_its_start_it_begins_nothing_where_it_was_not_picked_up() -> None:
    order = Order((accepted(0, 9 * HOUR),), cancelled=(HOUR,), picked_up=(HOUR,))

    assert covered(order, 12 * HOUR) == ([], [])
    assert only(order).place is None


def test_cancelled_after_a_pick_up_it_was_carried_out_early() -> None:
    near, far = ((at,) for at in (HOUR, 0))

    assert covered(Order((accepted(0, 9 * HOUR),), cancelled=(2 * HOUR,), picked_up=near), 12 * HOUR)[0] == [
        (HOUR, 2 * HOUR)
    ]
    assert covered(Order((accepted(0, 9 * HOUR),), cancelled=(5 * HOUR,), picked_up=far), 12 * HOUR) == (
        [],
        [(HOUR, 5 * HOUR, EARLY)],
    )


def test_an_end_at_its_start_is_no_early_one() -> None:
    assert covered(Order((accepted(0, HOUR),), ends=(HOUR,)), 12 * HOUR) == ([], [])


def test_picked_up_early_the_time_from_the_last_pick_up_to_its_start_is_unknown() -> None:
    order = Order((accepted(0, 9 * HOUR),), picked_up=(6 * HOUR, 7 * HOUR), ends=(10 * HOUR,))

    assert covered(order, 12 * HOUR) == ([(9 * HOUR, 10 * HOUR)], [(7 * HOUR, 9 * HOUR, EARLY)])


def test_until_its_start_such_time_runs_with_the_clock() -> None:
    trace = traced(Order((accepted(0, 9 * HOUR),), picked_up=(6 * HOUR,)), 8 * HOUR)

    assert (trace.unknown, trace.growing, set(trace.changes)) == ([(6 * HOUR, 8 * HOUR, EARLY)], True, {9 * HOUR})


@pytest.mark.parametrize(("picked_up", "unknown"), [(5 * HOUR, [(5 * HOUR, 9 * HOUR, EARLY)]), (5 * HOUR - 1, [])])
def test_a_pick_up_longer_before_its_start_than_an_order_lasts_says_nothing(picked_up: int, unknown: object) -> None:
    order = Order((accepted(0, 9 * HOUR),), picked_up=(picked_up,), ends=(9 * HOUR,))

    assert covered(order, 12 * HOUR) == ([], unknown)


def test_what_comes_before_its_acceptance_is_of_no_booking() -> None:
    order = Order((accepted(2 * HOUR, 9 * HOUR),), ends=(HOUR,), picked_up=(HOUR,))

    assert covered(order, 12 * HOUR)[1] == [(9 * HOUR, 9 * HOUR + SILENCE, OPEN)]


def test_acceptances_that_begin_at_one_instant_are_one_that_of_the_first() -> None:
    order = Order((accepted(0, HOUR, area="360102"), accepted(HOUR, area="360103")), ends=(2 * HOUR,))

    assert covered(order, 12 * HOUR) == ([(HOUR, 2 * HOUR)], [])
    assert only(order).place == (HOUR, "360102", "delivery")


def test_with_an_end_between_a_booking_begins_within_the_longest_order_too() -> None:
    order = Order((accepted(0), accepted(30 * MINUTE, 2 * HOUR)), ends=(HOUR, 3 * HOUR))

    assert covered(order, 12 * HOUR) == ([(0, HOUR), (2 * HOUR, 3 * HOUR)], [])


def test_a_booking_that_begins_nothing_leaves_counting_and_place_to_the_next_acceptance() -> None:
    booked, plain = accepted(0, 9 * HOUR, area="360102"), accepted(HOUR, area="360103", assigned="grabbed")
    part = only(Order((booked, plain), cancelled=(HOUR,)))

    assert (part.counted, part.place) == (plain, (HOUR, "360103", "delivery"))


def test_where_none_begins_anything_the_first_acceptance_counts() -> None:
    booked = accepted(0, 9 * HOUR)

    part = only(Order((booked,), cancelled=(HOUR,)))

    assert (part.counted, part.on_at) == (booked, None)


def test_a_booking_has_no_promise() -> None:
    assert only(Order((accepted(0, HOUR, promised_at=2 * HOUR),))).promised_ms is None
    assert only(Order((accepted(0, 30 * MINUTE - 1, promised_at=HOUR),))).promised_ms == HOUR
