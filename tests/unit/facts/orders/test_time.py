import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.orders.order import Order
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Reason
from tests.unit.facts.small_orders import accepted, covered, only, traced

SILENCE = STANDARD.silence
FOUR = STANDARD.longest_order["delivery"]
LONG, OPEN = Reason.LONG_ORDER, Reason.OPEN_ORDER


@pytest.mark.parametrize(("late", "stated"), [(0, True), (1, False)])
def test_an_end_is_believed_four_hours_after_the_acceptance_and_not_a_millisecond_later(
    late: int, stated: bool
) -> None:
    found = covered(Order((accepted(0),), ends=(FOUR + late,)), 2 * FOUR)

    assert found == (([(0, FOUR)], []) if stated else ([], [(0, FOUR, LONG)]))


def test_of_a_ride_an_end_twelve_hours_later_is_believed() -> None:
    ride = Order((accepted(0, sector="ride_hailing"),), ends=(12 * HOUR,))

    assert covered(ride, 24 * HOUR) == ([(0, 12 * HOUR)], [])


def test_with_a_later_end_it_is_work_to_the_last_pick_up_in_time_and_unknown_to_the_longest_order() -> None:
    order = Order((accepted(0),), ends=(6 * HOUR,), picked_up=(HOUR, FOUR + 1))

    assert covered(order, 7 * HOUR) == ([(0, HOUR)], [(HOUR, FOUR, LONG)])


def test_a_pick_up_just_as_long_after_the_beginning_leaves_nothing_unknown() -> None:
    assert covered(Order((accepted(0),), ends=(6 * HOUR,), picked_up=(FOUR,)), 7 * HOUR) == ([(0, FOUR)], [])


def test_an_open_order_is_work_up_to_its_last_pick_up_and_then_unknown_for_two_hours() -> None:
    order = Order((accepted(0),), picked_up=(HOUR,))

    running, over = traced(order, 2 * HOUR), traced(order, HOUR + SILENCE)

    assert (running.work, running.unknown) == ([(0, HOUR)], [(HOUR, 2 * HOUR, OPEN)])
    assert (running.growing, running.changes) == (True, [HOUR + SILENCE])
    assert (over.unknown, over.growing, over.changes) == ([(HOUR, HOUR + SILENCE, OPEN)], False, [])


def test_the_longest_order_ends_what_is_unknown_of_an_open_one_too() -> None:
    order = Order((accepted(0),), picked_up=(3 * HOUR,))

    assert covered(order, 9 * HOUR) == ([(0, 3 * HOUR)], [(3 * HOUR, FOUR, OPEN)])
    assert traced(order, 3 * HOUR).changes == [FOUR]


def test_a_changed_promise_is_no_work() -> None:
    order = Order((accepted(0),), steps=(HOUR,), promises=((HOUR, 2 * HOUR),))

    assert covered(order, 9 * HOUR) == ([], [(0, SILENCE, OPEN)])


def test_a_further_acceptance_within_the_longest_order_begins_nothing() -> None:
    order = Order((accepted(0), accepted(FOUR - 1)))

    assert covered(order, 24 * HOUR) == ([], [(0, SILENCE, OPEN)])


def test_one_that_comes_as_long_after_it_begins_anew() -> None:
    order = Order((accepted(0), accepted(FOUR)))

    assert covered(order, 24 * HOUR) == ([], [(0, SILENCE, OPEN), (FOUR, FOUR + SILENCE, OPEN)])


def test_after_one_that_begins_nothing_the_longest_order_still_counts_from_the_one_before() -> None:
    order = Order((accepted(0), accepted(HOUR), accepted(FOUR)))

    assert covered(order, 24 * HOUR)[1] == [(0, SILENCE, OPEN), (FOUR, FOUR + SILENCE, OPEN)]


def test_an_end_at_the_instant_of_an_acceptance_ends_the_one_before_it() -> None:
    order = Order((accepted(0), accepted(HOUR)), ends=(HOUR,))

    assert covered(order, 9 * HOUR) == ([(0, HOUR)], [(HOUR, HOUR + SILENCE, OPEN)])


def test_where_none_is_before_it_that_one_ends_at_once_and_gives_a_place_all_the_same() -> None:
    order = Order((accepted(HOUR),), ends=(HOUR,))

    assert covered(order, 9 * HOUR) == ([], [])
    assert only(order).place == (HOUR, "360104", "delivery")


def test_an_end_before_every_acceptance_ends_nothing() -> None:
    order = Order((accepted(HOUR),), ends=(0, 2 * HOUR))

    assert covered(order, 9 * HOUR) == ([(HOUR, 2 * HOUR)], [])


def test_an_order_lies_where_its_last_instant_lies_the_start_of_a_booked_one_included() -> None:
    assert Order((accepted(0, HOUR), accepted(5)), ends=(7,)).last_instant() == HOUR
    assert Order((accepted(0),), ends=(7,), steps=(8,), picked_up=(9,)).last_instant() == 9


@pytest.mark.parametrize(
    ("promised_at", "counts"), [(20 * MINUTE, 20 * MINUTE), (5 * HOUR, 90 * MINUTE), (90 * MINUTE, 90 * MINUTE)]
)
def test_a_promise_counts_as_the_longest_that_is_believed_at_most(promised_at: int, counts: int) -> None:
    assert only(Order((accepted(0, promised_at=promised_at),))).promised_ms == counts


def test_the_last_promise_of_the_first_ten_minutes_counts_and_of_one_instant_the_later() -> None:
    changes = ((5 * MINUTE, 50 * MINUTE), (10 * MINUTE, 30 * MINUTE), (10 * MINUTE, 40 * MINUTE))
    late = (10 * MINUTE + 1, 60 * MINUTE)

    order = Order((accepted(0, promised_at=20 * MINUTE),), promises=(*changes, late))

    assert only(order).promised_ms == 40 * MINUTE


def test_a_promise_before_the_beginning_is_one_of_no_length() -> None:
    assert only(Order((accepted(HOUR),), promises=((HOUR, 0),))).promised_ms == 0
