"""Reads the log from the cursor on and plans messages, in one transaction with the cursor. One notifier at a time."""

from dataclasses import dataclass, field

from sqlalchemy import Connection, Row, delete, select, update

from alerts.leads.handling import DECIDED, Action
from alerts.leads.lead import Lead, LogEntry, fold
from alerts.ledger.reading import read_entries
from alerts.notify.outbox.histories import leads_before
from alerts.notify.outbox.planning import MessageState, Notice, plan
from alerts.notify.outbox.watching import watch
from alerts.notify.ports import Router
from alerts.notify.stages.routing import Target, route_of, steps_at, targets
from alerts.notify.stages.triggers import MessageTopic, ToldReason, triggered
from alerts.notify.tables import CURSOR, MESSAGE_LEADS, MESSAGES, WATCHES
from schemas.instants import Ms

BATCH = 200
"""Entries a transaction: with findings of 20 kB 4 MB, and others wait for the cursor for a fraction of a second."""


@dataclass(slots=True)
class Planned:
    """The outcome of a round: entries read, notices planned, and those that only a fallback covers. Mutable while it counts."""

    entries: int = 0
    notices: int = 0
    uncovered: int = 0
    reasons: list[tuple[int, ToldReason]] = field(default_factory=list)


def lock_cursor(connection: Connection) -> int | None:
    """Lock the cursor until the transaction ends, and return it; None where another notifier has it, or it is not there."""
    row = connection.execute(select(CURSOR.c.sequence).with_for_update(skip_locked=True)).first()
    return None if row is None else int(row.sequence)


def take(connection: Connection, router: Router, now: Ms, limit: int = BATCH) -> Planned:
    """Plan what the next entries of the log want told, and move the cursor behind them."""
    taken = Planned()
    cursor = lock_cursor(connection)
    entries = [] if cursor is None else read_entries(connection, cursor, limit)
    if cursor is None or not entries:
        return taken
    leads = leads_before(connection, entries, cursor)
    for entry in entries:
        before = leads.get(entry.lead)
        leads[entry.lead] = after = fold(before, entry)
        _take_entry(connection, router, (before, entry, after), now, taken)
    connection.execute(update(CURSOR).values(sequence=entries[-1].sequence))
    taken.entries = len(entries)
    return taken


def _take_entry(
    connection: Connection, router: Router, step: tuple[Lead | None, LogEntry, Lead], now: Ms, taken: Planned
) -> None:
    before, entry, after = step
    if isinstance(entry.change, Action):
        _signed(connection, entry, after)
        return
    reason = triggered(before, entry, after, now)
    if reason is None:
        return
    taken.reasons.append((entry.lead, reason))
    if reason.topic is MessageTopic.CLOSING:
        _close(connection, router, (entry, after, reason), now)
        return
    route = route_of(after, router, now)
    if route.digest and reason.topic is MessageTopic.NEWS:
        reason = ToldReason.OBSERVED
    taken.notices += 1
    taken.uncovered += not route.covered
    notice = Notice(reason, after, entry.sequence, route)
    first = plan(connection, router, notice, targets(steps_at(route, 0), router), now)
    if reason.topic is MessageTopic.NEWS:
        watch(connection, notice, max(first, now))


def _signed(connection: Connection, entry: LogEntry, after: Lead) -> None:
    """Stop every channel for a lead that somebody has acted on: what waits leaves it out, and nobody further is told."""
    _drop_waiting(connection, entry, "acknowledged", (MessageTopic.NEWS, MessageTopic.UNSIGNED, MessageTopic.DIGEST))
    if after.handling in DECIDED:
        connection.execute(delete(WATCHES).where(WATCHES.c.lead == entry.lead))
    else:
        connection.execute(update(WATCHES).where(WATCHES.c.lead == entry.lead).values(next_at=None))


def _drop_waiting(connection: Connection, entry: LogEntry, why: str, topics: tuple[MessageTopic, ...]) -> None:
    """Leave a lead out of the messages that wait. Their rows are locked first: a lease under way ends before this goes on."""
    of_lead = select(MESSAGE_LEADS.c.message).where(MESSAGE_LEADS.c.lead == entry.lead)
    waiting = select(MESSAGES.c.number).where(
        MESSAGES.c.state == MessageState.WAITING.value,
        MESSAGES.c.attempts == 0,
        MESSAGES.c.topic.in_([topic.value for topic in topics]),
        MESSAGES.c.number.in_(of_lead),
    )
    numbers = list(connection.execute(waiting.order_by(MESSAGES.c.number).with_for_update()).scalars())
    connection.execute(
        update(MESSAGE_LEADS)
        .where(
            MESSAGE_LEADS.c.lead == entry.lead,
            MESSAGE_LEADS.c.message.in_(numbers),
            MESSAGE_LEADS.c.sequence < entry.sequence,
            MESSAGE_LEADS.c.dropped.is_(None),
        )
        .values(dropped=why)
    )


def _close(connection: Connection, router: Router, step: tuple[LogEntry, Lead, ToldReason], now: Ms) -> None:
    """Plan the closing message for whoever was told, or may be told at this moment. Digests only counted, and close nothing."""
    entry, after, reason = step
    _drop_waiting(
        connection,
        entry,
        after.standing.value,
        (MessageTopic.NEWS, MessageTopic.UNSIGNED, MessageTopic.DUE, MessageTopic.DIGEST),
    )
    connection.execute(delete(WATCHES).where(WATCHES.c.lead == entry.lead))
    told = _told(connection, entry.lead)
    if told:
        notice = Notice(reason, after, entry.sequence, route_of(after, router, now))
        plan(connection, router, notice, [Target(one.person, one.channel, one.language) for one in told], now)


def _told(connection: Connection, lead: int) -> list[Row[tuple[str | None, str, str]]]:
    """Person, channel and language of all who were told of a lead, may have been, or are told at this moment."""
    under_way = (MESSAGES.c.state == MessageState.LEASED.value) & MESSAGE_LEADS.c.dropped.is_(None)
    query = (
        select(MESSAGES.c.person, MESSAGES.c.channel, MESSAGES.c.language)
        .join(MESSAGE_LEADS, MESSAGE_LEADS.c.message == MESSAGES.c.number)
        .where(
            MESSAGE_LEADS.c.lead == lead,
            MESSAGES.c.topic.in_([MessageTopic.NEWS.value, MessageTopic.UNSIGNED.value, MessageTopic.DUE.value]),
            MESSAGE_LEADS.c.told.is_not(None) | under_way,
        )
        .distinct()
    )
    return list(connection.execute(query))
