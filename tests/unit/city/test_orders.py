"""The plan of orders: what it keeps to in shifts of each sort."""

from itertools import pairwise

from schemas.legal_days import legal_day
from streams.tools.city.people import PayLevel, Worker
from streams.tools.city.scenario import Scenario
from streams.tools.city.shifts.kinds import LIMIT
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.plans import OFFENCES, Plans
from streams.tools.city.spans import WorkSpan, reached
from tests.unit.city.town import START

PLANS = Plans(Scenario(6, START, None), 600, yesterday=False)


def orders_of(who: Worker, day: int) -> list[SimulatedOrder]:
    return [order for _, _, order in PLANS.orders(who, day)]


def test_orders_of_a_platform_come_one_after_the_other_and_lie_within_the_span_that_they_are_given_with() -> None:
    for who in PLANS.people[::40]:
        by_platform: dict[str, list[SimulatedOrder]] = {}
        for session, span, order in PLANS.orders(who, 0):
            assert span in session.spans
            assert (
                span.on <= order.accepted_at <= order.on < order.off < span.off
                or order.accepted_at < span.on <= order.on
            )
            by_platform.setdefault(session.platform, []).append(order)

        for orders in by_platform.values():
            assert all(before.off < after.on and before.on <= after.accepted_at for before, after in pairwise(orders))


def test_nobody_who_gets_the_minimum_to_the_fen_has_an_order_in_hand_at_midnight() -> None:
    exact = [who for who in PLANS.people if who.pay is PayLevel.EXACT]
    orders = [order for who in exact for order in orders_of(who, 0)]

    across = [order for order in orders if legal_day(order.on) != legal_day(order.off)]

    assert len({legal_day(order.on) for order in orders}) > 1
    assert across == []


def test_after_the_limit_some_platforms_push_and_some_do_not() -> None:
    pushed: dict[bool, list[int]] = {True: [], False: []}
    for who in PLANS.people:
        offence = PLANS.shift(who, 0).offence if PLANS.sort(who, 0) in OFFENCES else None
        if offence and (offence.kind, offence.scope) == ("breach", "platform"):
            late = WorkSpan(reached(offence.spans, LIMIT), offence.spans[-1].off)
            own = [order for order in orders_of(who, 0) if order.pushed and late.on < order.accepted_at < late.off]
            pushed[offence.pushes].append(len(own))

    assert sum(pushed[False]) == 0
    assert sum(map(bool, pushed[True])) > 10
    assert len(pushed[False]) > 10
