"""The open leads that a person has: assigned to the person, or acknowledged by the person and assigned to nobody."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from alerts.leads.handling import Action, Handling
from alerts.leads.lead import Standing
from alerts.ledger.tables import LEADS, LOG

OPEN = (Handling.NEW, Handling.ACKNOWLEDGED, Handling.ASSIGNED, Handling.INVESTIGATING)
"""The states in which nobody has decided yet."""


def is_open() -> ColumnElement[bool]:
    """True for leads that are not decided and were not merged into others."""
    return and_(LEADS.c.standing != Standing.SUPERSEDED.value, LEADS.c.handling.in_([each.value for each in OPEN]))


def is_taken_by(name: str) -> ColumnElement[bool]:
    """True for leads that the person has. One that was reopened to be acknowledged is that of whoever reopened it."""
    steps = (Action.ACKNOWLEDGE.value, Action.REOPEN.value)
    its: Any = LOG.alias()
    latest = (
        select(func.max(its.c.sequence)).where(its.c.lead == LEADS.c.number, its.c.change.in_(steps)).correlate(LEADS)
    )
    mine = select(LOG.c.lead).where(LOG.c.sequence == latest.scalar_subquery(), LOG.c.actor == name)
    acknowledged = and_(LEADS.c.handling == Handling.ACKNOWLEDGED.value, LEADS.c.assignee.is_(None), mine.exists())
    return or_(LEADS.c.assignee == name, acknowledged)
