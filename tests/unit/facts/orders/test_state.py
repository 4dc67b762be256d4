"""Orders in state of the release before, whose ends were of any kind and whose pick-ups were steps among others."""

import msgspec

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from streams.facts.orders.large import LargeOrder
from streams.facts.orders.order import Order
from streams.facts.worktime.coverage import Reason
from tests.unit.facts.small_orders import covered, only

ACCEPTANCE = [0, "e1", "pushed", "360104", "delivery", 0, 30 * MINUTE, 900]


def read(*fields: object) -> Order:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(fields), type=Order)


def test_a_step_of_it_is_no_known_pick_up() -> None:
    order = read([ACCEPTANCE], [], [HOUR], [], 0, [])

    assert covered(order, 9 * HOUR) == ([], [(0, 2 * HOUR, Reason.OPEN_ORDER)])
    assert only(order).promised_ms == 30 * MINUTE


def test_an_end_of_it_counts_as_a_completion() -> None:
    booked = [*ACCEPTANCE[:5], 3 * HOUR, -1, -1]

    assert covered(read([ACCEPTANCE], [HOUR], [], [], 0, []), 9 * HOUR) == ([(0, HOUR)], [])
    assert covered(read([booked], [HOUR], [], [], 0, []), 9 * HOUR) == ([], [(0, HOUR, Reason.EARLY_ORDER)])


def test_a_large_one_is_read_too() -> None:
    fields = [[ACCEPTANCE], [HOUR], [], [], 0, [], 0, 2, 70]

    large = msgspec.msgpack.decode(msgspec.msgpack.encode(fields), type=LargeOrder)

    assert covered(large.whole(), 9 * HOUR) == ([(0, HOUR)], [])
    assert LargeOrder.of(large.whole()).whole() == large.whole()
