"""Rows of work records that were read and are not folded yet: taken from the platforms in turn. Pure.

Facts merge in any order, so rows of one platform may overtake those of another: nobody's wait behind a flood that another
platform sent before. Those of one platform stay in their order, but for a feed record that is too large to be folded at once: its
rows are folded worker by worker. A record is folded when all of its rows are, and those of the records before it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from schemas.work import AnyRow, Group, PayRow


class Unfolded:
    """The waiting rows; mutable. `rows`: their number. `read`: the last record that was read, `folded`: the last that is folded.

    >>> unfolded = Unfolded(last=9)
    >>> unfolded.add(10, [])
    >>> unfolded.next(most=100), unfolded.folded
    (None, 10)
    """

    def __init__(self, last: int) -> None:
        """Begin behind this record."""
        self.read = self.folded = last
        self.rows = 0
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

        They are `most` at the most, or those of one worker in one feed record, and no more than these where pay is `costly` for
        that platform. They are to be folded at once: with the last of its rows their record counts as folded.
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
        if cut < len(rows):
            group = replace(group, rows=rows)
            line.appendleft((offset, replace(group, rows=group.rows[cut:])))
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

    Those of one worker in one feed record stay together: who is evaluated has all or none of them.
    """
    if len(rows) <= most:
        return len(rows)
    of = _worker_and_record if rows[most].offset == rows[0].offset else _record
    key, cut = of(rows[most]), most
    while cut and of(rows[cut - 1]) == key:
        cut -= 1
    if not cut:
        cut = most
        while cut < len(rows) and of(rows[cut]) == key:
            cut += 1
    return cut


_worker, _record = attrgetter("worker"), attrgetter("offset")
_worker_and_record = attrgetter("worker", "offset")
