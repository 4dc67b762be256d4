"""Tells others of leads whose message reached nobody: it was refused or given up, or has been tried in vain for a while.

Others are those whom the route would be told next: the second, the heads, the gateway, the fallback; of them the first whom no
message about it is for. Where anybody was reached, nobody further is told by this.
"""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from alerts.leads.lead import Lead, Standing
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.conditions import has_failed, is_pending, was_signed
from alerts.notify.outbox.planning.cursor import lock_cursor
from alerts.notify.outbox.planning.draft import Draft
from alerts.notify.outbox.planning.notice import Notice
from alerts.notify.ports import Router
from alerts.notify.stages.routing import Target, question_of, route_of, targets
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.notify.tables import ATTEMPTS, MESSAGE_LEADS, MESSAGES
from schemas.instants import MINUTE_MS, Ms
from schemas.legal_days import DAY_MS

EVERY_MS: Final[Ms] = 30_000
"""So often what reached nobody is looked for."""

GRACE_MS: Final[Ms] = MINUTE_MS
"""So long after a refusal the person's other channels have to say that they took it."""

STUCK_MS: Final[Ms] = 15 * MINUTE_MS
"""So long a message is tried in vain before others are told: as long as a grave lead waits for the second. It is tried on."""

AT_ONCE: Final = 100
"""Leads a round, the newest first: each with its finding has 20 kB, and the cursor is locked meanwhile."""

_TOPICS: Final = (MessageTopic.NEWS, MessageTopic.UNSIGNED, MessageTopic.TAKEN_OVER, MessageTopic.UNDELIVERED)


def pass_on(connection: Connection, router: Router, now: Ms) -> int:
    """Plan what others are told, under the lock of the cursor; return how many leads."""
    if not _undelivered(connection, now):
        return 0
    cursor = lock_cursor(connection)
    found = {} if cursor is None else _undelivered(connection, now)
    if cursor is None or not found:
        return 0
    used = _used(connection, found)
    told: list[tuple[Notice, list[Target]]] = []
    for lead in _leads(connection, found):
        notice = Notice(ToldReason.UNDELIVERED, lead, found[lead.number], route_of(lead, router, now))
        readers = _readers(router, lead, used[lead.number], now)
        told += [(notice, readers)] if readers else []
    draft = Draft(connection, router, cursor.messages, now)
    draft.read([notice for notice, _ in told], [notice.lead.number for notice, _ in told], known=())
    for notice, readers in told:
        draft.tell(notice, readers)
    draft.write()
    return len(told)


def _readers(router: Router, lead: Lead, used: set[tuple[str | None, str]], now: Ms) -> list[Target]:
    """The first of those who stand in who have a channel that no message about the lead went to."""
    for step in router.stand_ins(question_of(lead, now)):
        readers = [one for one in targets([step], router) if (one.person, one.channel) not in used]
        if readers:
            return readers
    return []


def _undelivered(connection: Connection, now: Ms) -> dict[int, int]:
    """By lead the entry of the log of which nobody was reached, and of which no other message is under way for that."""
    query = (
        select(MESSAGE_LEADS.c.lead, func.max(MESSAGE_LEADS.c.sequence))
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .join(LEADS, LEADS.c.number == MESSAGE_LEADS.c.lead)
        .where(
            _failing(now),
            MESSAGES.c.topic.in_([topic.value for topic in _TOPICS]),
            MESSAGE_LEADS.c.dropped.is_(None),
            LEADS.c.standing == Standing.STANDING.value,
            LEADS.c.kind != "undecidable",
            ~was_signed(),
            ~_reached(),
        )
        .group_by(MESSAGE_LEADS.c.lead)
        .order_by(MESSAGE_LEADS.c.lead.desc())
    )
    return {row[0]: row[1] for row in connection.execute(query.limit(AT_ONCE))}


def _failing(now: Ms) -> ColumnElement[bool]:
    """True for messages that a service refused or that were given up lately, and for those that are tried in vain for long."""
    ended = and_(has_failed(), MESSAGES.c.not_before <= now - GRACE_MS, MESSAGES.c.not_before > now - DAY_MS)
    long_ago = exists().where(
        ATTEMPTS.c.message == MESSAGES.c.number, ATTEMPTS.c.attempt == 1, ATTEMPTS.c.started_at <= now - STUCK_MS
    )
    return or_(ended, and_(is_pending(), MESSAGES.c.attempts > 0, MESSAGES.c.parts_sent == 0, long_ago))


def _reached() -> ColumnElement[bool]:
    """True where another message about the lead arrived, or one that takes the place of those that did not is under way."""
    other, message = MESSAGE_LEADS.alias(), MESSAGES.alias()
    instead = and_(other.c.reason == ToldReason.UNDELIVERED.value, ~has_failed(message))
    found = (
        select(other.c.lead)
        .join(message, message.c.number == other.c.message)
        .where(
            other.c.lead == MESSAGE_LEADS.c.lead,
            other.c.sequence >= MESSAGE_LEADS.c.sequence,
            or_(other.c.told == "yes", instead),
        )
        .correlate(MESSAGE_LEADS)
    )
    return exists(found)


def _used(connection: Connection, leads: Iterable[int]) -> dict[int, set[tuple[str | None, str]]]:
    """By lead the readers whom messages about it were for."""
    query = (
        select(MESSAGE_LEADS.c.lead, MESSAGES.c.person, MESSAGES.c.channel)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(MESSAGE_LEADS.c.lead.in_(list(leads)), MESSAGES.c.topic.in_([topic.value for topic in _TOPICS]))
    )
    used: dict[int, set[tuple[str | None, str]]] = {lead: set() for lead in leads}
    for row in connection.execute(query):
        used[row.lead].add((row.person, row.channel))
    return used


def _leads(connection: Connection, numbers: Iterable[int]) -> list[Lead]:
    query = select(LEADS).where(LEADS.c.number.in_(list(numbers))).order_by(LEADS.c.number)
    return [lead_of_row(row) for row in connection.execute(query).mappings()]
