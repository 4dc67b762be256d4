"""Rows that wait: their instant is still to come. They are kept, each once, and are folded when it has come."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

import msgspec

from schemas.work import AnyRow

_pack = msgspec.msgpack.Encoder().encode


class WaitingRow(msgspec.Struct, frozen=True, array_like=True):
    """A row whose instant is still to come, and the platform that it came from; ordered by instant."""

    platform: str
    row: AnyRow

    def __lt__(self, other: "WaitingRow") -> bool:
        return self.row.at < other.row.at


class WaitingRows:
    """The rows of a worker that wait: a list kept as a heap by instant, and an index of it.

    Adding one and removing one cost the logarithm of their number.
    """

    def __init__(self, rows: list[WaitingRow]) -> None:
        """Make the list a heap without repeats; from now on it is changed here alone."""
        rows[:] = dict.fromkeys(_without_coordinates(each.platform, each.row) for each in rows)
        heapify(rows)
        self._rows = rows
        self._known = set(rows)
        self._statements: dict[str, int] = {}
        self._size: dict[str, int] = {}
        for each in rows:
            self._count(each, 1)

    def add(self, platform: str, row: AnyRow) -> bool:
        """Add a row; false where an equal one waits already."""
        waiting = _without_coordinates(platform, row)
        if waiting in self._known:
            return False
        self._known.add(waiting)
        heappush(self._rows, waiting)
        self._count(waiting, 1)
        return True

    def has(self, platform: str, row: AnyRow) -> bool:
        """True if an equal row waits."""
        return _without_coordinates(platform, row) in self._known

    @property
    def platforms(self) -> list[str]:
        """The platforms of which a row waits or waited."""
        return list(self._statements)

    def knows(self, platform: str) -> bool:
        """True if a row of a platform waits or waited."""
        return platform in self._statements

    def next_at(self) -> int | None:
        """The instant (ms) of the row that comes first; None where there is none."""
        return self._rows[0].row.at if self._rows else None

    def pop_due(self, now: int) -> Iterator[WaitingRow]:
        """Remove and yield the rows whose instant is at or before `now` (ms), by instant."""
        while self._rows and self._rows[0].row.at <= now:
            waiting = heappop(self._rows)
            self._known.remove(waiting)
            self._count(waiting, -1)
            yield waiting

    def statements(self, platform: str) -> int:
        """The number of rows of a platform that wait."""
        return self._statements.get(platform, 0)

    def size(self, platform: str) -> int:
        """The bytes of the rows of a platform that wait, packed."""
        return self._size.get(platform, 0)

    def _count(self, waiting: WaitingRow, number: int) -> None:
        platform = waiting.platform
        self._statements[platform] = self._statements.get(platform, 0) + number
        self._size[platform] = self._size.get(platform, 0) + number * len(_pack(waiting))


def _without_coordinates(platform: str, row: AnyRow) -> WaitingRow:
    """Strip a row of its coordinates in the feed, which are no part of a fact: a repeat is equal to the first."""
    return WaitingRow(platform, msgspec.structs.replace(row, offset=0, index=0, raw=None))
