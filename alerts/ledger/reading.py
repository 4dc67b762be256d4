"""Reads leads: as they are, or as the ledger had them at an earlier instant, folded from the log.

`as_of` (ms) is an instant of writes: all entries with `recorded_at` at or before it count, none after.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from alerts.errors import NoSuchLeadError
from alerts.leads.handling import DECIDED, Handling
from alerts.leads.lead import Lead, LogEntry, Standing, fold
from alerts.ledger.rows import entry_of_row, lead_of_row
from alerts.ledger.tables import LEADS, LOG
from schemas.instants import rfc3339

STREAMED = {"yield_per": 1000}
"""Execution options of a query whose rows may not fit in memory: 1,000 findings of 20 kB are 20 MB."""

CountKey = tuple[str, str, str | None, str | None, str | None]
"""Rule, kind, area, platform, severity."""


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """The leads to read; null means any. By default those that stand.

    `platform` is that of leads whose scope is one platform. `since`: raised then or later (ms of the write). `before`: numbers
    below it, for the next page. `corrected`: beside those that stand, those withdrawn by what arrived more than an hour after the
    fact that nobody has decided. `late`: only those that were withdrawn or lowered by such an arrival, decided or not.
    """

    rule: str | None = None
    kind: str | None = None
    platform: str | None = None
    area: str | None = None
    subject: str | None = None
    severity: str | None = None
    handling: Handling | None = None
    assignee: str | None = None
    standing: Standing | None = Standing.STANDING
    corrected: bool = False
    late: bool = False
    since: int | None = None
    before: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A lead and all its entries, oldest first."""

    lead: Lead
    entries: tuple[LogEntry, ...]


def read_leads(connection: Connection, wanted: LeadFilter, as_of: int | None) -> list[Lead]:
    """The leads wanted, the newest number first."""
    if as_of is None:
        query = _narrowed(select(LEADS), wanted, _FIXED + _MOVING + _BY_PEOPLE).order_by(LEADS.c.number.desc())
        return [lead_of_row(row) for row in connection.execute(query.limit(wanted.limit)).mappings()]
    # What can change (kind, area, standing) is compared on the folded lead; what cannot narrows the log.
    numbers = _narrowed(select(LEADS.c.number), wanted, _FIXED)
    query = select(LOG).where(LOG.c.lead.in_(numbers), LOG.c.recorded_at <= as_of)
    query = query.order_by(LOG.c.lead.desc(), LOG.c.sequence)
    with connection.execute(query, execution_options=STREAMED).mappings() as rows:
        leads = (lead for lead in folded(map(entry_of_row, rows)) if _matches(lead, wanted))
        return list(islice(leads, wanted.limit))


def read_history(connection: Connection, number: int, as_of: int | None) -> History:
    """The lead of that number. `NoSuchLeadError` when there is none, or was none yet."""
    query = select(LOG).where(LOG.c.lead == number).order_by(LOG.c.sequence)
    if as_of is not None:
        query = query.where(LOG.c.recorded_at <= as_of)
    entries = tuple(entry_of_row(row) for row in connection.execute(query).mappings())
    if not entries:
        when = "" if as_of is None else f" at {rfc3339(as_of)}"
        raise NoSuchLeadError(f"there is no lead {number}{when}; `leads list` shows what there is")
    return History(next(folded(entries)), entries)


def read_entries(connection: Connection, after: int, limit: int) -> list[LogEntry]:
    """The log from the entry after sequence number `after`, at most `limit` of it."""
    query = select(LOG).where(LOG.c.sequence > after).order_by(LOG.c.sequence).limit(limit)
    return [entry_of_row(row) for row in connection.execute(query).mappings()]


def read_open_counts(connection: Connection) -> dict[CountKey, int]:
    """Count the leads that stand and that nobody has decided; read from the index `leads_open` alone."""
    groups = (LEADS.c.rule, LEADS.c.kind, LEADS.c.area, LEADS.c.platform, LEADS.c.severity)
    query = (
        select(*groups, func.count())
        .where(LEADS.c.standing == Standing.STANDING.value, LEADS.c.handling.not_in([one.value for one in DECIDED]))
        .group_by(*groups)
    )
    return {
        (rule, kind, area, platform, severity): n
        for rule, kind, area, platform, severity, n in connection.execute(query)
    }


def folded(entries: Iterable[LogEntry]) -> Iterator[Lead]:
    """One lead for each run of entries of one number."""
    for _, of_one in groupby(entries, key=attrgetter("lead")):
        lead: Lead | None = None
        for entry in of_one:
            lead = fold(lead, entry)
        if lead is not None:
            yield lead


_FIXED = ("rule", "subject", "platform")
"""Part of a lead's identity: these never change."""
_MOVING = ("kind", "area", "severity")
_BY_PEOPLE = ("handling", "assignee")


def _narrowed(query: Select[Any], wanted: LeadFilter, names: tuple[str, ...]) -> Select[Any]:
    for name in names:
        value = getattr(wanted, name)
        query = query if value is None else query.where(LEADS.c[name] == value)
    if names != _FIXED and wanted.standing is not None:
        stands = LEADS.c.standing == wanted.standing.value
        query = query.where(or_(stands, _CORRECTED) if wanted.corrected else stands)
    if names != _FIXED and wanted.late:
        query = query.where(LEADS.c.corrected_at.is_not(None))
    if wanted.since is not None:
        query = query.where(LEADS.c.raised_at >= wanted.since)
    return query if wanted.before is None else query.where(LEADS.c.number < wanted.before)


def _matches(lead: Lead, wanted: LeadFilter) -> bool:
    moving = all(getattr(wanted, name) in {None, getattr(lead.finding, name)} for name in _MOVING)
    by_people = all(getattr(wanted, name) in {None, getattr(lead, name)} for name in _BY_PEOPLE)
    if wanted.late and lead.corrected_at is None:
        return False
    return (
        moving and by_people and (wanted.standing in {None, lead.standing} or (wanted.corrected and is_corrected(lead)))
    )


def is_corrected(lead: Lead) -> bool:
    """True for a lead withdrawn by what arrived more than an hour after the fact, as long as nobody has decided."""
    withdrawn = lead.standing is Standing.WITHDRAWN and lead.corrected_at is not None
    return withdrawn and lead.handling not in DECIDED


_CORRECTED = and_(
    LEADS.c.standing == Standing.WITHDRAWN.value,
    LEADS.c.corrected_at.is_not(None),
    LEADS.c.handling.not_in([one.value for one in DECIDED]),
)
"""The same as `is_corrected`."""
