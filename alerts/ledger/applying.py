"""Applies standing sets: many sets, one transaction, the same few statements however many they are.

Decides which sets are older (their version) and which change anything (their digest); `revise` decides what they change.
Where two sets have one version, the later one counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Select, Text, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import ARRAY

from alerts.leads.extent import RecordedExtent
from alerts.leads.finding import OPEN_END, canonical
from alerts.leads.lead import Change, Lead, LogEntry, LogHead, Standing
from alerts.leads.lowering import LeftLead
from alerts.leads.revising import revise
from alerts.leads.standing_set import LedgerSet, Version, parse_version
from alerts.ledger.rows import lead_of_row
from alerts.ledger.storing import begin, store, store_subjects
from alerts.ledger.tables import LEADS, SUBJECTS


@dataclass(frozen=True, slots=True)
class Applied:
    """The outcome of a batch: `stale` sets were older than the ledger's, `unchanged` ones were not and are equal to it.

    `entries` are the rows that were added to the log, in their order; `head` is the chain's head after them. `left`: the leads
    that sets of recorded events would withdraw or lower, and that are left.
    """

    sets: int
    stale: int
    unchanged: int
    entries: tuple[LogEntry, ...]
    head: LogHead
    left: tuple[LeftLead, ...] = ()

    def count(self, change: Change) -> int:
        """Count the leads that were raised, amended and so on."""
        return sum(1 for entry in self.entries if entry.change is change)


_INCOMPLETE: Final = ""
"""The digest of a set of which something was left, so that the same set is applied again once that is allowed."""


def apply(
    connection: Connection, sets: Sequence[LedgerSet], recorded_at: int | None, extent: RecordedExtent | None = None
) -> Applied:
    """Bring the ledger to these sets, in the caller's transaction. `recorded_at`: instant of the write in ms; None: now.

    `extent`: that of the recorded events that the sets are made of; None: a judge made them.
    """
    log = begin(connection, recorded_at)
    known = _known(connection, {one.subject for one in sets})
    latest, changing, stale = _sift(sets, known)
    leads = _leads(connection, changing)
    left: list[LeftLead] = []
    for one in changing:
        if lowered := revise(leads[one.subject], one, log, extent):
            left += lowered
            latest[one.subject] = replace(latest[one.subject], digest=_INCOMPLETE)
    store(connection, log)
    store_subjects(connection, latest.values())
    unchanged = len(sets) - stale - len(changing)
    return Applied(len(sets), stale, unchanged, tuple(log.entries), log.head, tuple(left))


_Known = dict[str, tuple[Version, str]]


def _sift(sets: Sequence[LedgerSet], known: _Known) -> tuple[dict[str, LedgerSet], list[LedgerSet], int]:
    """The latest set of each subject, the sets that change something in version order, and the number of stale ones.

    Where several sets have one version, the last alone is taken, so that a batch that comes again changes nothing.
    """
    latest: dict[str, LedgerSet] = {}
    changing: list[LedgerSet] = []
    stale = 0
    for one in {(each.subject, each.version): each for each in sorted(sets, key=lambda each: each.version)}.values():
        before = known.get(one.subject)
        if before is not None and one.version < before[0]:
            stale += 1
            continue
        if before is None or one.digest != before[1]:
            changing.append(one)
        known[one.subject] = (one.version, one.digest)
        latest[one.subject] = one
    return latest, changing, stale


def _known(connection: Connection, subjects: set[str]) -> _Known:
    rows = connection.execute(_SUBJECTS_OF[connection.dialect.name], _bound(connection, dict.fromkeys(subjects, 0)))
    return {row.subject: (parse_version(row.version), row.digest) for row in rows}


def _leads(connection: Connection, sets: Iterable[LedgerSet]) -> dict[str, dict[int, Lead]]:
    """The leads of each subject that its sets can change, by number."""
    floors: dict[str, int] = {}
    for one in sets:
        back_to = -OPEN_END if one.reaches_back_to is None else one.reaches_back_to
        floors[one.subject] = min(back_to, floors.get(one.subject, OPEN_END))
    found: dict[str, dict[int, Lead]] = {subject: {} for subject in floors}
    if floors:
        for row in connection.execute(_LEADS_OF[connection.dialect.name], _bound(connection, floors)).mappings():
            found[row["subject"]][row["number"]] = lead_of_row(row)
    return found


def _bound(connection: Connection, floors: dict[str, int]) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        return {"floors": canonical(floors)}
    return {"subjects": list(floors), "floors": list(floors.values())}


def _queries(dialect: str) -> tuple[Select[Any], Select[Any]]:
    """One bound value for all subjects, so that the statement is the same for any number of them."""
    if dialect == "sqlite":
        bounds = func.json_each(bindparam("floors", type_=Text)).table_valued("key", "value", name="bounds")
        subject, floor = bounds.c.key, bounds.c.value
    else:
        texts, numbers = bindparam("subjects", type_=ARRAY(Text)), bindparam("floors", type_=ARRAY(BigInteger))
        bounds = func.unnest(texts, numbers).table_valued("subject", "floor", name="bounds").render_derived()
        subject, floor = bounds.c.subject, bounds.c.floor
    known = select(SUBJECTS.c.subject, SUBJECTS.c.version, SUBJECTS.c.digest).join(
        bounds, SUBJECTS.c.subject == subject
    )
    reached = and_(LEADS.c.subject == subject, LEADS.c.until > floor)
    return known, select(LEADS).join(bounds, reached).where(LEADS.c.standing != Standing.SUPERSEDED.value)


_SUBJECTS_OF = {dialect: _queries(dialect)[0] for dialect in ("sqlite", "postgresql")}
_LEADS_OF = {dialect: _queries(dialect)[1] for dialect in ("sqlite", "postgresql")}
