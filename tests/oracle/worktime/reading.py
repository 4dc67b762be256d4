"""The reading of a session at an instant, and that of orders: work, unknown with its reasons, or nothing.

Nothing happens between two neighbouring instants of `turning_points`: the answer at the first holds up to the second.
"""

from tests.oracle.facts import Facts
from tests.oracle.orders.reading import claims, order_says
from tests.oracle.worktime.session_reading import WORK, ons_of_others, session_says, turns_of

__all__ = ["WORK", "says", "turning_points"]


def turning_points(facts: Facts, now: int) -> set[int]:
    """Every instant up to `now` at which the reading of a session or an order can change."""
    turns = {now}
    for session in facts.sessions:
        turns |= turns_of(session)
    for order in facts.orders:
        turns |= {turn for claim in claims(order) for turn in (claim.start, claim.end)}
    return {turn for turn in turns if turn <= now}


def says(facts: Facts, t: int, now: int) -> tuple[frozenset[str], frozenset[str]]:
    """The readings of all orders, and of all sessions."""
    every = (session_says(own, ons_of_others(facts, own), t, now) for own in facts.sessions)
    sessions = frozenset(filter(None, every))
    return frozenset(answer for order in facts.orders for answer in order_says(order, t, sessions)), sessions
