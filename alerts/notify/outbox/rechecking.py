"""Looks at the leads of a message again before it is sent, and writes down those that are left out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, select, update

from alerts.leads.lead import Lead
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS, LOG
from alerts.notify.outbox.planning import MessageState
from alerts.notify.stages.holding import LeadNow, dropped
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class HeldLead:
    """A lead that is told of, as it is now, and why."""

    reason: ToldReason
    lead: Lead


def held_leads(connection: Connection, message: Row[Any], now: Ms) -> list[HeldLead] | None:
    """The leads that a message still tells of, the lowest number first.

    None where that is not known yet: of a closing message, while the opening one is under way.
    """
    kept = and_(MESSAGE_LEADS.c.message == message.number, MESSAGE_LEADS.c.dropped.is_(None))
    rows = connection.execute(select(MESSAGE_LEADS).where(kept).order_by(MESSAGE_LEADS.c.lead)).all()
    leads = _leads(connection, [row.lead for row in rows])
    held: list[HeldLead] = []
    for row in rows:
        reason, lead = ToldReason(row.reason), leads[row.lead]
        told = _told(connection, message, row.lead, now) if reason.topic is MessageTopic.CLOSING else None
        if told == "under way":
            return None
        why = dropped(reason, LeadNow(lead, _signed(connection, row.lead, row.sequence), told))
        if why is None:
            held.append(HeldLead(reason, lead))
        else:
            _drop(connection, message.number, row.lead, why)
    return held


def _leads(connection: Connection, numbers: list[int]) -> dict[int, Lead]:
    rows = connection.execute(select(LEADS).where(LEADS.c.number.in_(numbers))).mappings()
    return {row["number"]: lead_of_row(row) for row in rows}


def _signed(connection: Connection, lead: int, since: int) -> bool:
    """True where a person has acted on the lead after that entry."""
    query = select(LOG.c.sequence).where(LOG.c.lead == lead, LOG.c.sequence > since, LOG.c.actor.is_not(None)).limit(1)
    return connection.execute(query).first() is not None


def _told(connection: Connection, message: Row[Any], lead: int, now: Ms) -> str | None:
    """The best that is known of whether this recipient was told of a lead: yes, maybe, under way; null for no."""
    same = MESSAGES.c.person.is_(None) if message.person is None else MESSAGES.c.person == message.person
    query = (
        select(MESSAGE_LEADS.c.told, MESSAGES.c.state, MESSAGES.c.lease_until, MESSAGE_LEADS.c.dropped)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(MESSAGE_LEADS.c.lead == lead, MESSAGES.c.channel == message.channel, same)
        .where(MESSAGES.c.topic.in_([MessageTopic.NEWS.value, MessageTopic.UNSIGNED.value, MessageTopic.DUE.value]))
    )
    rows = connection.execute(query).all()
    known = [row.told for row in rows if row.told is not None]
    if known:
        return "yes" if "yes" in known else "maybe"
    leased = [row for row in rows if row.state == MessageState.LEASED.value and row.dropped is None]
    if any(row.lease_until > now for row in leased):
        return "under way"
    return "maybe" if leased else None


def _drop(connection: Connection, message: int, lead: int, why: str) -> None:
    of_both = and_(MESSAGE_LEADS.c.message == message, MESSAGE_LEADS.c.lead == lead)
    connection.execute(update(MESSAGE_LEADS).where(of_both).values(dropped=why))
