"""Session time: the work and the unknown time that follow from one session's points and pulses, up to `now`.

Stated: from an *on* to a believed *off* right after it, with or without pulses. Open: any other *on*; work then runs along
the pulses. Pulses while off are unknown, since heartbeats are sent only while on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from streams.facts.sessions.runs import with_pulses
from streams.facts.sessions.session import OFF, ON, Session
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.coverage import Reason, Trace
from streams.facts.worktime.intervals import Interval

_start, _end = itemgetter(0), itemgetter(1)

NextElsewhere = Callable[[int], int | None]
"""Returns the first point, at or after an instant (ms), of another session of the worker on the platform, or None."""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The context in which a session is read: `now` (ms), the tolerances, and the worker's other sessions on the platform."""

    now: int
    tolerance: Tolerance
    next_elsewhere: NextElsewhere


@dataclass(frozen=True, slots=True)
class SessionReading:
    """A session as it is evaluated: its points by time, one an instant, and its runs of pulses as pairs."""

    points: list[tuple[int, int]]
    runs: list[Interval]


def trace_session(session: Session, context: ReadContext, trace: Trace) -> None:
    """Add the work and the unknown time of a session to the trace. All of its instants must be at or before `context.now`."""
    reading = read(session, context.tolerance)
    points, runs = reading.points, reading.runs
    # before its first point a session counts as off
    off_since = runs[0][0] if runs else None
    at = 0
    while at < len(points):
        begin, sort = points[at]
        if sort == OFF:
            off_since = begin if off_since is None else off_since
            at += 1
            continue
        if off_since is not None:
            _pulses_while_off(runs, off_since, begin, trace)
        off_since = believed_off(points, at, runs, context.tolerance)
        if off_since is not None:
            trace.work.append((begin, off_since))
            at += 2
        else:
            at = next((i for i in range(at + 1, len(points)) if points[i][1] == ON), len(points))
            last = _open(begin, points[at][0] if at < len(points) else None, runs, context, trace)
            if at == len(points):
                _silence(last, session.left_at, context, trace)
    if off_since is not None:
        _pulses_while_off(runs, off_since, context.now, trace)


def read(session: Session, tolerance: Tolerance) -> SessionReading:
    """Convert a session to a reading: an instant at which it is on and off at once becomes a pulse."""
    flat = with_pulses(session.all_runs(), session.contradictory_instants(), tolerance.pulse)
    points: list[tuple[int, int]] = []
    for at, sort, *_ in session.counted_points():
        if not points or points[-1][0] != at:
            points.append((at, sort))
    return SessionReading(points, list(zip(flat[::2], flat[1::2], strict=True)))


def believed_off(points: list[tuple[int, int]], at: int, runs: list[Interval], tolerance: Tolerance) -> int | None:
    """The *off* right after the *on* at that index, where there is one and it is believed."""
    if at + 1 == len(points) or points[at + 1][1] == ON:
        return None
    on, off = points[at][0], points[at + 1][0]
    if off - on <= tolerance.belief:
        return off
    begun = bisect_right(runs, off, key=_start)
    return off if begun and off <= runs[begun - 1][1] + tolerance.pulse else None


def _pulses_while_off(runs: list[Interval], start: int, end: int, trace: Trace) -> None:
    for first, last in _touching(runs, start, end):
        trace.add_unknown(max(first, start), min(last, end), Reason.PULSE_GAP)


def _open(begin: int, end: int | None, runs: list[Interval], context: ReadContext, trace: Trace) -> int:
    """Add work along the pulses from `begin` to the next *on* at `end`, or to `now` where that is None; returns its end."""
    work_from = last = begin
    for first, latest in _touching(runs, begin, end):
        lo, hi = max(first, begin), latest if end is None else min(latest, end)
        if lo - last > context.tolerance.pulse:
            trace.work.append((work_from, last))
            trace.add_unknown(last, min(last + context.tolerance.silence, lo), Reason.PULSE_GAP)
            work_from = lo
        last = max(last, hi)
    if end is not None and end - last <= context.tolerance.pulse:
        last = end
    trace.work.append((work_from, last))
    if end is not None:
        trace.add_unknown(last, min(last + context.tolerance.silence, end), Reason.OPEN_SESSION)
    return last


def _touching(runs: list[Interval], begin: int, end: int | None) -> list[Interval]:
    """The runs that end at or after `begin` (ms) and start before `end` (ms); None for no such limit."""
    after = bisect_left(runs, begin, key=_end)
    return runs[after : None if end is None else bisect_left(runs, end, key=_start)]


def _silence(last: int, left_at: int, context: ReadContext, trace: Trace) -> None:
    """Add the unknown time after the last pulse of a session that nobody closed."""
    if context.now - last <= context.tolerance.pulse:
        trace.changes.append(last + context.tolerance.pulse + 1)
        return
    limit = last + context.tolerance.silence
    elsewhere = left_at if left_at >= last else context.next_elsewhere(last)
    trace.add_unknown_to(last, limit if elsewhere is None else min(limit, elsewhere), context.now, Reason.OPEN_SESSION)
