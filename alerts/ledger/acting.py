"""Writes down the actions of people, in the same chain as the steps of standing sets. `handling` decides what is legal."""

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
    """An action, its actor and reason, and to whom the lead is assigned (with `assign`; null: to the actor)."""

    action: Action
    actor: str
    reason: str | None
    assignee: str | None


def act(connection: Connection, number: int, request: ActionRequest, at: int | None) -> Lead:
    """Append the action in the caller's transaction and return the lead after it. Errors as `Ledger.act` has them."""
    log = begin(connection, at)
    row = connection.execute(select(LEADS).where(LEADS.c.number == number)).mappings().one_or_none()
    if row is None:
        raise NoSuchLeadError(f"there is no lead {number}; `leads list` shows what there is")
    lead = lead_of_row(row)
    if lead.standing is Standing.SUPERSEDED:
        raise NotAllowedError(f"lead {number} was merged into lead {lead.superseded_by}; act on that one")
    check(lead.handling, request.action, request.actor, request.reason, request.assignee)
    assignee = (request.assignee or request.actor) if request.action is Action.ASSIGN else None
    after = log.act(lead, request.action, request.actor, request.reason, assignee)
    store(connection, log)
    return after
