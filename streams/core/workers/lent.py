"""The worker whose facts are read elsewhere for a while: they are left as they are, and rows about the worker wait."""

from collections.abc import Iterator

from msgspec.structs import replace

from schemas.work import AnyRow, Group
from streams.core.watched import Watched
from streams.core.workers.not_taken import NotTaken, too_late


class Lent:
    """The worker that is lent, one at most at a time; mutable. `watched` is None where nobody is."""

    def __init__(self) -> None:
        self.watched: Watched | None = None
        self._rows: list[Group] = []

    def lend(self, watched: Watched) -> None:
        """Leave a worker's facts as they are until `end`: a thread reads them."""
        self.watched = watched

    def holds(self, watched: Watched) -> bool:
        """True if a worker is lent, and was not taken back meanwhile."""
        return self.watched is watched

    def hold_back(self, group: Group, row: AnyRow) -> Iterator[NotTaken]:
        """Let a row about the worker who is lent wait; gives it back where it lies behind the horizon."""
        late = None if self.watched is None else too_late(group, row, self.watched.facts.speaks_from)
        if late is not None:
            yield late
        else:
            self._rows.append(replace(group, rows=[row]))

    def end(self) -> list[Group]:
        """Take back who is lent, if anybody; gives the rows that waited."""
        self.watched, rows, self._rows = None, self._rows, []
        return rows
