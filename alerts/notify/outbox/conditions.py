"""Conditions on messages and on their leads that several statements have."""

from sqlalchemy import ColumnElement, Exists, FromClause, exists

from alerts.ledger.tables import LOG
from alerts.notify.outbox.message_state import MessageState
from alerts.notify.tables import MESSAGE_LEADS, MESSAGES


def is_pending() -> ColumnElement[bool]:
    """True for messages that wait or are under way."""
    return MESSAGES.c.state.in_([MessageState.WAITING.value, MessageState.LEASED.value])


def has_failed(of: FromClause = MESSAGES) -> ColumnElement[bool]:
    """True for messages that a service refused or that were given up."""
    return of.c.state.in_([MessageState.REFUSED.value, MessageState.GIVEN_UP.value])


def is_for(person: str | None) -> ColumnElement[bool]:
    """True for messages for a person; None for those into a group chat."""
    return MESSAGES.c.person.is_(None) if person is None else MESSAGES.c.person == person


def was_signed() -> Exists:
    """True for leads of messages that somebody has acted on since what their message tells of."""
    return exists().where(
        LOG.c.lead == MESSAGE_LEADS.c.lead, LOG.c.sequence > MESSAGE_LEADS.c.sequence, LOG.c.actor.is_not(None)
    )
