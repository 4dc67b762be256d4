"""Gathers what quiet hours held back: in the morning each reader gets one message of all groups, and one of what is withdrawn.

A message of the night waits for the end of quiet hours and was never tried. The first of a reader that is leased takes in the
leads of the others, each looked at again; a group that is silenced stays by itself. What is grave waits for no morning.
"""

from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from alerts.notify.outbox.conditions import is_for
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.outbox.rechecking import HeldLead, held_leads, held_until
from alerts.notify.ports import Router
from alerts.notify.stages.holding import Silence
from alerts.notify.stages.triggers import OPENING, WEIGHTS, MessageTopic
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES
from schemas.instants import Ms

GATHERED: Final = "told in one message of the morning"
"""The cause for which a lead is left out of the message of its group."""

_OPENING: Final = tuple(topic.value for topic in OPENING)


def gather(
    connection: Connection,
    message: Row[Any],
    leads: list[HeldLead],
    silences: list[Silence],
    router: Router,
    now: Ms,
) -> list[HeldLead] | None:
    """The leads of a message with those of the others of the night, written down so; None where it gathers no other."""
    if message.urgent or message.attempts or message.topic == MessageTopic.DIGEST.value:
        return None  # before any policy is read: what is grave depends on no other one
    ends = {router.policy(severity).quiet_ended_at(now) for severity in WEIGHTS} - {None}
    if message.not_before not in ends:
        return None
    topics = _OPENING if message.topic in _OPENING else (message.topic,)
    query = select(MESSAGES).where(
        MESSAGES.c.channel == message.channel,
        MESSAGES.c.state == MessageState.WAITING.value,
        MESSAGES.c.not_before.in_(ends),
        MESSAGES.c.attempts == 0,
        MESSAGES.c.urgent == 0,
        MESSAGES.c.topic.in_(topics),
        MESSAGES.c.number != message.number,
        is_for(message.person),
    )
    found = {one.lead.number: one for one in leads}
    several = False
    for other in connection.execute(query.order_by(MESSAGES.c.number).with_for_update(skip_locked=True)).all():
        held = held_leads(connection, other, now)
        if held is None or (held and held_until(other, held, silences, router, now) > now):
            continue
        _take_in(connection, message, other, [one for one in held if one.lead.number not in found])
        found = {one.lead.number: one for one in held} | found
        several = several or bool(held)
    return sorted(found.values(), key=lambda one: one.lead.number) if several else None


def _take_in(connection: Connection, message: Row[Any], other: Row[Any], leads: list[HeldLead]) -> None:
    """Move leads to a message; the one that had them, and those that it has as well, is dropped."""
    kept = (MESSAGE_LEADS.c.message == other.number) & MESSAGE_LEADS.c.dropped.is_(None)
    connection.execute(update(MESSAGE_LEADS).where(kept).values(dropped=GATHERED))
    dropped = {"state": MessageState.DROPPED.value, "lease_until": None}
    connection.execute(update(MESSAGES).where(MESSAGES.c.number == other.number).values(**dropped))
    for one in leads:
        row = {"message": message.number, "lead": one.lead.number, "reason": one.reason.value, "sequence": one.sequence}
        of_both = (MESSAGE_LEADS.c.message == message.number) & (MESSAGE_LEADS.c.lead == one.lead.number)
        there = connection.execute(update(MESSAGE_LEADS).where(of_both).values(**row, dropped=None, told=None))
        if there.rowcount == 0:
            connection.execute(insert(MESSAGE_LEADS).values(**row))
