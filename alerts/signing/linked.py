"""The leads of a link as they are now, with who has signed each."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from alerts.errors import NotAllowedError
from alerts.leads import Action, Change, Handling, Lead, Standing
from alerts.ledger.acting import more_since
from alerts.ledger.rows import lead_of_row
from alerts.ledger.tables import LEADS, LOG
from alerts.signing.tables import LINKED_LEADS
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class LinkedLead:
    """A lead of a link. `seen`: its latest entry when the message was sent. `grown`: its figures are more since then.

    `signed_by` and `signed_at` (ms): the latest acknowledgement or assignment since the lead was raised or reopened; null
    where nobody has signed.
    """

    lead: Lead
    seen: int
    grown: bool
    signed_by: str | None
    signed_at: Ms | None

    @property
    def number(self) -> int:
        """The number of the lead."""
        return self.lead.number

    @property
    def can_be_signed(self) -> bool:
        """True while nobody has signed, and the lead was not merged into another."""
        return self.lead.handling is Handling.NEW and self.lead.standing is not Standing.SUPERSEDED

    def says_more_than(self, seen: int | None, connection: Connection) -> bool:
        """True where the lead has more than at the entry `seen`, or at that of the message where none is named.

        An entry before that of the message counts as that of the message; one that the lead does not have yet, too.
        """
        latest = self.seen if seen is None or not self.seen <= seen <= self.lead.sequence else seen
        return _more(connection, self.lead, latest)


def linked_leads(connection: Connection, digest: str) -> tuple[LinkedLead, ...]:
    """The leads of the link with that digest, the graver and then the newer first."""
    query = select(LEADS, LINKED_LEADS.c.seen.label("of_message"))
    query = query.join(LINKED_LEADS, LINKED_LEADS.c.lead == LEADS.c.number).where(LINKED_LEADS.c.digest == digest)
    found = []
    for row in connection.execute(query).mappings():
        lead, seen = lead_of_row(row), row["of_message"]
        signed_by, signed_at = _signature(connection, lead)
        found.append(LinkedLead(lead, seen, _more(connection, lead, seen), signed_by, signed_at))
    return tuple(sorted(found, key=lambda each: (_WEIGHT.get(each.lead.finding.severity or "", 3), -each.number)))


_WEIGHT = {"grave": 0, "serious": 1, "minor": 2}


def _more(connection: Connection, lead: Lead, seen: int) -> bool:
    try:
        return bool(more_since(connection, lead, seen))
    except NotAllowedError:  # it has no entry up to there, so that nothing of it can have been seen
        return True


def _signature(connection: Connection, lead: Lead) -> tuple[str | None, Ms | None]:
    """The actor and the instant of the step by which the lead came to somebody, since it was last new."""
    if lead.handling is Handling.NEW:
        return None, None
    begins = (Change.RAISED.value, Change.REOPENED.value)
    begun = select(func.max(LOG.c.sequence)).where(LOG.c.lead == lead.number, LOG.c.change.in_(begins))
    steps = (Action.ACKNOWLEDGE.value, Action.ASSIGN.value, Action.REOPEN.value)
    query = select(LOG.c.actor, LOG.c.recorded_at).where(LOG.c.lead == lead.number, LOG.c.change.in_(steps))
    later = query.where(LOG.c.sequence > begun.scalar_subquery()).order_by(LOG.c.sequence).limit(1)
    row = connection.execute(later).one_or_none()
    return (row.actor, row.recorded_at) if row is not None else (lead.assignee, None)
