"""The orders of a session, each with all that will be sent about it: one after the other inside each span of work.

None is in hand when a span ends. Nor is any in hand in a quiet span, the minute around the instant at which an offending
stretch reaches 4 h. An open order would make that minute unknown, and the finding `undecidable` until the next heartbeat; the
expected findings would then depend on the second at which the rules are evaluated.
"""

from collections.abc import Iterator
from itertools import count
from random import Random
from typing import NamedTuple

from streams.tools.city.pay import SimulatedPay, pay_statements
from streams.tools.city.people import PayLevel, Worker
from streams.tools.city.spans import MINUTE, SECOND, WorkSpan, minutes
from streams.tools.city.weather.storm import Conduct


class SectorHabits(NamedTuple):
    """A sector's orders: minutes in hand, minutes between two, metres a minute, the promise in tenths of the time they take."""

    in_hand: tuple[int, int]
    between: tuple[int, int]
    metres: tuple[int, int]
    promise: tuple[int, int]


HABITS = {
    "hema": SectorHabits((15, 38), (1, 8), (70, 150), (10, 16)),
    "kuaisong": SectorHabits((8, 25), (1, 5), (60, 150), (12, 24)),
    "tuche": SectorHabits((10, 40), (2, 12), (250, 600), (9, 13)),
}
"""The habits by platform, since each of the three stands for a sector."""

_BOOKED, _CANCELLED, _PROMISED_ANEW, _REPEATED = 0.05, 0.04, 0.04, 0.02
"""The shares of orders that are booked ahead (ride-hailing alone), cancelled, promised anew, or have their end sent twice."""

_AHEAD = 30 * MINUTE
"""A booking begins so much later than it is accepted, or more: an order with a nearer start begins at once."""

_FIRST, _FIRST_WHEN_LIMITED = (0, 6), (20, 70)
"""Minutes from the beginning of a span to its first order."""

_PUSHED = 3 / 4  # of the orders; the others are grabbed
_PICKED_UP_LATE = 0.02  # of the orders
_SIX_MINUTES = 6 * MINUTE
"""Six minutes: of any hourly minimum in tens of fen they are whole fen."""

_RAIN_FEN = (200, 500)
"""Two to five yuan more an order, on the platform that pays a weather subsidy."""


class SimulatedOrder(NamedTuple):
    """An order in hand in `[on, off)`, accepted at `accepted_at`, which is before `on` if it was booked. Instants in ms.

    `cancelled_by`: who cancelled it at `off`; empty where it was completed. `picked_up`: the instants of the pick-up and of
    sending it. `new_promise`: the instant of a second promise, and the promised one. `repeated_at`: of sending its end again.
    """

    number: int
    accepted_at: int
    on: int
    off: int
    pushed: bool
    metres: int
    promised: int
    cancelled_by: bytes
    picked_up: tuple[int, int] | None
    new_promise: tuple[int, int] | None
    repeated_at: int | None
    pay: tuple[SimulatedPay, ...]


class OrderBounds(NamedTuple):
    """The bounds of a shift's orders: quiet spans by time, a span in which none is pushed, and the platform's conduct."""

    quiet: tuple[WorkSpan, ...]
    unpushed: WorkSpan
    conduct: Conduct


def span_orders(
    rng: Random, who: Worker, platform: str, span: WorkSpan, bounds: OrderBounds, first: int
) -> Iterator[SimulatedOrder]:
    """The orders of a span in order of time, numbered from `first` on."""
    habits, conduct = HABITS[platform], bounds.conduct
    limited = conduct.limits and conduct.in_force(span.on)
    previous = on = span.on + minutes(rng, *(_FIRST_WHEN_LIMITED if limited else _FIRST))
    for number in count(first):
        in_hand = conduct.in_hand if conduct.in_force(on) and conduct.in_hand is not None else habits.in_hand
        on, off = _clear(on, on + _length(rng, who, in_hand), bounds.quiet)
        if off > span.off - 10 * SECOND:
            return
        booked = platform == "tuche" and number > first and rng.random() < _BOOKED and previous <= on - _AHEAD
        accepted_at = rng.randint(previous, on - _AHEAD) if booked else on
        yield _order(rng, who, platform, number, accepted_at, WorkSpan(on, off), bounds)
        between = conduct.between if conduct.in_force(off) and conduct.between is not None else habits.between
        previous, on = on, off + minutes(rng, *between)


def _length(rng: Random, who: Worker, in_hand: tuple[int, int]) -> int:
    length = minutes(rng, *in_hand)
    return (length // _SIX_MINUTES + 1) * _SIX_MINUTES if who.pay is PayLevel.EXACT else length


def _clear(on: int, off: int, quiet: tuple[WorkSpan, ...]) -> tuple[int, int]:
    """The interval, moved behind each quiet span that it would touch; its length stays."""
    for span in quiet:
        if on <= span.off and span.on <= off:
            on, off = span.off + SECOND, span.off + SECOND + off - on
    return on, off


def _order(
    rng: Random, who: Worker, platform: str, number: int, accepted_at: int, work: WorkSpan, bounds: OrderBounds
) -> SimulatedOrder:
    on, off = work
    conduct, habits = bounds.conduct, HABITS[platform]
    cancelled = rng.random() < _CANCELLED and who.pay is not PayLevel.EXACT
    easing = conduct.in_force(accepted_at)
    promised = on + (off - on) * rng.randint(*habits.promise) * (conduct.promise if easing else 100) // 1_000
    metres = (off - on) * rng.randint(*habits.metres) // MINUTE
    unpushed = conduct.forbids_push(accepted_at) or bounds.unpushed.on <= accepted_at < bounds.unpushed.off
    pushed = rng.random() < _PUSHED and not unpushed
    subsidy = rng.randint(*_RAIN_FEN) if easing and conduct.subsidy else 0
    ended = on + (off - on) // 4 if cancelled else off
    pay = pay_statements(rng, who, platform, WorkSpan(on, ended), subsidy)
    repeated_at = ended + minutes(rng, 1, 30) if rng.random() < _REPEATED else None
    if cancelled:
        by = rng.choice((b"worker", b"customer", b"merchant", b"platform"))
        return SimulatedOrder(
            number, accepted_at, on, ended, pushed, metres, promised, by, None, None, repeated_at, pay
        )
    at = on + (off - on) * rng.randint(20, 45) // 100
    picked_up = (at, at + minutes(rng, 60, 180) if rng.random() < _PICKED_UP_LATE else at)
    new_promise = ((at + off) // 2, promised + minutes(rng, 5, 15)) if rng.random() < _PROMISED_ANEW else None
    return SimulatedOrder(
        number, accepted_at, on, off, pushed, metres, promised, b"", picked_up, new_promise, repeated_at, pay
    )
