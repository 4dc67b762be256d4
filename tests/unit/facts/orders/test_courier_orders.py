import pytest

from schemas.instants import HOUR_MS as HOUR
from streams.facts.orders.cut import cut_order
from streams.facts.orders.order import Order
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.tolerance import STANDARD
from streams.facts.worktime.coverage import Reason, Trace
from tests.unit.facts.small_orders import NO_SESSIONS, accepted, covered, only, sessions, stated, traced

DAY = 24 * HOUR


def courier(*ends: int, picked_up: tuple[int, ...] = (), at: int = DAY, starts_at: int | None = None) -> Order:
    return Order((accepted(at, starts_at, sector="courier"),), ends, picked_up=picked_up)


def test_it_counts_where_it_lies_in_session_time_however_long_it_lasts() -> None:
    order = courier(DAY + 7 * HOUR)

    found = covered(order, 3 * DAY, stated((DAY - HOUR, DAY + HOUR), (DAY + 6 * HOUR, DAY + 9 * HOUR)))

    assert found == ([(DAY, DAY + HOUR), (DAY + 6 * HOUR, DAY + 7 * HOUR)], [])


def test_where_the_session_is_unknown_so_is_the_order() -> None:
    found = covered(courier(DAY + 3 * HOUR), 3 * DAY, sessions([(DAY, DAY + HOUR, DAY + 9 * HOUR)]))

    assert found == ([(DAY, DAY + HOUR)], [(DAY + HOUR, DAY + 3 * HOUR, Reason.OPEN_SESSION)])


def test_it_is_cut_at_24_h_and_ended() -> None:
    order, online = courier(2 * DAY + HOUR), stated((DAY, 3 * DAY))

    assert covered(order, 3 * DAY, online) == ([(DAY, 2 * DAY)], [])
    assert only(order).ended(online) == [(DAY, 2 * DAY)]


@pytest.mark.parametrize(("picked_up", "until"), [((), 2), ((DAY + HOUR,), 3), ((DAY + 23 * HOUR,), 24)])
def test_without_an_end_it_lasts_2_h_from_its_last_pick_up_within_24_h(picked_up: tuple[int, ...], until: int) -> None:
    order, online = courier(picked_up=picked_up), stated((DAY, 3 * DAY))

    assert covered(order, 3 * DAY, online) == ([(DAY, DAY + until * HOUR)], [])
    assert only(order).ended(online) == []
    assert traced(order, max((DAY + HOUR, *picked_up)), online).changes == [DAY + until * HOUR]


@pytest.mark.parametrize(("away", "by_sessions"), [(0, True), (1, False)])
def test_a_sign_of_a_session_24_h_before_or_after_makes_the_difference(away: int, by_sessions: bool) -> None:
    order = courier(DAY + HOUR)

    for online in (stated((-1 - away, -away)), stated((2 * DAY + away, 2 * DAY + away + 1))):
        assert covered(order, 4 * DAY, online) == (([] if by_sessions else [(DAY, DAY + HOUR)]), [])


def test_as_other_orders_it_lasts_4_h_at_most() -> None:
    assert covered(courier(DAY + 5 * HOUR), 3 * DAY) == ([], [(DAY, DAY + 4 * HOUR, Reason.LONG_ORDER)])


def test_unknown_time_before_its_start_stays_unknown_within_sessions() -> None:
    order = courier(DAY + 3 * HOUR, picked_up=(DAY + HOUR,), starts_at=DAY + 2 * HOUR)

    found = covered(order, 3 * DAY, sessions([(DAY, DAY + 90 * 60_000, DAY + 9 * HOUR)]))

    assert found[1] == [
        (DAY + HOUR, DAY + 90 * 60_000, Reason.EARLY_ORDER),
        (DAY + 90 * 60_000, DAY + 2 * HOUR, Reason.EARLY_ORDER),
        (DAY + 2 * HOUR, DAY + 3 * HOUR, Reason.OPEN_SESSION),
    ]


def test_a_cut_remembers_that_a_session_was_near_though_its_signs_are_gone() -> None:
    order, at = courier(2 * DAY), DAY + 6 * HOUR

    left = cut_order(order, at, STANDARD, stated((DAY - HOUR, DAY)))

    assert left.near == (DAY,)
    assert covered(left, 3 * DAY) == covered(order, 3 * DAY, stated((DAY - HOUR, DAY))) == ([], [])
    assert cut_order(left, at + 1, STANDARD, NO_SESSIONS).near == (DAY,)


def test_the_last_sign_before_a_cut_counts_for_orders_after_it() -> None:
    online = stated((DAY - HOUR, DAY))
    known = SessionTime((), Trace(), online.last_sign_before(DAY + 1))

    assert [online.last_sign_before(at) for at in (DAY - HOUR, DAY, DAY + 1)] == [-1, DAY - HOUR, DAY]
    assert [known.has_signs_near(DAY + at) for at in (DAY, DAY + 1)] == [True, False]
