"""Session time of a worker on a platform, as couriers' orders need it: which of an interval is work, which is unknown.

Nothing here decides how long an order lasts.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain, pairwise

from schemas.legal_days import DAY_MS
from streams.facts.cached import CachedProperty
from streams.facts.sessions.session import OFF, ON, Session
from streams.facts.worktime.coverage import Reason, Trace, Unknown
from streams.facts.worktime.intervals import Interval, cut, end_of, union

NEAR_MS = DAY_MS
"""A worker with a sign of a session within a day before or after an instant has sessions there, by which orders are measured."""


class SessionTime:
    """The time of all sessions of a worker on a platform, and the instants of their signs."""

    def __init__(self, sessions: Iterable[Session], trace: Trace, sign_before: int = -1) -> None:
        """Keep the sessions and their trace; their time is united where an order of a courier needs it.

        `sign_before`: the last sign (ms) before the cut at the horizon; -1 for none.
        """
        self._sessions = sessions
        self._trace = trace
        self._sign_before = sign_before

    @property
    def growing(self) -> bool:
        """True if unknown time reaches `now` and grows with it."""
        return self._trace.growing

    def has_signs_near(self, at: int) -> bool:
        """True if a session has a sign from 24 h before to 24 h after an instant (ms), both included.

        Between two pulses of a run there are others, as near one another as the tolerance: a run that reaches in has one inside.
        """
        return self.has_signs_in(at - NEAR_MS, at + NEAR_MS + 1)

    def has_signs_in(self, start: int, end: int) -> bool:
        """True if a session has a sign in `[start, end)` (ms)."""
        first = bisect_right(self._signs, start, key=end_of)
        return first < len(self._signs) and self._signs[first][0] < end

    def have_signs_near(self, instants: Collection[int]) -> bool:
        """True if `has_signs_near` is of each instant."""
        if not instants:
            return True
        signs = self._signs
        if signs and all(later[0] - one[1] < 2 * NEAR_MS for one, later in pairwise(signs)):
            return self.has_signs_near(min(instants)) and self.has_signs_near(max(instants))
        return all(map(self.has_signs_near, instants))

    def last_sign_before(self, at: int) -> int:
        """The last sign of a session (ms) before an instant; -1 for none. Inside a run, that instant less 1 ms is close enough.

        From the last pulse before the instant to the next there are as few seconds as the tolerance, and the run stays.
        """
        before = cut(self._signs, 0, at)
        return before[-1][1] - 1 if before else -1

    def work_in(self, start: int, end: int) -> list[Interval]:
        """The work in `[start, end)` (ms), ascending."""
        return cut(self._work, start, end)

    def unknown_in(self, start: int, end: int) -> list[Unknown]:
        """The unknown time in `[start, end)` (ms), with its reasons."""
        return [(lo, hi, reason) for reason, parts in self._unknown.items() for lo, hi in cut(parts, start, end)]

    @CachedProperty
    def _work(self) -> list[Interval]:
        return union(self._trace.work)

    @CachedProperty
    def _unknown(self) -> dict[Reason, list[Interval]]:
        return _by_reason(self._trace.unknown)

    @CachedProperty
    def _signs(self) -> list[Interval]:
        before = [] if self._sign_before < 0 else [(self._sign_before, self._sign_before)]
        every = chain(before, chain.from_iterable(map(_signs, self._sessions)))
        return union((start, end + 1) for start, end in every)


def _by_reason(unknown: Iterable[Unknown]) -> dict[Reason, list[Interval]]:
    parts: dict[Reason, list[Interval]] = defaultdict(list)
    for start, end, reason in unknown:
        parts[reason].append((start, end))
    return {reason: union(intervals) for reason, intervals in parts.items()}


def _signs(session: Session) -> list[Interval]:
    """The signs as intervals, both ends included: the points but for instants of both *on* and *off*, and the runs."""
    ons, offs = ({point[0] for point in session.raw_points() if point[1] == sort} for sort in (ON, OFF))
    runs = session.all_runs()
    return [*((at, at) for at in ons ^ offs), *zip(runs[::2], runs[1::2], strict=True)]
