"""Writes down what people do with a lead, in the same chain as what the stream says. `handling` decides what is legal."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from alerts.errors import NoSuchLeadError, NotAllowedError
from alerts.leads.handling import Action, check
from alerts.leads.lead import Lead, Standing
from alerts.ledger.rows import lead_of_row
from alerts.ledger.storing import begin, store
from alerts.ledger.tables import LEADS


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """What somebody did, why, and to whom they gave the lead (with `assign`; null: to themselves)."""

    action: Action
    actor: str
    reason: str | None
    assignee: str | None


def act(connection: Connection, number: int, deed: ActionRequest, at: int | None) -> Lead:
    """The lead after the deed, written in the caller's transaction. Errors as `Ledger.act` says."""
    pen = begin(connection, at)
    row = connection.execute(select(LEADS).where(LEADS.c.number == number)).mappings().one_or_none()
    if row is None:
        raise NoSuchLeadError(f"there is no lead {number}; `leads list` shows what there is")
    lead = lead_of_row(row)
    if lead.standing is Standing.SUPERSEDED:
        raise NotAllowedError(f"lead {number} was merged into lead {lead.superseded_by}; act on that one")
    check(lead.handling, deed.action, deed.actor, deed.reason, deed.assignee)
    assignee = (deed.assignee or deed.actor) if deed.action is Action.ASSIGN else None
    after = pen.act(lead, deed.action, deed.actor, deed.reason, assignee)
    store(connection, pen)
    return after
