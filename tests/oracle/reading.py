"""What one session or one order says of the instants right after `t`: work, unknown with its reason, or nothing.

Nothing happens between two neighbouring instants of `turning_points`: the answer at the first holds up to the second.
"""

from bisect import bisect_left, bisect_right

from tests.oracle.facts import Facts, Session
from tests.oracle.law import BELIEF, SILENCE, TOLERANCE
from tests.oracle.order_reading import WORK, claims, order_says

OPEN_SESSION = "open_session"
PULSE_GAP = "pulse_gap"


def last_at_or_before(instants: list[int], t: int) -> int | None:
    place = bisect_right(instants, t)
    return instants[place - 1] if place else None


def first_after(instants: list[int], t: int) -> int | None:
    place = bisect_right(instants, t)
    return instants[place] if place < len(instants) else None


def first_at_or_after(instants: list[int], t: int) -> int | None:
    place = bisect_left(instants, t)
    return instants[place] if place < len(instants) else None


def turning_points(facts: Facts, now: int) -> set[int]:
    """Every instant up to `now` at which the reading of a session or an order can change."""
    turns = {now}
    for session in facts.sessions:
        pulses = {*session.pulses, *session.ons}
        turns |= pulses | {pulse + SILENCE for pulse in pulses} | set(session.offs)
    for order in facts.orders:
        turns |= {turn for claim in claims(order) for turn in (claim.start, claim.end)}
    return {turn for turn in turns if turn <= now}


def session_says(session: Session, other_points: list[int], t: int, now: int) -> str | None:
    """`other_points` are those of the other sessions of that worker on that platform."""
    on = last_at_or_before(session.ons, t)
    if on is None:
        return _says_while_off(session, t)
    next_on, next_off = first_after(session.ons, on), first_after(session.offs, on)
    if next_off is not None and (next_on is None or next_off < next_on) and _believed(session, on, next_off):
        return WORK if t < next_off else _says_while_off(session, t)
    before = max(on, last_at_or_before(session.pulses, t) or on)
    pulse = first_after(session.pulses, t)
    if pulse is not None and (next_on is None or pulse < next_on):
        return _says_between(before, pulse, t, PULSE_GAP)
    if next_on is not None:
        return _says_between(before, next_on, t, OPEN_SESSION)
    return _says_after_the_last_pulse(other_points, before, t, now)


def _believed(session: Session, on: int, off: int) -> bool:
    pulse = last_at_or_before(session.pulses, off)
    return off - on <= BELIEF or (pulse is not None and off - pulse <= TOLERANCE)


def _says_while_off(session: Session, t: int) -> str | None:
    """Heartbeats are sent only while on: where they run on while off, one of both is wrong."""
    before, after = last_at_or_before(session.pulses, t), first_after(session.pulses, t)
    in_a_run = before is not None and after is not None and after - before <= TOLERANCE
    return PULSE_GAP if in_a_run else None


def _says_between(pulse: int, next_pulse: int, t: int, reason: str) -> str | None:
    """While open, the on and the next on are pulses themselves."""
    if next_pulse - pulse <= TOLERANCE:
        return WORK
    return reason if t < pulse + SILENCE else None


def _says_after_the_last_pulse(other_points: list[int], pulse: int, t: int, now: int) -> str | None:
    """Up to the tolerance nobody can know yet; then it is a gap, but another session's point shows it is over."""
    if now - pulse <= TOLERANCE:
        return None
    over = first_at_or_after(other_points, pulse)
    ended = over is not None and over <= t
    return OPEN_SESSION if t < pulse + SILENCE and not ended else None


def says(facts: Facts, t: int, now: int) -> tuple[frozenset[str], frozenset[str]]:
    """What all orders say, and what all sessions say."""
    every = (session_says(own, points_of_others(facts, own), t, now) for own in facts.sessions)
    sessions = frozenset(filter(None, every))
    return frozenset(answer for order in facts.orders for answer in order_says(order, t, sessions)), sessions


def points_of_others(facts: Facts, own: Session) -> list[int]:
    return sorted(point for other in facts.sessions if other is not own for point in (*other.ons, *other.offs))
