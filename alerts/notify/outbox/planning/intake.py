"""Reads the log from the cursor on and plans messages, in one transaction with the cursor. One notifier at a time."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from alerts.leads.handling import DECIDED, Action
from alerts.leads.lead import Change, Lead, LogEntry, fold
from alerts.ledger.reading import read_entries
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.outbox.planning.cursor import lock_cursor
from alerts.notify.outbox.planning.draft import Draft
from alerts.notify.outbox.planning.histories import leads_before
from alerts.notify.outbox.planning.notice import Notice
from alerts.notify.outbox.planning.watching import watch_of
from alerts.notify.ports import Router
from alerts.notify.stages.routing import Target, route_of, steps_at, targets
from alerts.notify.stages.triggers import OPENING, MessageTopic, ToldReason, triggered
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

BATCH = 200
"""Entries a transaction: with findings of 20 kB 4 MB, and others wait for the cursor for a fraction of a second."""

_UNTIL_SIGNED = (
    MessageTopic.NEWS,
    MessageTopic.UNSIGNED,
    MessageTopic.DIGEST,
    MessageTopic.TAKEN_OVER,
    MessageTopic.UNDELIVERED,
)


@dataclass(slots=True)
class Planned:
    """The outcome of a round: entries read, notices planned, and those that only a fallback covers. Mutable while it counts.

    `watch_due`: a lead was planned whose next step, or date of handling, is due already.
    """

    entries: int = 0
    notices: int = 0
    uncovered: int = 0
    watch_due: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry that somebody is to be told of, or stopped for: the lead after it, and the notice; null for a signature."""

    entry: LogEntry
    after: Lead
    notice: Notice | None

    @property
    def closes(self) -> bool:
        """True where what was told is taken back."""
        return self.notice is not None and self.notice.reason.topic is MessageTopic.CLOSING


def take(connection: Connection, router: Router, now: Ms, limit: int = BATCH) -> Planned:
    """Plan what the next entries of the log want told, and move the cursor behind them."""
    cursor = lock_cursor(connection)
    entries = [] if cursor is None else read_entries(connection, cursor.sequence, limit)
    if cursor is None or not entries:
        return Planned()
    taken = Planned(len(entries))
    known = {entry.lead for entry in entries} - {entry.lead for entry in entries if entry.change is Change.RAISED}
    earlier = [entry for entry in entries if entry.lead in known]
    leads = leads_before(connection, earlier, cursor.sequence) if earlier else {}
    steps = _steps(router, entries, leads, now)
    draft = Draft(connection, router, cursor.messages, now)
    touched = {step.after.number for step in steps}
    draft.read([step.notice for step in steps if step.notice is not None], touched, known=touched & known)
    told = _told(connection, {step.after.number for step in steps if step.closes} & known)
    for step in steps:
        _apply(draft, router, step, told, taken)
    draft.write(entries[-1].sequence)
    taken.watch_due = draft.is_watch_due()
    return taken


def _steps(router: Router, entries: list[LogEntry], leads: dict[int, Lead], now: Ms) -> list[_Step]:
    """The entries that matter, in their order. `leads`: those raised earlier, as they were before the first entry."""
    steps = []
    for entry in entries:
        before = leads.get(entry.lead)
        leads[entry.lead] = after = fold(before, entry)
        if isinstance(entry.change, Action):
            steps.append(_Step(entry, after, None))
            continue
        reason = triggered(before, entry, after, now)
        if reason is not None:
            route = route_of(after, router, now)
            if route.digest and reason.topic is MessageTopic.NEWS:
                reason = ToldReason.OBSERVED
            steps.append(_Step(entry, after, Notice(reason, after, entry.sequence, route)))
    return steps


def _apply(draft: Draft, router: Router, step: _Step, told: dict[int, list[Target]], taken: Planned) -> None:
    notice = step.notice
    if notice is None:
        _signed(draft, step)
        return
    if step.closes:
        _close(draft, step.entry, notice, told.get(step.entry.lead, []))
        return
    taken.notices += 1
    taken.uncovered += not notice.route.covered
    first = draft.tell(notice, targets(steps_at(notice.route, 0), router))
    if notice.reason.topic is MessageTopic.NEWS:
        draft.watch(watch_of(router, notice, max(first, draft.now)))


def _signed(draft: Draft, step: _Step) -> None:
    """Stop every channel for a lead that somebody has acted on: what waits leaves it out, and nobody further is told."""
    draft.leave_out(step.entry, "acknowledged", _UNTIL_SIGNED)
    if step.after.handling in DECIDED:
        draft.unwatch(step.entry.lead)
    else:
        draft.stop_steps(step.entry.lead)


def _close(draft: Draft, entry: LogEntry, notice: Notice, told: list[Target]) -> None:
    """Plan the closing message for whoever was told, or may be told at this moment. Digests only counted, and close nothing."""
    draft.leave_out(entry, notice.lead.standing.value, (*_UNTIL_SIGNED, MessageTopic.DUE))
    draft.unwatch(entry.lead)
    draft.tell(notice, told)


def _told(connection: Connection, leads: set[int]) -> dict[int, list[Target]]:
    """By lead the targets that were told, may have been, or are told at this moment. Read after what waits is locked."""
    if not leads:
        return {}
    under_way = (MESSAGES.c.state == MessageState.LEASED.value) & MESSAGE_LEADS.c.dropped.is_(None)
    query = (
        select(MESSAGE_LEADS.c.lead, MESSAGES.c.person, MESSAGES.c.channel, MESSAGES.c.language)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(
            MESSAGE_LEADS.c.lead.in_(leads),
            MESSAGES.c.topic.in_([topic.value for topic in OPENING]),
            MESSAGE_LEADS.c.told.is_not(None) | under_way,
        )
        .distinct()
    )
    told: dict[int, list[Target]] = {}
    for row in connection.execute(query):
        told.setdefault(row.lead, []).append(Target(row.person, row.channel, row.language))
    return told
