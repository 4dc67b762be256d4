"""Rows whose instant is still to come: they are kept, each once, and do not count until then."""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

import msgspec

from schemas.work import AnyRow

_pack = msgspec.msgpack.Encoder().encode


class WaitingRow(msgspec.Struct, frozen=True, array_like=True):
    """A row whose instant is still to come, and the platform that it came from. One is less than another if it comes sooner."""

    platform: str
    row: AnyRow

    def __lt__(self, other: "WaitingRow") -> bool:
        return self.row.at < other.row.at


class Ahead:
    """The rows of a worker that wait: a list kept as a heap by instant, with what is in it.

    Adding one and taking one out cost the logarithm of their number.
    """

    def __init__(self, rows: list[WaitingRow]) -> None:
        """Take over the list: from now on it is changed here alone."""
        rows[:] = dict.fromkeys(_said(each.platform, each.row) for each in rows)
        heapify(rows)
        self._rows = rows
        self._known = set(rows)
        self._statements: dict[str, int] = {}
        self._size: dict[str, int] = {}
        for each in rows:
            self._count(each, 1)

    def add(self, platform: str, row: AnyRow) -> bool:
        """Keep a row; false where one that says the same is kept."""
        waiting = _said(platform, row)
        if waiting in self._known:
            return False
        self._known.add(waiting)
        heappush(self._rows, waiting)
        self._count(waiting, 1)
        return True

    def has(self, platform: str, row: AnyRow) -> bool:
        """Whether a row that says the same is kept."""
        return _said(platform, row) in self._known

    @property
    def platforms(self) -> list[str]:
        """The platforms of which a row was kept at some time."""
        return list(self._statements)

    def next_at(self) -> int | None:
        """The instant (ms) of the row that comes first; None where there is none."""
        return self._rows[0].row.at if self._rows else None

    def come(self, now: int) -> Iterator[WaitingRow]:
        """Take out the rows whose instant has come at `now` (ms), by instant."""
        while self._rows and self._rows[0].row.at <= now:
            waiting = heappop(self._rows)
            self._known.remove(waiting)
            self._count(waiting, -1)
            yield waiting

    def statements(self, platform: str) -> int:
        """How many rows of a platform wait."""
        return self._statements.get(platform, 0)

    def size(self, platform: str) -> int:
        """The bytes of the rows of a platform that wait, packed."""
        return self._size.get(platform, 0)

    def _count(self, waiting: WaitingRow, number: int) -> None:
        platform = waiting.platform
        self._statements[platform] = self._statements.get(platform, 0) + number
        self._size[platform] = self._size.get(platform, 0) + number * len(_pack(waiting))


def _said(platform: str, row: AnyRow) -> WaitingRow:
    """The row without its place in the feed, which makes no fact: said twice, it is kept once."""
    return WaitingRow(platform, msgspec.structs.replace(row, offset=0, index=0, raw=None))
