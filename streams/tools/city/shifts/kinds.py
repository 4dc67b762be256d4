"""The sorts of shift: the ordinary one with its breaks, the offences, and those that come close to one without being one.

Clause 6 of the plan: after 4 h of work, a break of 20 min. Lengths here stay clear of both numbers, except in the near
misses, which touch them.
"""

from collections.abc import Callable
from random import Random

from streams.tools.city.shifts.shift import Offence, Shift, SimulatedSession, stretch
from streams.tools.city.spans import BEAT, HOUR, MINUTE, WorkSpan, minutes

LIMIT = 4 * HOUR
BREAK = 20 * MINUTE
"""Clause 6: after four hours a break of twenty minutes. Written here again, so that no breach is planted by the law file."""

ShiftBuilder = Callable[[Random, int, tuple[str, ...]], Shift]
"""Builds a shift that begins at an instant on these platforms: one, or two of which the first is the main one."""


def ordinary(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Three stretches, each under 4 h from first to last, with breaks of 21 to 55 min; on two platforms by turns."""
    stretches = []
    for _ in range(3):
        stretches.append(stretch(rng, begin, minutes(rng, 90, 195), rng.randrange(3)))
        begin = stretches[-1][-1].off + minutes(rng, 21, 55)
    if len(platforms) > 1:
        return Shift(tuple(SimulatedSession(platforms[turn % 2], spans) for turn, spans in enumerate(stretches)))
    return Shift(_sessions(rng, platforms[0], stretches))


def evening(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """One stretch of two to three hours."""
    return Shift((SimulatedSession(platforms[0], stretch(rng, begin, minutes(rng, 120, 180), rng.randrange(2))),))


def long_day(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Three stretches of nearly 4 h with breaks of 30 to 45 min: more than 8 h with an order in hand, and each break taken."""
    stretches = []
    for _ in range(3):
        stretches.append(stretch(rng, begin, minutes(rng, 220, 235), 0))
        begin = stretches[-1][-1].off + minutes(rng, 30, 45)
    return Shift(_sessions(rng, platforms[0], stretches))


def breach(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """A stretch of 3 to 100 min more than 4 h on one platform; every fourth time after an innocent one.

    Two times of three the platform goes on to push orders after the 4 h.
    """
    stretches = []
    if rng.random() < 1 / 4:
        stretches.append(stretch(rng, begin, minutes(rng, 30, 90), 0))
        begin = stretches[0][0].off + minutes(rng, 21, 40)
    excess = minutes(rng, *rng.choice([(3, 14), (20, 55), (65, 100)]))
    offending = stretch(rng, begin, LIMIT + excess, rng.randrange(3))
    last = stretch(rng, offending[-1].off + minutes(rng, 25, 60), minutes(rng, 60, 120), 0)
    sessions = _sessions(rng, platforms[0], [*stretches, offending, last])
    return Shift(sessions, Offence("breach", "platform", platforms[:1], offending, pushes=rng.random() < 2 / 3))


def cross_platform_breach(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Five to 100 min more than 4 h on two platforms by turns, with small gaps or overlaps and a break on neither."""
    left = LIMIT + minutes(rng, 5, 100)
    spans: list[WorkSpan] = []
    while left > 0:
        length = minutes(rng, 55, 85)
        spans.append(WorkSpan(begin, begin + length))
        gap = minutes(rng, -4, 9)
        begin += length + gap
        left -= length + min(gap, 0)
    sessions = tuple(SimulatedSession(platforms[turn % 2], (span,)) for turn, span in enumerate(spans))
    return Shift(sessions, Offence("breach", "cross_platform", platforms[:2], tuple(spans)))


def goes_dark(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Two to nearly 4 h of work, then no event any more: neither a heartbeat nor an end of the session."""
    spans = stretch(rng, begin, minutes(rng, 135, 225), rng.randrange(2))
    last = spans[-1]
    reported = WorkSpan(last.on, last.off - (last.off - last.on) % BEAT)
    offending = (*spans[:-1], reported)
    session = SimulatedSession(platforms[0], offending, dark=True)
    return Shift((session,), Offence("undecidable", "platform", platforms[:1], offending))


def nearly_four_hours(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Twice 3 h 59 min with a break between."""
    first = stretch(rng, begin, LIMIT - MINUTE, rng.randrange(2))
    second = stretch(rng, first[-1].off + minutes(rng, 20, 40), LIMIT - MINUTE, rng.randrange(2))
    return Shift(_sessions(rng, platforms[0], [first, second]))


def just_a_break(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """Over 6 h with a break of 20 min 00.000 s in the middle."""
    first = stretch(rng, begin, minutes(rng, 190, 235), rng.randrange(2))
    second = stretch(rng, first[-1].off + BREAK, minutes(rng, 180, 235), 0)
    return Shift(_sessions(rng, platforms[0], [first, second]))


def four_hours_exactly(rng: Random, begin: int, platforms: tuple[str, ...]) -> Shift:
    """A stretch of 4 h 00.000 s, then a break, then a short one."""
    first = stretch(rng, begin, LIMIT, rng.randrange(2))
    second = stretch(rng, first[-1].off + minutes(rng, 21, 50), minutes(rng, 60, 150), 0)
    return Shift(_sessions(rng, platforms[0], [first, second]))


def _sessions(rng: Random, platform: str, stretches: list[tuple[WorkSpan, ...]]) -> tuple[SimulatedSession, ...]:
    """Each stretch goes on in the same session after a long pause, or in a new one after a time offline."""
    sessions: list[tuple[WorkSpan, ...]] = []
    for spans in stretches:
        if sessions and rng.random() < 1 / 2:
            sessions[-1] += spans
        else:
            sessions.append(spans)
    return tuple(SimulatedSession(platform, spans) for spans in sessions)
