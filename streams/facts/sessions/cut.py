"""What of a session is kept behind the horizon, so that an id that is used again and again does not grow for ever.

That is whether it was on at the cut, since when, and its last pulse before: a later end is believed by them.
"""

from streams.facts.sessions.runs import with_pulses
from streams.facts.sessions.session import ON, Point, Session
from streams.facts.sessions.time import NextElsewhere, SessionReading, believed_off, read
from streams.facts.tolerance import Tolerance


def cut_session(session: Session, at: int, tolerance: Tolerance, next_elsewhere: NextElsewhere) -> Session:
    """The session without what can no longer change what it says of `at` (ms), at which a break has passed, or of later.

    Of earlier instants it then says less, or the same. `next_elsewhere` must know the other sessions as they were before the cut.
    """
    if session.begins() >= at:
        return session
    points, runs = _points(session, at, tolerance), _runs(session, at, tolerance)
    later = [point for point in session.every_point() if point[0] >= at]
    # a pulse gives a place as long as no point that counts does
    first = None if any(point[0] < at for point in session.all_points()) else session.first
    cut = Session(points=[*points, *later], runs=runs, first=first, left_at=session.left_at)
    silent_from = _silent_from(cut, tolerance)
    if silent_from is not None and cut.left_at < silent_from < at:
        elsewhere = next_elsewhere(silent_from)
        cut.left_at = elsewhere if elsewhere is not None and elsewhere < at else -1
    return cut


def _points(session: Session, at: int, tolerance: Tolerance) -> list[Point]:
    """The points before the cut that still say something of later ones, one for each instant."""
    before = [point for point in session.all_points() if point[0] < at]
    if not before:
        # an instant of both is no point, and bars an *on* by a heartbeat all the same
        both = max((instant for instant in session.both() if instant < at), default=None)
        points = [point for point in session.every_point() if point[0] == both]
        return [*points[:1], *points[-1:]]
    reading = read(session, tolerance)
    line = [point for point in reading.points if point[0] < at]
    kept = {instant for instant, _ in _standing(line, reading, tolerance)}
    return list({point[0]: point for point in before if point[0] in kept}.values())


def _standing(line: list[tuple[int, int]], reading: SessionReading, tolerance: Tolerance) -> list[tuple[int, int]]:
    """Of points by time: the last *on*, with the *off* right after it if that is not believed; else the last *off*."""
    on = next((i for i in reversed(range(len(line))) if line[i][1] == ON), None)
    if on is None or believed_off(line, on, reading.runs, tolerance) is not None:
        return line[-1:]
    return line[on : on + 2]


def _runs(session: Session, at: int, tolerance: Tolerance) -> list[int]:
    """The runs that reach the cut, and before them the last pulse."""
    both = [instant for instant in session.both() if instant < at]
    flat = with_pulses(session.every_run(), both, tolerance.pulse)
    later = next((i for i in range(0, len(flat), 2) if flat[i + 1] >= at), len(flat))
    return [*([flat[later - 1]] * 2 if later else []), *flat[later:]]


def _silent_from(session: Session, tolerance: Tolerance) -> int | None:
    """The last sign (ms) of a session that nobody has closed; None for one that is off."""
    reading = read(session, tolerance)
    standing = _standing(reading.points, reading, tolerance)
    if not standing or standing[0][1] != ON:
        return None
    return max([standing[0][0], *(end for _, end in reading.runs[-1:])])
