"""What one session or one order says of the instants right after `t`: work, unknown with its reason, or nothing.

Nothing happens between two neighbouring instants of `turning_points`: the answer at the first holds up to the second.
"""

from tests.oracle.facts import Facts, Order
from tests.oracle.law import BELIEF, SILENCE
from tests.oracle.session_reading import WORK, first_after, last_at_or_before, ons_of_others, session_says, turns_of

__all__ = ["OPEN_ORDER", "WORK", "order_says", "says", "turning_points"]

OPEN_ORDER = "open_order"


def turning_points(facts: Facts, now: int) -> set[int]:
    """Every instant up to `now` at which the reading of a session or an order can change."""
    turns = {now}
    for session in facts.sessions:
        turns |= turns_of(session)
    for order in facts.orders:
        events = {*order.events, *order.ons}
        turns |= events | {event + SILENCE for event in events} | set(order.offs)
    return {turn for turn in turns if turn <= now}


def order_says(order: Order, t: int) -> str | None:
    on = last_at_or_before(order.ons, t)
    if on is None:
        return None
    next_on, next_off = first_after(order.ons, on), first_after(order.offs, on)
    if next_off is not None and (next_on is None or next_off < next_on) and next_off - on <= BELIEF:
        return WORK if t < next_off else None
    own_last = max([on, *(event for event in order.events if on < event and (next_on is None or event < next_on))])
    if t < own_last:
        return WORK
    return OPEN_ORDER if t < own_last + SILENCE else None


def says(facts: Facts, t: int, now: int) -> tuple[frozenset[str], frozenset[str]]:
    """What all orders say, and what all sessions say."""
    orders = (order_says(order, t) for order in facts.orders)
    sessions = (session_says(own, ons_of_others(facts, own), t, now) for own in facts.sessions)
    return frozenset(filter(None, orders)), frozenset(filter(None, sessions))
