"""Heartbeats, nine events of ten: those of a known session are folded here, the usual ones in one loop without calls. Pure.

It takes only what is plainly to be taken; any other row is left to the judge, in its place among the rows.
"""

from collections.abc import Iterator
from typing import Final

from schemas.work import AnyRow, Group, SessionRow, Sort
from streams.core.state.roster import Roster
from streams.core.watched import Watched
from streams.core.workers.budget_use import Accounts
from streams.core.workers.lent import Lent
from streams.core.workers.not_taken import settled_live
from streams.core.workers.stale import Stale
from streams.facts.late import lateness
from streams.facts.sessions.pulses import MOST, put, touched
from streams.facts.sessions.session import OFF, Session
from streams.facts.worker import SIGN_BYTES

_PULSE: Final = Sort.PULSE

LeftRow = tuple[AnyRow, int | None, Watched | None]
"""A row that was not folded, when (ms) it arrived where it is late, and the worker where known."""


class Heartbeats:
    """Made with what a judge has: `tolerance`, the pulse tolerance, and `horizon` in ms. It keeps nothing."""

    def __init__(
        self, roster: Roster, accounts: Accounts, lent: Lent, stale: Stale, *, tolerance: int, horizon: int | None
    ) -> None:
        self._roster = roster
        self._accounts = accounts
        self._lent = lent
        self._stale = stale
        self._tolerance = tolerance
        self._horizon = horizon

    def fold(self, group: Group, now: int) -> Iterator[LeftRow]:
        """Fold those of a group, which arrives at `now` (ms); gives all rows that are left, each before it folds the next."""
        platform, tolerance, lent = group.platform, self._tolerance, self._lent.watched
        known = self._roster.workers.get
        for row, late in zip(group.rows, lateness(group), strict=True):
            watched = known(row.worker)
            if type(row) is not SessionRow or row.sort is not _PULSE or watched is None or watched is lent:
                yield row, late, watched
                continue
            at, whole, latest = row.at, watched.facts, watched.latest_session
            same = latest is not None and latest[0] == platform and latest[1] == row.session
            session = latest[2] if latest is not None and same else _session(watched, platform, row)
            if (
                session is None
                or not (runs := session.runs)
                or not ((last := runs[-1]) < at or runs[-2] < at)
                or at > last + tolerance
                or not (whole.speaks_from or 0) <= at <= now
            ):
                if session is None or not self._mended(group, row, late, watched, session, now):
                    yield row, late, watched
                continue
            watched.received_at = now
            if not watched.changed:
                self._roster.touch(watched)
            if late is not None:
                (session.late or session.late_signs()).add_pulse(at, late)
            if at > last:
                runs[-1] = at
                if at > whole.latest:  # noqa: PLR1730 - a call for every heartbeat costs more
                    whole.latest = at
                if platform not in watched.stale_of or watched.memos:
                    self._note(watched, platform, row, session, last, now)

    def _mended(
        self, group: Group, row: SessionRow, late: int | None, watched: Watched, session: Session, now: int
    ) -> bool:
        """Fold a heartbeat after the earliest one, out of order or behind a gap, as of feeds that are read side by side.

        False where it may be refused or has to wait, and where the session is long: it was not folded.
        """
        at, whole, runs = row.at, watched.facts, session.runs
        first = session.first
        if first is None or at <= first[0] or session.earlier is not None or not 0 < len(runs) < MOST:
            return False
        if not (settled_live(whole.speaks_from, now, self._horizon) or 0) <= at <= now:
            return False
        before, (lo, hi) = len(runs), touched(runs, at, self._tolerance)
        if lo == hi and self._accounts.refusal(group, row, whole, now) is not None:
            return False
        grew = put(runs, at, lo, hi)
        if late is not None:
            session.late_signs().add_pulse(at, late)
        watched.received_at, whole.latest = now, max(whole.latest, at)
        if not watched.changed:
            self._roster.touch(watched)
        if (more := (len(runs) - before) // 2) != 0:
            whole.platforms[group.platform].signs += more
            self._accounts.size[group.platform] += more * SIGN_BYTES
        if grew:
            self._note_grown(watched, group.platform, row, session, now)
        return True

    def _note_grown(self, watched: Watched, platform: str, row: SessionRow, session: Session, now: int) -> None:
        """Note that the verdict about a worker may have changed by a heartbeat of whatever instant."""
        if watched.memos:
            watched.changed_from(session.first_instant(), row)
        if platform not in watched.stale_of:
            self._stale.add(watched, now, platform)

    def _note(self, watched: Watched, platform: str, row: SessionRow, session: Session, last: int, now: int) -> None:
        """Note that the verdict about a worker may have changed by a heartbeat, the one after `last` (ms), if it may."""
        points = session.points
        # at or after its last point a heartbeat may be the first of a part, or make an instant of both an *on*
        news = bool(points) and (points[-1][1] == OFF or points[-1][0] >= last)
        if news or last < watched.memo_until:
            watched.changed_from(session.first_instant(), row)
        if platform in watched.stale_of:
            return
        silent = watched.evaluated_at - last > self._tolerance
        if news or silent or row.at >= watched.quiet_until or last < watched.unbroken_from:
            self._stale.add(watched, now, platform)


def _session(watched: Watched, platform: str, row: SessionRow) -> Session | None:
    """The session of a row, kept as the worker's latest; None of one that is not known."""
    facts = watched.facts.platforms.get(platform)
    session = None if facts is None else facts.sessions.get(row.session)
    if session is not None:
        watched.latest_session = platform, row.session, session
    return session
