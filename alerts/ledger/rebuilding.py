"""Makes the table of leads anew from the log, by the `fold` that writes and verifies it. Only what differs is written.

It works in the caller's transaction, so that others see the table as it was until the commit, and as it must be after
it. The log, the head and the table `subjects` are not touched. In memory are the leads of one batch.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy import Connection, delete, exists, func, select, text

from alerts.errors import DamagedLogError, NoPrivilegeError
from alerts.leads.lead import Lead
from alerts.ledger.reading import STREAMED, folded
from alerts.ledger.rows import differences, entry_of_row
from alerts.ledger.storing import lock_head, store_leads
from alerts.ledger.tables import LEADS, LOG
from alerts.ledger.verifying import Discrepancy, chain_faults

BATCH = 500
"""Leads at a time: with findings of up to 20 kB, as the log and as the table have them, 20 MB."""


@dataclass(slots=True)
class Rebuilt:
    """Counts of a rebuild. Mutable while it counts.

    `leads`: those of the log; `changed`: those whose row differed; `columns`: by name, in how many of these it
    differed; `added`: those that had no row; `removed`: rows of leads that the log does not have.
    """

    leads: int = 0
    changed: int = 0
    columns: dict[str, int] = field(default_factory=dict)
    added: int = 0
    removed: int = 0

    @property
    def unchanged(self) -> bool:
        """True where the table was already what the log makes it."""
        return not (self.changed or self.added or self.removed)


def rebuild(connection: Connection, *, if_needed: bool = False) -> Rebuilt:
    """Bring every row of `leads` to what its log makes it, in the caller's transaction, while nobody appends.

    `DamagedLogError` where the log cannot be trusted: its chain does not verify, or its entries make no lead. With
    `if_needed` such a log is refused only where a row differs: an upgrade that changes no lead does not depend on it.
    `NoPrivilegeError` for a role that may not remove rows.
    """
    _check_rights(connection)
    head = lock_head(connection)
    with closing(chain_faults(connection, head)) as faults:
        fault = next(faults, None)
    if fault is not None and not if_needed:
        raise _refused(fault)
    rebuilt = Rebuilt()
    for first, last in _ranges(connection):
        try:
            differing = _differing(connection, first, last, rebuilt)
        except (DamagedLogError, ValueError, KeyError, TypeError) as error:
            raise _refused(fault or Discrepancy(None, None, f"entries make no lead: {error}")) from error
        if differing and fault is not None:
            raise _refused(fault)
        store_leads(connection, differing)
    of_no_lead = delete(LEADS).where(~exists().where(LOG.c.lead == LEADS.c.number))
    rebuilt.removed = connection.execute(of_no_lead).rowcount
    if rebuilt.removed and fault is not None:
        raise _refused(fault)
    return rebuilt


def _check_rights(connection: Connection) -> None:
    """Refuse a role that may not remove rows, before the work and not after it. SQLite has no roles."""
    if connection.dialect.name != "postgresql":
        return
    role, may = connection.execute(text("SELECT current_user, has_table_privilege('leads', 'DELETE')")).one()
    if not may:
        raise NoPrivilegeError(
            f"the role {role} may not rebuild the table of leads; its owner may (shiftwarden_owner, by "
            "deploy/postgres/roles.sql): name that role in the address"
        )


def _ranges(connection: Connection) -> Iterator[tuple[int, int]]:
    """The least and the greatest lead number of each batch, both included, ascending."""
    after: int | None = None
    while True:
        numbers = select(LOG.c.lead).distinct().order_by(LOG.c.lead).limit(BATCH)
        batch = (numbers if after is None else numbers.where(LOG.c.lead > after)).subquery()
        first, last = connection.execute(select(func.min(batch.c.lead), func.max(batch.c.lead))).one()
        if last is None:
            return
        yield first, last
        after = last


def _differing(connection: Connection, first: int, last: int, rebuilt: Rebuilt) -> list[Lead]:
    """The leads from `first` to `last` whose row is missing or differs, as the log makes them; counted in `rebuilt`."""
    log = select(LOG).where(LOG.c.lead.between(first, last)).order_by(LOG.c.lead, LOG.c.sequence)
    with connection.execute(log, execution_options=STREAMED).mappings() as entries:
        leads = list(folded(map(entry_of_row, entries)))
    table = select(LEADS).where(LEADS.c.number.between(first, last))
    rows = {row["number"]: row for row in connection.execute(table).mappings()}
    differing = []
    for lead in leads:
        row = rows.get(lead.number)
        columns = {} if row is None else {name: stored for name, stored, _ in differences(lead, row)}
        if row is None or columns:
            differing.append(lead)
            _count(rebuilt, columns)
    rebuilt.leads += len(leads)
    return differing


def _count(rebuilt: Rebuilt, columns: Mapping[str, object]) -> None:
    if not columns:
        rebuilt.added += 1
        return
    rebuilt.changed += 1
    for name in columns:
        rebuilt.columns[name] = rebuilt.columns.get(name, 0) + 1


def _refused(fault: Discrepancy) -> DamagedLogError:
    place = "" if fault.sequence is None else f"entry {fault.sequence}: "
    return DamagedLogError(
        f"the log cannot be trusted ({place}{fault.differs}); leads are made anew only from a log whose chain verifies, "
        "and nothing was changed; `shiftwarden audit verify` names all faults, a backup has the log as it was"
    )
