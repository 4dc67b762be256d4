"""Rows of watches: one as it will be, and all of a step in at most three statements."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Self

from sqlalchemy import Connection, delete, update
from sqlalchemy.dialects import postgresql, sqlite

from alerts.notify.tables import WATCHES
from schemas.instants import Ms


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A lead that people were told of, as `watches` has it. Null where no step follows, or the date was called to mind."""

    lead: int
    sequence: int
    opened_at: Ms
    reached_ms: int
    next_at: Ms | None
    due_at: Ms | None

    def without_steps(self) -> Self:
        """The same, of which no further step is told."""
        return replace(self, next_at=None)

    def is_due(self, now: Ms) -> bool:
        """True where a step or the date is due."""
        return any(at is not None and at <= now for at in (self.next_at, self.due_at))


def write_watches(connection: Connection, rows: Mapping[int, WatchRow | None], stopped: Collection[int]) -> None:
    """Write the watches of these leads, null: none any more. Of those in `stopped` no further step is told."""
    gone = [lead for lead, row in rows.items() if row is None]
    kept = [asdict(row) for row in rows.values() if row is not None]
    if gone:
        connection.execute(delete(WATCHES).where(WATCHES.c.lead.in_(gone)))
    if kept:
        new = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(WATCHES)
        values = {name: new.excluded[name] for name in kept[0] if name != "lead"}
        connection.execute(new.on_conflict_do_update(index_elements=["lead"], set_=values), kept)
    if stopped:
        connection.execute(update(WATCHES).where(WATCHES.c.lead.in_(stopped)).values(next_at=None))
