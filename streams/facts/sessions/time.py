"""Session time: the work and the unknown time that follow from one session's points and pulses, up to `now`.

Stated: a part that has an end, with no silence beyond the belief limit. Open: any other; work then runs along the signs. Pulses
while off are unknown, since heartbeats are sent only while on.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from streams.facts.sessions.parts import Gap, Part, SessionReading, read
from streams.facts.sessions.session import BOTH, Session
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.coverage import Reason, Trace
from streams.facts.worktime.intervals import Interval

_start, _end = itemgetter(0), itemgetter(1)

NextElsewhere = Callable[[int], int | None]
"""Returns the first *on* after an instant (ms) of another session of the worker on the platform, or None."""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The context in which a session is read: `now` (ms), the tolerances, and the worker's other sessions on the platform."""

    now: int
    tolerance: Tolerance
    next_elsewhere: NextElsewhere


def trace_session(session: Session, context: ReadContext, trace: Trace) -> None:
    """Add the work and the unknown time of a session to the trace. All of its instants must be at or before `context.now`."""
    reading = read(session, context.tolerance)
    for part in reading.parts:
        if part.stated:
            _stated(part, reading.last, context.tolerance, trace)
        else:
            _open(part, session.left_at, context, trace)
    if reading.on is not None:
        _open(reading.on, session.left_at, context, trace)
        _after_last(reading.on.last, session.left_at, context, trace)
    _pulses_while_off(reading, context, trace)


def _stated(part: Part, last_sign: int, tolerance: Tolerance, trace: Trace) -> None:
    """Add a stated part: a silence in it is unknown where anything contradicts that it was work."""
    between_two = part.after_off and part.began == part.ended == BOTH and part.end == last_sign
    doubted = part.beats or between_two
    work_from = part.begin
    for gap in part.gaps:
        if (doubted or gap.to_on) and gap.length >= tolerance.at(gap.start).stated_silence:
            trace.work.append((work_from, gap.start))
            trace.add_unknown(gap.start, gap.end, Reason.SILENT_SESSION)
            trace.silent.append((gap.start, gap.end))
            work_from = gap.end
    trace.work.append((work_from, part.last))


def _open(part: Part, left_at: int, context: ReadContext, trace: Trace) -> None:
    """Add work along the signs of an open part, up to its end or its last sign."""
    work_from = part.begin
    for gap in part.gaps:
        if gap.length > context.tolerance.at(gap.start).pulse:
            trace.work.append((work_from, gap.start))
            _silence(gap, left_at, context, trace)
            work_from = gap.end
    trace.work.append((work_from, part.last))


def _silence(gap: Gap, left_at: int, context: ReadContext, trace: Trace) -> None:
    """Add a silence between two signs of an open part."""
    values, over = context.tolerance.at(gap.start), _over(gap.start, left_at, context)
    end = gap.end if over is None else min(gap.end, over)
    reason = Reason.OPEN_SESSION if gap.to_on else Reason.PULSE_GAP
    trace.add_unknown(gap.start, min(gap.start + values.silence, end), reason)
    trace.silent.append((gap.start, min(gap.start + values.belief, end)))


def _after_last(last: int, left_at: int, context: ReadContext, trace: Trace) -> None:
    """Add the silence after the last sign of a session that nobody closed."""
    values, now = context.tolerance.at(last), context.now
    limit, believed = last + values.silence, last + values.belief
    if now - last <= values.pulse:
        trace.add_change(last + values.pulse + 1, limit - last + values.pulse)
        trace.silent.append((now, believed))  # none as yet
        return
    over = _over(last, left_at, context)
    trace.add_unknown_to(last, limit if over is None else min(limit, over), now, Reason.OPEN_SESSION)
    trace.silent.append((last, believed if over is None else min(believed, over)))


def _over(after: int, left_at: int, context: ReadContext) -> int | None:
    """The first *on* of another session after the sign (ms) before a silence; None where there is none."""
    elsewhere = context.next_elsewhere(after)
    if left_at <= after:
        return elsewhere
    return left_at if elsewhere is None else min(left_at, elsewhere)


def _pulses_while_off(reading: SessionReading, context: ReadContext, trace: Trace) -> None:
    """Add the time of runs that lies further after the *off* since which it is off than the tolerance."""
    for off, until in reading.off:
        start, end = off + context.tolerance.at(off).pulse, min(until, context.now)
        for first, last in _touching(reading.runs, start, end):
            trace.add_unknown(max(first, start), min(last, end), Reason.PULSE_GAP)


def _touching(runs: list[Interval], begin: int, end: int) -> list[Interval]:
    """The runs that end at or after `begin` (ms) and start before `end` (ms)."""
    return runs[bisect_left(runs, begin, key=_end) : bisect_right(runs, end, key=_start)]
