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
from streams.facts.sessions.session import Session
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
        facts, shown = watched.facts, list[Interval]()

        def before_row(order: Order) -> None:
            if isinstance(row, AcceptanceRow | OrderRow) and _may_lose(order, row):
                shown.extend(self._work_of_order(order, now))

        if isinstance(row, SessionRow):
            shown += self._shown_by_session(facts.platforms.get(platform), row, now)
        changed_from = facts.fold(platform, row, self._tolerance, late, before_row)
        if shown and changed_from is not None:
            work = self._work(facts.platforms[platform], row, now)
            self._count(watched, platform, [] if work is None else minus(shown, work))
        return changed_from

    def _count(self, watched: Watched, platform: str, taken: Sequence[Interval]) -> None:
        if taken:
            self.made[platform] += 1
            findings = (watched.published or {}).values()
            self.met[platform] += any(_meets(each, platform, taken) for each in findings)

    def _shown_by_session(self, known: PlatformFacts | None, row: SessionRow, now: int) -> Sequence[Interval]:
        """The work that the session of a row shows; none where it is not to be compared."""
        session = None if known is None else known.sessions.get(row.session)
        if (
            session is None
            or row.sort is Sort.PULSE
            or session.signs() > MOST_SIGNS
            or row.at >= session.last_instant()
        ):
            return ()
        return self._work_of_session(session, now)

    def _work(self, known: PlatformFacts, row: AnyRow, now: int) -> Sequence[Interval] | None:
        """The work of the session or order of a row; None of an order that is kept apart now, for it has many statements."""
        if isinstance(row, SessionRow):
            return self._work_of_session(known.sessions[row.session], now)
        if isinstance(row, PayRow) or (known.orders.apart is not None and row.order in known.orders.apart):
            return None
        order = ORDERS.get(known.orders, row.order)
        return None if order is None or _is_couriers(order) else self._work_of_order(order, now)

    def _work_of_session(self, session: Session, now: int) -> Sequence[Interval]:
        trace = Trace()
        trace_session(session, ReadContext(now, self._tolerance, lambda _: None), trace)
        return union(trace.work)

    def _work_of_order(self, order: Order, now: int) -> Sequence[Interval]:
        return union(piece for part in parts_of(order, self._tolerance) for piece in part.work(now, _NO_SESSIONS))


def _is_couriers(order: Order) -> bool:
    """True for a courier's order, whose time lies in sessions."""
    return any(each.sector == COURIER for each in order.acceptances)


def _may_lose(order: Order, row: AcceptanceRow | OrderRow) -> bool:
    """False where a row takes no work of an order away: it comes last, is a courier's, ends nothing and there is no booking.

    A pick-up or another promise leaves the beginning and the end of an order that is no booking; it shows the more work.
    """
    if row.at >= order.last_instant() or _is_couriers(order):
        return False
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
