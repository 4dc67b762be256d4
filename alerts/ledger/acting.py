"""Writes down the actions of people, in the same chain as the steps of standing sets. `handling` decides what is legal."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from alerts.errors import NoSuchLeadError, NotAllowedError
from alerts.leads.figures import DecidedFigures, More
from alerts.leads.handling import DECISIONS, Action, check
from alerts.leads.lead import Lead, Standing
from alerts.ledger.reading import folded
from alerts.ledger.rows import entry_of_row, lead_of_row
from alerts.ledger.storing import begin, store
from alerts.ledger.tables import LEADS, LOG

_ABOUT_FIGURES = (*DECISIONS, Action.ACKNOWLEDGE)
"""The steps that are refused where the lead says more than the actor has seen."""


@dataclass(frozen=True, slots=True)
class ActionRequest:
    """An action, its actor and reason, and to whom the lead is assigned (with `assign`; null: to the actor).

    `seen`: the latest entry of the lead that the actor has seen; null where that is not stated.
    """

    action: Action
    actor: str
    reason: str | None
    assignee: str | None
    seen: int | None = None


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
    if request.seen is not None and request.action in _ABOUT_FIGURES:
        _check_seen(connection, lead, request.seen)
    assignee = (request.assignee or request.actor) if request.action is Action.ASSIGN else None
    after = log.act(lead, request.action, request.actor, request.reason, assignee)
    store(connection, log)
    return after


def _check_seen(connection: Connection, lead: Lead, seen: int) -> None:
    """Check that the lead does not say more than it did at the entry that the actor has seen; else `NotAllowedError`."""
    more = more_since(connection, lead, seen)
    if more:
        raise NotAllowedError(
            f"lead {lead.number} says more now than at entry {seen}, in {', '.join(more)}; "
            f"look at it with `leads show {lead.number}`, then decide about entry {lead.sequence}"
        )


def more_since(connection: Connection, lead: Lead, seen: int) -> tuple[More, ...]:
    """The respects in which the lead says more than at its latest entry up to `seen`; `NotAllowedError` where it had none."""
    query = select(LOG).where(LOG.c.lead == lead.number, LOG.c.sequence <= seen).order_by(LOG.c.sequence)
    then = next(folded(entry_of_row(row) for row in connection.execute(query).mappings()), None)
    if then is None:
        raise NotAllowedError(
            f"lead {lead.number} has no entry up to {seen}; `leads show {lead.number}` shows those it has"
        )
    return DecidedFigures.of(then.finding).less_than(DecidedFigures.of(lead.finding))
