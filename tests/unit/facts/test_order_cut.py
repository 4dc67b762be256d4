from itertools import permutations

import pytest

from streams.facts.orders.cut import cut_order
from streams.facts.orders.order import Acceptance, Order
from streams.facts.orders.time import ended_intervals
from streams.facts.tolerance import HOUR, MINUTE, STANDARD
from streams.facts.worktime.activity import promised_at
from streams.facts.worktime.legal_days import day_interval

DAY = 24 * HOUR
T = 10 * DAY
LATER = (T, T + HOUR)


def accepted(at: int, on_at: int | None = None, promised_at: int = -1) -> Acceptance:
    return Acceptance(at, f"e{at}", "pushed", "360104", "delivery", at if on_at is None else on_at, promised_at)


def cut(order: Order) -> Order:
    return cut_order(order, T, STANDARD)


def instants(order: Order) -> tuple[list[int], list[int], list[int]]:
    return [each.on_at for each in order.acceptances], list(order.ends), list(order.steps)


def used(*days: int) -> Order:
    """An order that is accepted on each of these days, picked up after half an hour, and ended after an hour."""
    ons = [day * DAY for day in days]
    acceptances = tuple(accepted(on) for on in ons)
    return Order(acceptances, tuple(on + HOUR for on in ons), tuple(on + HOUR // 2 for on in ons))


def test_what_lies_behind_the_cut_is_not_touched() -> None:
    given = used(10, 11)

    assert cut(given) is given


def test_the_first_acceptance_stays_and_of_ended_work_only_how_long_it_was_each_day() -> None:
    given = used(1, 2, 3, 10)

    found = cut(given)

    assert instants(found) == ([DAY, T], [3 * DAY + HOUR, T + HOUR], [T + HOUR // 2])
    assert found.no_work_before == T
    assert [end - start for start, end in ended_intervals(found, STANDARD)] == [HOUR] * 4
    assert cut_order(found, T + 1, STANDARD).worked == found.worked


def test_work_over_midnight_is_kept_on_both_days() -> None:
    midnight = day_interval(2)[0]
    given = Order((accepted(midnight - HOUR), accepted(T)), (midnight + 2 * HOUR,))

    assert cut(given).worked == ((day_interval(1)[0], day_interval(1)[0] + HOUR), (midnight, midnight + 2 * HOUR))


def test_of_an_order_in_hand_the_beginning_and_its_last_event_stay() -> None:
    given = Order((accepted(0), accepted(5 * DAY), accepted(T)), (HOUR,), (5 * DAY + 1, 5 * DAY + 2))

    found = cut(given)

    assert instants(found) == ([0, 5 * DAY, T], [HOUR], [5 * DAY + 2])
    assert found.no_work_before == 5 * DAY


def test_an_end_that_is_not_believed_stays_with_the_beginning_since_it_bars_later_ones() -> None:
    given = Order((accepted(0), accepted(T)), (DAY + 1, DAY + 5, DAY + 9))

    found = cut(given)

    assert instants(found)[1] == [DAY + 1, DAY + 9]
    assert found.no_work_before == 0


def test_an_end_at_a_beginning_stays_what_it_is() -> None:
    given = Order((accepted(0), accepted(HOUR), accepted(T)), (HOUR,))

    assert instants(cut(given)) == ([0, HOUR, T], [HOUR], [HOUR])


@pytest.mark.parametrize("booked_for", [HOUR, T + HOUR])
def test_a_booking_that_was_ended_before_its_start_stays_ended(booked_for: int) -> None:
    given = Order((accepted(0, booked_for), accepted(5 * DAY), accepted(T)), (9, 5 * DAY + HOUR))

    found = cut(given)

    assert (given.first_begins(), found.first_begins()) == (False, False)
    assert found.place() == given.place()


def test_promises_that_count_stay_those_of_acceptances_too() -> None:
    said = [(0, 3 * HOUR), (5 * MINUTE, 4 * HOUR), (10 * MINUTE, 5 * HOUR), (10 * MINUTE + 1, 6 * HOUR)]
    for (begin, first), *others in permutations(said):
        if begin == 0:
            accepts, *changes = others
            acceptances = (accepted(0, None, first), accepted(accepts[0], None, accepts[1]), accepted(T))
            given = Order(acceptances, (HOUR,), (), tuple(sorted(changes)))

            assert promised_at(cut(given)) == promised_at(given) == 5 * HOUR
            assert (10 * MINUTE + 1, 6 * HOUR) not in cut(given).promises
