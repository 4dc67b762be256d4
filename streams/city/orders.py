"""The orders of a session: one after the other inside each span of work, none in hand when the span ends.

Nor is any in hand in the `hush`, the minute around the instant at which a planted stretch reaches 4 h. An open order
would make that minute unknown, and the answer would be `undecidable` until the next heartbeat; then what must be found
would depend on the second at which one asks.
"""

import heapq
from collections.abc import Iterator
from itertools import count
from random import Random
from typing import NamedTuple

from streams.city.shift import minutes
from streams.city.spans import MINUTE, SECOND, Span
from streams.city.wording import Event, Wording, instant


class Habits(NamedTuple):
    """A sector's orders: minutes in hand, minutes between two, metres, the promise in tenths of the time they take."""

    in_hand: tuple[int, int]
    between: tuple[int, int]
    metres: tuple[int, int]
    promise: tuple[int, int]


HABITS = {
    "hema": Habits((15, 38), (1, 8), (600, 6_000), (10, 16)),
    "kuaisong": Habits((8, 25), (1, 5), (300, 4_000), (11, 30)),
    "tuche": Habits((10, 40), (2, 12), (2_000, 25_000), (9, 13)),
}
"""By platform, since each of the three stands for a sector."""

_FEN_A_MINUTE = (45, 75)
"""27 to 45 yuan for an hour of order time: no simulated worker is paid under the minimum wage."""

_BOOKED, _CANCELLED, _PROMISED_ANEW = 0.05, 0.04, 0.04
"""The shares of orders that are booked ahead (ride-hailing alone), cancelled, or promised anew."""


class Order(NamedTuple):
    """An order in hand in `[on, off)`, accepted at `said`, which is before `on` when it was booked."""

    number: int
    said: int
    on: int
    off: int


def order_events(rng: Random, wording: Wording, platform: str, span: Span, hush: Span, first: int) -> Iterator[Event]:
    """The order and pay events of a span in order of time; the orders are numbered from `first` on."""
    waiting: list[Event] = []
    for order in _orders(rng, platform, span, hush, first):
        while waiting and waiting[0].at < order.said:  # no later order was accepted before this one
            yield heapq.heappop(waiting)
        for event in _life(rng, wording, HABITS[platform], order):
            heapq.heappush(waiting, event)
    while waiting:
        yield heapq.heappop(waiting)


def _orders(rng: Random, platform: str, span: Span, hush: Span, first: int) -> Iterator[Order]:
    habits = HABITS[platform]
    previous = on = span.on + minutes(rng, 0, 6)
    for number in count(first):
        off = on + minutes(rng, *habits.in_hand)
        if on <= hush.off and hush.on <= off:
            on, off = hush.off + SECOND, hush.off + SECOND + off - on
        if off > span.off - 10 * SECOND:
            return
        booked = platform == "tuche" and number > first and rng.random() < _BOOKED
        yield Order(number, rng.randint(previous, on - MINUTE) if booked else on, on, off)
        previous, on = on, off + minutes(rng, *habits.between)


def _life(rng: Random, wording: Wording, habits: Habits, order: Order) -> Iterator[Event]:
    number, said, on, off = order
    promised = on + (off - on) * rng.randint(*habits.promise) // 10
    own = b',"assigned":"%b","distance_m":%d,"promised_at":"%b"' % (
        b"pushed" if rng.random() < 3 / 4 else b"grabbed",
        rng.randint(*habits.metres),
        instant(promised),
    )
    yield wording.order(number, b"accepted", said, own + b',"starts_at":"%b"' % instant(on) if said < on else own)
    if rng.random() < _CANCELLED:
        by = rng.choice((b"worker", b"customer", b"merchant", b"platform"))
        yield wording.order(number, b"cancelled", on + (off - on) // 4, b',"by":"%b"' % by)
        return
    picked_up = on + (off - on) * rng.randint(20, 45) // 100
    yield wording.order(number, b"picked_up", picked_up)
    if rng.random() < _PROMISED_ANEW:
        anew = b',"promised_at":"%b"' % instant(promised + minutes(rng, 5, 15))
        yield wording.order(number, b"promise_changed", (picked_up + off) // 2, anew)
    yield wording.order(number, b"completed", off)
    yield wording.pay(number, off + 3 * SECOND, (off - on) * rng.randint(*_FEN_A_MINUTE) // MINUTE)
