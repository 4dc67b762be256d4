"""The reading of one order at the instants right after `t`: work, unknown with its reasons, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tests.oracle.law import HOUR, measured
from tests.oracle.orders.facts import InHand, Order

WORK = "work"
OPEN_ORDER = "open_order"
LONG_ORDER = "long_order"
EARLY_ORDER = "early_order"
DAY = 24 * HOUR
"""A courier's order lasts no longer, and counts by sessions where one was seen so near."""


@dataclass(frozen=True)
class Claim:
    """`[start, end)` is as it `says`.

    `by_sessions`: only where it lies in session time and, but for `early_order`, work or unknown as that is.
    """

    start: int
    end: int
    says: str
    by_sessions: bool = False


@lru_cache(maxsize=4096)
def claims(order: Order) -> list[Claim]:
    return [*_before_starts(order), *(claim for begun in order.begun for claim in _from_on(order, begun))]


def order_says(order: Order, t: int, sessions: frozenset[str]) -> frozenset[str]:
    """`sessions`: what the worker's sessions on that platform say of it."""
    answers: set[str] = set()
    for claim in claims(order):
        if claim.start <= t < claim.end:
            if not claim.by_sessions:
                answers.add(claim.says)
            elif claim.says == EARLY_ORDER:
                answers |= {EARLY_ORDER} if sessions else set()
            else:
                answers |= {WORK} if WORK in sessions else sessions
    return frozenset(answers)


def ended(order: Order) -> list[tuple[int, int]]:
    """Its intervals from an on to an end that is believed, couriers' in sessions up to 24 h."""
    found = []
    for begun in order.begun:
        if begun.end is not None:
            if by_sessions(order, begun.by.sector, begun.on):
                found.append((begun.on, min(begun.end, begun.on + DAY)))
            elif begun.end - begun.on <= begun.by.longest:
                found.append((begun.on, begun.end))
    return found


def by_sessions(order: Order, sector: str, t: int) -> bool:
    return sector == "courier" and any(t - DAY <= sign <= t + DAY for sign in order.signs)


def _before_starts(order: Order) -> Iterator[Claim]:
    for early in order.early:
        yield Claim(early.start, early.end, EARLY_ORDER, by_sessions(order, early.by.sector, early.start))


def _from_on(order: Order, begun: InHand) -> Iterator[Claim]:
    on, end = begun.on, begun.end
    if by_sessions(order, begun.by.sector, on):
        yield Claim(on, _parcel_until(order, begun), WORK, by_sessions=True)
        return
    if end is not None and end - on <= begun.by.longest:
        yield Claim(on, end, WORK)
        return
    last = max(p for p in (on, *order.picked_up) if on <= p <= on + begun.by.longest and not _is_after(p, begun))
    yield Claim(on, last, WORK)
    if end is not None:
        yield Claim(last, on + begun.by.longest, LONG_ORDER)
    else:
        until = (last + measured(on).silence, on + begun.by.longest, *filter(None, (begun.next_on,)))
        yield Claim(last, min(until), OPEN_ORDER)


def _parcel_until(order: Order, begun: InHand) -> int:
    if begun.end is not None:
        return min(begun.end, begun.on + DAY)
    last = max(p for p in (begun.on, *order.picked_up) if begun.on <= p and not _is_after(p, begun))
    return min(last + measured(begun.on).silence, begun.on + DAY, *filter(None, (begun.next_on,)))


def _is_after(t: int, begun: InHand) -> bool:
    return begun.next_on is not None and t > begun.next_on
