"""Order time: the work and the unknown time that follow from what an order's acceptances begin, up to `now`.

To an end that is believed it is work; else up to the last pick-up, and then unknown for a while. No other event shows that there
was work. An order of a courier, who has parcels in hand all day, counts where it lies in session time.
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from typing import NamedTuple

from schemas.legal_days import DAY_MS
from streams.facts.orders.begun import Beginnings, Begun, longest
from streams.facts.orders.order import Acceptance
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.coverage import Reason, Trace
from streams.facts.worktime.intervals import Interval

COURIER = "courier"
"""The sector whose orders lie within session time."""

COURIER_DAY_MS = DAY_MS
"""A courier's order lasts 24 h at most: parcels of the morning are delivered that day, or lie in a depot."""


class OrderContext(NamedTuple):
    """The context in which an order is read: `now` (ms), the tolerances, and the worker's session time on the platform.

    `near`: beginnings (ms) that had a session within a day, as `Order.near`.
    """

    now: int
    tolerance: Tolerance
    sessions: SessionTime
    near: Collection[int] = ()

    def by_sessions(self, acceptance: Acceptance, at: int) -> bool:
        """True for a courier's order with a session within a day of its beginning (ms): it counts where it lies in sessions."""
        return acceptance.sector == COURIER and (at in self.near or self.sessions.has_signs_near(at))


def trace_beginnings(found: Beginnings, picked_up: Sequence[int], context: OrderContext, trace: Trace) -> None:
    """Add the work and the unknown time of an order to the trace.

    Every event of it must have occurred at or before `now`; the start of a booking may lie later. `picked_up`: its pick-ups (ms).
    """
    now = context.now
    for early in found.early:
        if context.by_sessions(early.acceptance, early.start):
            _unknown_in_sessions(early.start, early.end, context, trace)
        else:
            trace.add_unknown_to(early.start, early.end, now, Reason.EARLY_ORDER)
    for begun in found.begun:
        if context.by_sessions(begun.acceptance, begun.on):
            _in_sessions(begun.on, _courier_end(begun, picked_up, context), context, trace)
        elif (end := believed_end(begun, context.tolerance)) is not None:
            trace.work.append((begun.on, end))
        else:
            _unended(begun, picked_up, context, trace)


def ended_intervals(found: Beginnings, context: OrderContext) -> list[Interval]:
    """The intervals from an *on* to a believed end, by time; of a courier's order by sessions to 24 h after it at most."""
    ended = []
    for begun in found.begun:
        if not context.by_sessions(begun.acceptance, begun.on):
            end = believed_end(begun, context.tolerance)
        else:
            end = None if begun.end is None else min(begun.end, begun.on + COURIER_DAY_MS)
        if end is not None:
            ended.append((begun.on, end))
    return ended


def believed_end(begun: Begun, tolerance: Tolerance) -> int | None:
    """The end that belongs to an acceptance, where it is at most the longest believable order after it."""
    if begun.end is None or begun.end - begun.on > longest(begun.acceptance, tolerance):
        return None
    return begun.end


def _unended(begun: Begun, picked_up: Sequence[int], context: OrderContext, trace: Trace) -> None:
    """Add the time of an acceptance without an end, or with one that is too late to be believed."""
    latest = begun.on + longest(begun.acceptance, context.tolerance)
    last = last_pick_up(picked_up, begun.on, latest if begun.next_on is None else min(latest, begun.next_on))
    trace.work.append((begun.on, last))
    if begun.end is not None:
        trace.add_unknown_to(last, latest, context.now, Reason.LONG_ORDER)
        return
    limit = min(latest, last + context.tolerance.at(begun.on).silence)
    if begun.next_on is not None:
        limit = min(limit, begun.next_on)
    trace.add_unknown_to(last, limit, context.now, Reason.OPEN_ORDER)


def last_pick_up(picked_up: Sequence[int], on: int, until: int) -> int:
    """The last pick-up in `[on, until]` (ms, both included); the *on* where there is none."""
    number = bisect_right(picked_up, until)
    return max(on, picked_up[number - 1]) if number else on


def _courier_end(begun: Begun, picked_up: Sequence[int], context: OrderContext) -> int:
    """The instant (ms) up to which an order of a courier lies, from its *on* on."""
    latest = begun.on + COURIER_DAY_MS
    if begun.end is not None:
        return min(latest, begun.end)
    until = context.now if begun.next_on is None else begun.next_on
    # a pick-up more than 24 h after the *on* shows that it was in hand all that time
    last = last_pick_up(picked_up, begun.on, until)
    limit = min(latest, last + context.tolerance.at(begun.on).silence)
    return limit if begun.next_on is None else min(limit, begun.next_on)


def _in_sessions(start: int, end: int, context: OrderContext, trace: Trace) -> None:
    """Add the session time in `[start, end)`, work or unknown as that is."""
    until = min(end, context.now)
    if start < until:
        trace.work += context.sessions.work_in(start, until)
        trace.unknown += context.sessions.unknown_in(start, until)
    _note_running(start, end, context, trace)


def _unknown_in_sessions(start: int, end: int, context: OrderContext, trace: Trace) -> None:
    """Add the session time in `[start, end)` as unknown: of a booking before its start nobody knows whether it was begun."""
    until = min(end, context.now)
    if start < until:
        for lo, hi in context.sessions.work_in(start, until):
            trace.add_unknown(lo, hi, Reason.EARLY_ORDER)
        for lo, hi, _ in context.sessions.unknown_in(start, until):
            trace.add_unknown(lo, hi, Reason.EARLY_ORDER)
    _note_running(start, end, context, trace)


def _note_running(start: int, end: int, context: OrderContext, trace: Trace) -> None:
    """Note how the time in sessions goes on: it grows as theirs does, until the order's end."""
    if context.now < start:
        trace.add_change(start, end - start)
    elif context.now < end:
        trace.growing |= context.sessions.growing
        trace.add_change(end, end - context.now)
