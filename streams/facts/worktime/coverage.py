"""Coverage: the time that was work by the facts, and the time that may have been, with the reason why it is unknown.

One `Trace` collects the time of the sessions or of the orders of one platform; nothing here decides what a break or a breach is.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from streams.facts.worktime.intervals import Interval


class Reason(StrEnum):
    """The reason why time is unknown: it may have been work or rest."""

    OPEN_SESSION = "open_session"
    """In an open session: after its last sign up to `now`, or between signs up to an *on*."""
    OPEN_ORDER = "open_order"
    """After the last event of an order that was not ended: up to `now` or to its next *on*."""
    PULSE_GAP = "pulse_gap"
    """In an open session, between signs that are too far apart; and along pulses that were sent while the session was off."""
    SILENT_SESSION = "silent_session"
    """In a stated session: between signs that are so far apart that a break may lie between them."""
    LONG_ORDER = "long_order"
    """In an order that ends later than is believable: after its last pick-up."""
    EARLY_ORDER = "early_order"
    """Before the start of a booked order, of which a pick-up or an end says that it began early."""


Unknown = tuple[int, int, Reason]
"""`[start, end)` in ms and why."""


@dataclass(slots=True)
class Trace:
    """Work and unknown time of single facts, unsorted and overlapping, and the instants at which that changes without an event.

    `changes` are the later instants (ms) at which the trace changes though no event comes; `growing`: unknown time
    reaches `now` and grows with it; `grows`: how long (ms) it still can, at most. `silent`: silences of sessions, up to the next
    sign or the belief limit, of which only the first hours may be unknown; an end may be still to come.
    """

    work: list[Interval] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    changes: list[int] = field(default_factory=list)
    growing: bool = False
    grows: int = 0
    silent: list[Interval] = field(default_factory=list)

    def add_unknown(self, start: int, end: int, reason: Reason) -> None:
        """Add unknown time, where there is any."""
        if start < end:
            self.unknown.append((start, end, reason))

    def add_unknown_to(self, start: int, limit: int, now: int, reason: Reason) -> None:
        """Add unknown time from `start` that runs with `now` until `limit`."""
        self.add_unknown(start, min(limit, now), reason)
        if start <= now < limit:
            self.growing = True
            self.add_change(limit, limit - now)
        elif now < start < limit:
            self.add_change(start, limit - start)

    def add_change(self, at: int, grows: int) -> None:
        """Note a later instant (ms) of change, and for how long (ms) at most unknown time grows by it."""
        self.changes.append(at)
        self.grows += grows
