"""Corrections after the fact: late statements that take away work which the same session or order had shown. Pure.

What is late arrived more than an hour after the instant that it is about. The work of the one session or order is compared before
and after it; not for heartbeats, which show work, nor for a late statement that follows all others of its session or order, as
after an outage.
"""

from collections import Counter
from collections.abc import Sequence

from schemas.findings.finding import Finding, Kind
from schemas.instants import NEVER
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step
from streams.core.watched import Watched
from streams.facts.orders.large import ORDERS
from streams.facts.orders.order import Order
from streams.facts.orders.parts import parts_of
from streams.facts.orders.time import COURIER
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.sessions.time import ReadContext, trace_session
from streams.facts.tolerance import Tolerance
from streams.facts.worker import PlatformFacts
from streams.facts.worktime.coverage import Trace
from streams.facts.worktime.intervals import Interval, minus, overlaps, union

MOST_SIGNS = 128
"""Signs of a session up to which it is compared, in some 0.1 ms: a person's has some dozens in two days."""

_NO_SESSIONS = SessionTime((), Trace())


class Corrections:
    """Counts by platform; mutable. `made`: corrections that took work away; `met`: those of time in a finding that stood."""

    def __init__(self, tolerance: Tolerance) -> None:
        self._tolerance = tolerance
        self.made: Counter[str] = Counter()
        self.met: Counter[str] = Counter()

    def fold(self, watched: Watched, platform: str, row: AnyRow, late: int, now: int) -> int | None:
        """Fold a row that arrived late (ms) into a worker's facts at `now` (ms), and count it where it takes work away.

        Returns what `fold` of facts returns.
        """
        facts = watched.facts
        shown = self._shown(facts.platforms.get(platform), row, now)
        changed_from = facts.fold(platform, row, self._tolerance, late)
        if shown and changed_from is not None:
            work = self._work(facts.platforms[platform], row, now)
            self._count(watched, platform, [] if work is None else minus(shown, work))
        return changed_from

    def _count(self, watched: Watched, platform: str, taken: Sequence[Interval]) -> None:
        if taken:
            self.made[platform] += 1
            findings = (watched.published or {}).values()
            self.met[platform] += any(_meets(each, platform, taken) for each in findings)

    def _shown(self, known: PlatformFacts | None, row: AnyRow, now: int) -> Sequence[Interval]:
        """The work that the session or order of a row shows; none where it is not to be compared."""
        if known is None or isinstance(row, PayRow):
            return ()
        if isinstance(row, SessionRow):
            session = known.sessions.get(row.session)
            if session is None or row.sort is Sort.PULSE or session.signs() > MOST_SIGNS:
                return ()
            last = session.last_instant()
        else:
            order = self._order(known, row)
            if order is None or not _may_lose(order, row):
                return ()
            last = order.last_instant()
        return () if row.at >= last else self._work(known, row, now) or ()

    def _work(self, known: PlatformFacts, row: AnyRow, now: int) -> Sequence[Interval] | None:
        """The work of the session or order of a row; None of one that is not to be compared."""
        if isinstance(row, PayRow):
            return None
        if isinstance(row, SessionRow):
            trace = Trace()
            trace_session(known.sessions[row.session], ReadContext(now, self._tolerance, lambda _: None), trace)
            return union(trace.work)
        order = self._order(known, row)
        if order is None:
            return None
        return union(piece for part in parts_of(order, self._tolerance) for piece in part.work(now, _NO_SESSIONS))

    def _order(self, known: PlatformFacts, row: AcceptanceRow | OrderRow) -> Order | None:
        """The order of a row; None of one kept apart, which has many statements, and of a courier's, which lies in sessions."""
        if known.orders.apart is not None and row.order in known.orders.apart:
            return None
        order = ORDERS.get(known.orders, row.order)
        return None if order is None or any(each.sector == COURIER for each in order.acceptances) else order


def _may_lose(order: Order, row: AcceptanceRow | OrderRow) -> bool:
    """False where a row takes no work of an order away: nothing was accepted, or it ends nothing and there is no booking.

    A pick-up or another promise leaves the beginning and the end of an order that is no booking; it shows the more work.
    """
    if not order.acceptances:
        return bool(order.worked)
    ends = isinstance(row, AcceptanceRow) or row.step is Step.ENDED
    return ends or any(each.booked for each in order.acceptances)


def _meets(finding: Finding, platform: str, taken: Sequence[Interval]) -> bool:
    """True for a finding, but no warning, in whose interval the platform took time away."""
    if finding.kind is Kind.WARNING or platform not in finding.platforms:
        return False
    interval = finding.starts_at, NEVER if finding.ends_at is None else finding.ends_at
    return any(overlaps(interval, each) for each in taken)
