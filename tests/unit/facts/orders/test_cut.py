from itertools import permutations

import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.orders.cut import cut_order, in_hand, part_before
from streams.facts.orders.order import Order
from streams.facts.orders.parts import parts_of
from streams.facts.tolerance import STANDARD
from tests.unit.facts.small_orders import NO_SESSIONS, accepted, covered, only

DAY = 24 * HOUR
T = 10 * DAY


def cut(order: Order) -> Order:
    return cut_order(order, T, STANDARD, NO_SESSIONS)


def instants(order: Order) -> tuple[list[int], list[int], list[int]]:
    return [each.at for each in order.acceptances], list(order.ends), list(order.picked_up)


def used(*days: int) -> Order:
    """An order that is accepted on each of these days, picked up after half an hour, and ended after an hour."""
    ons = [day * DAY for day in days]
    acceptances = tuple(accepted(on) for on in ons)
    return Order(acceptances, tuple(on + HOUR for on in ons), picked_up=tuple(on + HOUR // 2 for on in ons))


def test_what_lies_behind_the_cut_is_not_touched() -> None:
    given = used(10, 11)

    assert cut(given) is given


def test_of_the_orders_that_share_an_id_the_last_one_before_the_cut_stays() -> None:
    given = used(1, 2, 3, 10)

    found = cut(given)

    assert instants(found) == ([3 * DAY, T], [3 * DAY + HOUR, T + HOUR], [3 * DAY + HOUR // 2, T + HOUR // 2])
    assert [p.ended(NO_SESSIONS) for p in parts_of(found, STANDARD)] == [
        [(3 * DAY, 3 * DAY + HOUR)],
        [(T, T + HOUR)],
    ]
    assert cut_order(found, T + 1, STANDARD, NO_SESSIONS) == used(10)


def test_of_acceptances_without_an_end_the_first_and_the_last_stay() -> None:
    given = Order(tuple(accepted(day * DAY) for day in range(9)), picked_up=tuple(day * DAY + 1 for day in range(9)))

    assert instants(cut(given)) == ([0, 8 * DAY], [], [8 * DAY + 1])


def test_of_many_ends_those_stay_that_belong_to_an_acceptance_or_decide_on_bookings() -> None:
    given = Order((accepted(0),), tuple(range(HOUR, 9 * DAY, HOUR)), tuple(range(HOUR, 9 * DAY, HOUR)))

    assert instants(cut(given)) == ([0], [HOUR, 9 * DAY - HOUR], [])
    assert cut(given).steps == ()


def test_of_pick_ups_the_last_one_in_time_stays() -> None:
    given = Order((accepted(0),), picked_up=(MINUTE, HOUR, 3 * HOUR, 5 * HOUR, 6 * HOUR))

    found = cut(given)

    assert covered(found, T) == covered(given, T)
    assert len(found.picked_up) < 5


def test_what_is_less_than_a_day_old_stays_whole() -> None:
    given = Order((accepted(T - HOUR),), (T - 5 * MINUTE, T - 4 * MINUTE), picked_up=(T - 9 * MINUTE, T - 8 * MINUTE))

    assert cut(given) == given


@pytest.mark.parametrize("later", [{"ends": (T + HOUR,)}, {"cancelled": (T + HOUR,)}, {"picked_up": (T + HOUR,)}, {}])
@pytest.mark.parametrize("starts_at", [T + 2 * HOUR, T + DAY, T - HOUR])
def test_a_booking_reads_the_same_after_the_cut_whatever_is_stated_later(
    starts_at: int, later: dict[str, tuple[int, ...]]
) -> None:
    """With pick-ups and an end before the cut, one that lies more than a day before it and one that does not."""
    for picked_up in ((), (DAY,), (DAY, 2 * DAY), (2 * DAY, T - HOUR), (T - 2 * HOUR, T - HOUR)):
        for ends, cancelled in ((), ()), ((3 * DAY,), ()), ((), (3 * DAY, 4 * DAY)), ((T - HOUR,), (4 * DAY,)):
            booked = Order((accepted(0, starts_at),), ends, (), (), 0, (), cancelled, picked_up)
            whole, left = with_more(booked, later), with_more(cut(booked), later)

            assert covered(left, T + 2 * DAY) == covered(whole, T + 2 * DAY)
            assert (only(left).counted, only(left).on_at) == (only(whole).counted, only(whole).on_at)


def with_more(order: Order, later: dict[str, tuple[int, ...]]) -> Order:
    return Order(
        order.acceptances,
        (*order.ends, *later.get("ends", ())),
        order.steps,
        order.promises,
        order.no_work_before,
        order.worked,
        (*order.cancelled, *later.get("cancelled", ())),
        (*order.picked_up, *later.get("picked_up", ())),
    )


def test_promises_that_count_stay_those_of_acceptances_too() -> None:
    said = [(0, 30 * MINUTE), (5 * MINUTE, 40 * MINUTE), (10 * MINUTE, 50 * MINUTE), (10 * MINUTE + 1, 60 * MINUTE)]
    for (begin, first), *others in permutations(said):
        if begin == 0:
            accepts, *changes = others
            acceptances = (accepted(0, promised_at=first), accepted(accepts[0], promised_at=accepts[1]))
            given = Order(acceptances, (HOUR,), (), tuple(sorted(changes)))

            assert only(cut(given)).promised_ms == only(given).promised_ms == 50 * MINUTE
            assert len(cut(given).promises) <= 2


def test_an_order_without_an_end_is_in_hand_for_as_long_as_one_may_come_that_is_believed() -> None:
    open_, ended = Order((accepted(0),)), Order((accepted(0),), (HOUR,))

    assert [in_hand(only(open_), at) for at in (DAY, DAY + 1)] == [True, False]
    assert not in_hand(only(ended), HOUR)


def test_where_none_was_accepted_before_the_cut_the_first_stays() -> None:
    parts = parts_of(Order((accepted(T),), (1, 2)), STANDARD)

    assert part_before(parts, T) is parts[0]
    assert instants(cut(Order((accepted(T),), (1, 2)))) == ([T], [], [])
