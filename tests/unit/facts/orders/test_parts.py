from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.orders.order import Order
from streams.facts.orders.parts import part_at, parts_of
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Reason
from tests.unit.facts.small_orders import NO_SESSIONS, accepted, covered


def test_an_acceptance_made_after_an_end_is_an_order_of_its_own_with_what_follows_it() -> None:
    order = Order((accepted(0), accepted(2 * HOUR)), ends=(HOUR,), picked_up=(30 * MINUTE, 3 * HOUR))

    first, second = parts_of(order, STANDARD)

    assert (first.accepted_at, first.stated.completed, first.stated.picked_up) == (0, (HOUR,), (30 * MINUTE,))
    assert (second.accepted_at, second.stated.completed, second.stated.picked_up) == (2 * HOUR, (), (3 * HOUR,))
    assert covered(order, 9 * HOUR) == ([(0, HOUR), (2 * HOUR, 3 * HOUR)], [(3 * HOUR, 5 * HOUR, Reason.OPEN_ORDER)])


def test_one_made_at_the_very_end_is_not() -> None:
    assert len(parts_of(Order((accepted(0), accepted(HOUR)), ends=(HOUR,)), STANDARD)) == 1


def test_an_end_at_the_acceptance_is_one_after_which_another_order_begins() -> None:
    assert len(parts_of(Order((accepted(0), accepted(1)), cancelled=(0,)), STANDARD)) == 2


def test_an_end_before_every_acceptance_begins_no_order() -> None:
    assert len(parts_of(Order((accepted(HOUR),), ends=(0,)), STANDARD)) == 1


def test_a_booking_made_before_the_end_is_no_order_of_its_own() -> None:
    assert len(parts_of(Order((accepted(0), accepted(1, HOUR)), ends=(2,)), STANDARD)) == 1


def test_each_has_its_own_promises_and_of_an_unknown_one_nothing_counts() -> None:
    order = Order((accepted(0, promised_at=HOUR), accepted(2 * HOUR)), (HOUR,), (), ((2 * HOUR, 2 * HOUR + 5),))

    assert [part.promised_ms for part in parts_of(order, STANDARD)] == [HOUR, 5]
    assert [part.counted for part in parts_of(Order(ends=(1,)), STANDARD)] == [None]


def test_a_statement_about_the_id_is_of_the_last_one_accepted_by_then_else_of_the_first() -> None:
    parts = parts_of(Order((accepted(HOUR), accepted(3 * HOUR)), ends=(2 * HOUR,)), STANDARD)

    found = [parts.index(part_at(parts, at)) for at in (0, HOUR, 3 * HOUR - 1, 3 * HOUR, 9 * HOUR)]

    assert found == [0, 0, 0, 1, 1]


def test_ended_intervals_are_those_of_ends_that_are_believed_and_work_is_all() -> None:
    (part,) = parts_of(Order((accepted(0), accepted(4 * HOUR)), (5 * HOUR,), picked_up=(HOUR,)), STANDARD)

    assert part.ended(NO_SESSIONS) == [(4 * HOUR, 5 * HOUR)]
    assert part.work(9 * HOUR, NO_SESSIONS) == [(0, HOUR), (4 * HOUR, 5 * HOUR)]


def test_of_an_order_cut_in_an_earlier_form_of_state_what_was_worked_is_its_first_ones() -> None:
    worked = ((0, HOUR),)
    order = Order((accepted(0), accepted(9 * HOUR)), (8 * HOUR, 10 * HOUR), (), (), 9 * HOUR, worked)

    first, second = parts_of(order, STANDARD)

    assert (first.ended(NO_SESSIONS), second.ended(NO_SESSIONS)) == ([*worked], [(9 * HOUR, 10 * HOUR)])
    assert covered(order, 12 * HOUR) == ([(9 * HOUR, 10 * HOUR)], [])
