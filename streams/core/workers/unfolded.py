"""Rows of work records that were read and are not folded yet: taken from the platforms in turn. Pure.

Facts merge in any order, so rows of one platform may overtake those of another: nobody's wait behind a flood that another
platform sent before. Those of one platform stay in their order, but for a feed record that is too large to be folded at once: its
rows are folded worker by worker. A record is folded when all of its rows are, and those of the records before it. Of one worker
a record may have thousands: these are folded in pieces, and nobody looks at the worker before the last of them.
"""

from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from schemas.work import AnyRow, Group, PayRow

MOST_OF_ONE = 300
"""Rows of one worker in one feed record that are folded before others get their turn. Dear ones, pay that is stated again for
days whose events are cut, take 0.09 ms each: 26 ms, and 40 ms with what a turn may have done before."""


class Unfolded:
    """The waiting rows; mutable. `rows`: their number. `read`: the last record that was read, `folded`: the last that is folded.

    `unfinished`: by platform the worker some of whose rows in one feed record were taken out, while others of these wait.

    >>> unfolded = Unfolded(last=9)
    >>> unfolded.add(10, [])
    >>> unfolded.next(most=100), unfolded.folded
    (None, 10)
    """

    def __init__(self, last: int) -> None:
        """Begin behind this record."""
        self.read = self.folded = last
        self.rows = 0
        self.unfinished: dict[str, str] = {}
        self._lines: dict[str, deque[tuple[int, Group]]] = {}
        self._left: dict[int, int] = {}

    def add(self, offset: int, groups: Sequence[Group]) -> None:
        """Add the rows of the record that follows the last one."""
        self.read = offset
        self._left[offset] = len(groups)
        for group in groups:
            self.rows += len(group.rows)
            self._lines.setdefault(group.platform, deque()).append((offset, group))
        self._advance()

    def next(self, most: int, costly: Callable[[str, PayRow], bool] = lambda *_: False) -> Group | None:
        """Take out some rows of the platform whose turn it is; None where none wait.

        They are `most` at the most, or up to `MOST_OF_ONE` of one worker in one feed record, and of one worker alone where pay
        is `costly` for that platform. They are to be folded at once: with the last of its rows their record counts as folded.
        """
        platform = next(iter(self._lines), None)
        if platform is None:
            return None
        line = self._lines.pop(platform)
        offset, group = line.popleft()
        # a comprehension, for every event passes here
        paid = [row for row in group.rows[:most] if type(row) is PayRow]
        if any(costly(platform, row) for row in paid):
            most = 1
        rows = _worker_by_worker(group.rows, most)
        cut = _cut(rows, most)
        self.unfinished.pop(platform, None)
        if cut < len(rows):
            group = replace(group, rows=rows)
            line.appendleft((offset, replace(group, rows=group.rows[cut:])))
            if _worker_and_record(rows[cut]) == _worker_and_record(rows[cut - 1]):
                self.unfinished[platform] = rows[cut].worker
            group = replace(group, rows=group.rows[:cut])
        else:
            self._left[offset] -= 1
            self._advance()
        self.rows -= len(group.rows)
        if line:
            self._lines[platform] = line  # behind all others that wait
        return group

    def _advance(self) -> None:
        while self._left.get(self.folded + 1) == 0:
            self.folded += 1
            del self._left[self.folded]


def _worker_by_worker(rows: Sequence[AnyRow], most: int) -> Sequence[AnyRow]:
    """The rows with those of the first feed record by worker, where they are more than `most`."""
    if len(rows) <= most or rows[most].offset != rows[0].offset:
        return rows
    end = next((index for index, row in enumerate(rows) if row.offset != rows[0].offset), len(rows))
    return [*sorted(rows[:end], key=_worker), *rows[end:]]


def _cut(rows: Sequence[AnyRow], most: int) -> int:
    """The number of rows to fold at once.

    Those of one worker in one feed record stay together, as far as they may be folded in one turn.
    """
    if len(rows) <= most:
        return len(rows)
    of = _worker_and_record if rows[most].offset == rows[0].offset else _record
    key, cut = of(rows[most]), most
    while cut and of(rows[cut - 1]) == key:
        cut -= 1
    if not cut:
        cut, end = most, min(len(rows), max(most, MOST_OF_ONE))
        while cut < end and of(rows[cut]) == key:
            cut += 1
    return cut


_worker, _record = attrgetter("worker"), attrgetter("offset")
_worker_and_record = attrgetter("worker", "offset")
