"""Looks at the leads of a message again before it is sent, and writes down those that are left out."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, select, update

from alerts.leads.lead import Lead
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS
from alerts.notify.outbox.conditions import is_for, was_signed
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.ports import Router
from alerts.notify.stages.grouping import group_key
from alerts.notify.stages.holding import LeadNow, Silence, dropped, muted_until
from alerts.notify.stages.triggers import OPENING, WEIGHTS, MessageTopic, ToldReason
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

_AS_TOLD = (MESSAGE_LEADS.c.reason.label("told_because"), MESSAGE_LEADS.c.sequence.label("told_sequence"))


@dataclass(frozen=True, slots=True)
class HeldLead:
    """A lead that is told of, as it is now, and why. `sequence`: the entry of the log that the message tells of."""

    reason: ToldReason
    lead: Lead
    sequence: int


def held_leads(connection: Connection, message: Row[Any], now: Ms) -> list[HeldLead] | None:
    """The leads that a message still tells of, the lowest number first.

    None where that is not known yet: of a closing message, while the opening one is under way.
    """
    query = (
        select(LEADS, *_AS_TOLD, was_signed().label("was_signed"))
        .join(MESSAGE_LEADS, MESSAGE_LEADS.c.lead == LEADS.c.number)
        .where(MESSAGE_LEADS.c.message == message.number, MESSAGE_LEADS.c.dropped.is_(None))
        .order_by(LEADS.c.number)
    )
    rows = connection.execute(query).mappings().all()
    closing = [row["number"] for row in rows if ToldReason(row["told_because"]).topic is MessageTopic.CLOSING]
    told = _told(connection, message, closing, now) if closing else {}
    if "under way" in told.values():
        return None
    held: list[HeldLead] = []
    for row in rows:
        reason, lead = ToldReason(row["told_because"]), lead_of_row(row)
        why = dropped(reason, LeadNow(lead, bool(row["was_signed"]), told.get(lead.number)))
        if why is None:
            held.append(HeldLead(reason, lead, row["told_sequence"]))
        else:
            _drop(connection, message.number, lead.number, why)
    return held


def note_as_told(connection: Connection, message: int, held: list[HeldLead]) -> None:
    """Note that a message of news tells of its leads as they are now: whoever is told again of a risen one knows that it rose."""
    later = [
        {"about": one.lead.number, "upto": one.lead.sequence}
        for one in held
        if one.reason.topic is MessageTopic.NEWS and one.sequence < one.lead.sequence
    ]
    if later:
        of_both = and_(MESSAGE_LEADS.c.message == message, MESSAGE_LEADS.c.lead == bindparam("about"))
        connection.execute(update(MESSAGE_LEADS).where(of_both).values(sequence=bindparam("upto")), later)


def held_until(message: Row[Any], leads: list[HeldLead], silences: list[Silence], router: Router, now: Ms) -> Ms:
    """The instant until which quiet hours or a silence hold a message; `now` at the latest where none does."""
    policy = router.policy(gravest(leads))
    topic, keys = MessageTopic(message.topic), [message.group_key]
    if topic is MessageTopic.TAKEN_OVER:
        # of several groups: a silence that was added since it was planned may hold one of them
        found = [one.lead.finding for one in leads]
        keys = [group_key(one.platform, one.rule, message.department) for one in found]
    return max(policy.held_until(now), *(muted_until(key, topic, now, silences) for key in keys))


def gravest(leads: list[HeldLead]) -> str | None:
    """The highest severity among leads."""
    return max((one.lead.finding.severity for one in leads), key=lambda severity: WEIGHTS.get(severity, 0))


def _told(connection: Connection, message: Row[Any], leads: list[int], now: Ms) -> dict[int, str]:
    """The best that is known of whether this recipient was told of these leads: yes, maybe, under way; none of the others."""
    columns = (MESSAGE_LEADS.c.lead, MESSAGE_LEADS.c.told, MESSAGE_LEADS.c.dropped, MESSAGES.c.state)
    query = (
        select(*columns, MESSAGES.c.lease_until)
        .join(MESSAGES, MESSAGES.c.number == MESSAGE_LEADS.c.message)
        .where(MESSAGE_LEADS.c.lead.in_(leads), MESSAGES.c.channel == message.channel, is_for(message.person))
        .where(MESSAGES.c.topic.in_([topic.value for topic in OPENING]))
    )
    by_lead: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        by_lead.setdefault(row.lead, []).append(row)
    found = {lead: _best_known(rows, now) for lead, rows in by_lead.items()}
    return {lead: known for lead, known in found.items() if known is not None}


def _best_known(rows: list[Any], now: Ms) -> str | None:
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
