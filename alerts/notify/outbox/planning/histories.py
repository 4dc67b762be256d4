"""Reads the leads as they were before some entries of the log: their steps without findings, and the finding of then."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, func, null, select

from alerts.leads.finding import LeadFinding
from alerts.leads.lead import Lead, LogEntry, fold
from alerts.ledger.rows import entry_of_row
from alerts.ledger.tables import LOG

_SLIM = [null().label(one.name) if one.name in {"finding", "cause"} else one for one in LOG.c]
"""A running finding is published again every ten minutes, with 20 kB each time: of a lead's history only the last is read."""


def leads_before(connection: Connection, entries: Iterable[LogEntry], upto: int) -> dict[int, Lead]:
    """The leads of these entries as they were after the entry `upto`, by number; those that there were."""
    numbers = {entry.lead for entry in entries}
    findings = _findings(connection, numbers, upto)
    query = select(*_SLIM).where(LOG.c.lead.in_(findings), LOG.c.sequence <= upto).order_by(LOG.c.sequence)
    leads: dict[int, Lead] = {}
    for row in connection.execute(query).mappings():
        entry = entry_of_row(row)
        leads[entry.lead] = fold(leads.get(entry.lead), entry, findings[entry.lead])
    return leads


def _findings(connection: Connection, numbers: Collection[int], upto: int) -> dict[int, LeadFinding]:
    latest = (
        select(func.max(LOG.c.sequence).label("sequence"))
        .where(LOG.c.lead.in_(numbers), LOG.c.sequence <= upto, LOG.c.finding.is_not(None))
        .group_by(LOG.c.lead)
        .subquery()
    )
    query = select(LOG.c.lead, LOG.c.finding).join(latest, and_(LOG.c.sequence == latest.c.sequence))
    return {row.lead: LeadFinding.parse(row.finding) for row in connection.execute(query)}
