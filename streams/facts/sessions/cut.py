"""The cut of a session at the horizon, so that an id that is used again and again does not grow for ever.

Of the time before the cut two things stay: the last pulse; and the *off*, where the session was off at the cut, or else the
state of the part that was on (`BeforeCut`).
"""

from streams.facts.sessions.parts import SessionReading, read
from streams.facts.sessions.session import BOTH, OFF, Point, Session
from streams.facts.sessions.time import NextElsewhere
from streams.facts.tolerance import Tolerance


def cut_session(session: Session, at: int, tolerance: Tolerance, next_elsewhere: NextElsewhere) -> Session:
    """Cut a session at an instant (ms) at which a break has passed: delete signs that change nothing at or after it.

    A session without a sign at or after the cut is to be dropped by the caller instead. Time before the cut becomes less, or
    stays the same. `next_elsewhere` must read the other sessions as before their cut.
    """
    if session.first_instant() >= at:
        return session
    reading = read(session, tolerance, at)
    on = reading.on
    cut = Session(
        points=[*_off_since(session, reading), *(point for point in session.raw_points() if point[0] >= at)],
        runs=_runs(reading, at),
        first=session.first if session.first is not None and session.first[0] >= at else None,
        before=None if on is None else on.before_cut(aside=_is_aside(session, reading, at)),
        late=None if session.late is None else session.late.cut_at(at),
    )
    if on is not None:
        cut.left_at = session.left_at if session.left_at > on.last else _left_at(next_elsewhere(on.last), at)
    return cut


def _off_since(session: Session, reading: SessionReading) -> list[Point]:
    """The *off* before the cut since which the session was off; none where it was on."""
    if reading.on is not None or not reading.off:
        return []
    since, _ = reading.off[-1]
    return [point for point in session.raw_points() if point[0] == since and point[1] == OFF][-1:]


def _runs(reading: SessionReading, at: int) -> list[int]:
    """The runs that reach the cut, and before them the last pulse."""
    earlier = [end for _, end in reading.runs if end < at]
    later = [edge for run in reading.runs if run[1] >= at for edge in run]
    return [*earlier[-1:] * 2, *later]


def _is_aside(session: Session, reading: SessionReading, at: int) -> bool:
    """True if before the cut there is no pulse, and every instant has both an *on* and an *off*, which cancel each other."""
    if session.before is not None and not session.before.aside:
        return False
    pulses = any(start < at for start, _ in reading.runs)
    return not pulses and all(mark == BOTH for instant, mark in session.marks() if instant < at)


def _left_at(elsewhere: int | None, at: int) -> int:
    return elsewhere if elsewhere is not None and elsewhere < at else -1
