"""The cut of a session at the horizon, so that an id that is used again and again does not grow for ever.

The signs stay that decide if it was on at the cut and since when, and the last pulse before: a later end is believed by them.
"""

from streams.facts.sessions.runs import with_pulses
from streams.facts.sessions.session import ON, Point, Session
from streams.facts.sessions.time import NextElsewhere, SessionReading, believed_off, read
from streams.facts.tolerance import Tolerance


def cut_session(session: Session, at: int, tolerance: Tolerance, next_elsewhere: NextElsewhere) -> Session:
    """Cut a session at an instant (ms) at which a break has passed: delete signs that change nothing at or after it.

    Before the cut its time becomes less, or stays the same. `next_elsewhere` must read the other sessions as before their cut.
    """
    if session.first_instant() >= at:
        return session
    points, runs = _points(session, at, tolerance), _runs(session, at, tolerance)
    later = [point for point in session.raw_points() if point[0] >= at]
    # a pulse gives a place as long as no point that counts does
    first = None if any(point[0] < at for point in session.counted_points()) else session.first
    cut = Session(points=[*points, *later], runs=runs, first=first, left_at=session.left_at)
    silent_from = _silent_from(cut, tolerance)
    if silent_from is not None and cut.left_at < silent_from < at:
        elsewhere = next_elsewhere(silent_from)
        cut.left_at = elsewhere if elsewhere is not None and elsewhere < at else -1
    return cut


def _points(session: Session, at: int, tolerance: Tolerance) -> list[Point]:
    """The points before the cut that still affect time after it, one for each instant."""
    before = [point for point in session.counted_points() if point[0] < at]
    if not before:
        # an instant of both is no point; it stays all the same, or the first pulse after it would be read as an *on*
        both = max((instant for instant in session.contradictory_instants() if instant < at), default=None)
        points = [point for point in session.raw_points() if point[0] == both]
        return [*points[:1], *points[-1:]]
    reading = read(session, tolerance)
    line = [point for point in reading.points if point[0] < at]
    kept = {instant for instant, _ in _deciding(line, reading, tolerance)}
    return list({point[0]: point for point in before if point[0] in kept}.values())


def _deciding(line: list[tuple[int, int]], reading: SessionReading, tolerance: Tolerance) -> list[tuple[int, int]]:
    """The points that decide the state: the last *on*, with an *off* right after it that is not believed; else the last *off*."""
    on = next((i for i in reversed(range(len(line))) if line[i][1] == ON), None)
    if on is None or believed_off(line, on, reading.runs, tolerance) is not None:
        return line[-1:]
    return line[on : on + 2]


def _runs(session: Session, at: int, tolerance: Tolerance) -> list[int]:
    """The runs that reach the cut, and before them the last pulse."""
    both = [instant for instant in session.contradictory_instants() if instant < at]
    flat = with_pulses(session.all_runs(), both, tolerance.pulse)
    later = next((i for i in range(0, len(flat), 2) if flat[i + 1] >= at), len(flat))
    return [*([flat[later - 1]] * 2 if later else []), *flat[later:]]


def _silent_from(session: Session, tolerance: Tolerance) -> int | None:
    """The last sign (ms) of a session that nobody closed; None for one that is off."""
    reading = read(session, tolerance)
    deciding = _deciding(reading.points, reading, tolerance)
    if not deciding or deciding[0][1] != ON:
        return None
    return max([deciding[0][0], *(end for _, end in reading.runs[-1:])])
