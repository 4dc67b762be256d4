"""The orders in a stretch without its break that are planted as pushed into it, on a stretch made by hand."""

import pytest

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.expected.rest import expected_dispatch, expected_rest
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import Offence, SimulatedSession
from streams.tools.city.spans import HOUR, MINUTE, WorkSpan
from tests.unit.city.town import START

SPAN = WorkSpan(START, START + 5 * HOUR)
DUE = START + 4 * HOUR
OFFENCE = Offence("breach", "platform", ("tuche",), (SPAN,))
ACROSS = Offence("breach", "cross_platform", ("tuche", "hema"), (SPAN,))


def order(said: int, on: int, *, pushed: bool = True) -> SimulatedOrder:
    return SimulatedOrder(0, said, on, on + 10 * MINUTE, pushed, 1_000, on + 20 * MINUTE, b"", None, None, None, ())


def planted(*orders: SimulatedOrder, offence: Offence = OFFENCE) -> list[ExpectedFinding]:
    session = SimulatedSession("tuche", (SPAN,))
    missed = expected_rest("a" * 64, offence)
    return list(expected_dispatch(missed, offence, [(session, SPAN, each) for each in orders]))


def test_the_first_order_pushed_after_the_limit_begins_it_and_the_next_heartbeat_proves_it() -> None:
    first, second = DUE + 5 * MINUTE + 1, DUE + 30 * MINUTE

    (one,) = planted(order(first, first), order(second, second))

    assert (one.rule, one.starts_at, one.ends_at) == ("dispatch_during_rest", first, SPAN.off)
    assert (one.true_from, one.ended_from) == (DUE + 6 * MINUTE, SPAN.off + 20 * MINUTE)


@pytest.mark.parametrize(
    ("said", "pushed"),
    [(DUE - MINUTE, True), (DUE, True), (DUE + 5 * MINUTE, False)],
    ids=["booked before the limit", "booked at the limit", "grabbed"],
)
def test_an_order_accepted_before_the_limit_or_grabbed_is_none(said: int, pushed: bool) -> None:
    assert planted(order(said, DUE + 10 * MINUTE, pushed=pushed)) == []


def test_an_order_booked_after_the_limit_begins_it_when_it_was_accepted() -> None:
    (one,) = planted(order(DUE + 2 * MINUTE, DUE + 10 * MINUTE))

    assert (one.starts_at, one.true_from) == (DUE + 2 * MINUTE, DUE + 11 * MINUTE)


def test_no_one_platform_can_have_seen_a_breach_across_platforms() -> None:
    assert planted(order(DUE + MINUTE, DUE + MINUTE), offence=ACROSS) == []
