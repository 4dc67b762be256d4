"""Work records: the rows of a batch, dealt to the work partitions and encoded. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from zlib import crc32

from msgspec.structs import replace

from schemas.work import BUCKETS, AnyRow, Group, encode_work

MOST_WORK_BYTES = 160 << 10
"""A larger work record is cut in two: a judge folds some 1,500 rows of one, and all others of its process wait, 15 to 30 ms."""

Dealt = list[list[AnyRow]]
"""Rows by work partition, in their order in the feed."""


def dealt(rows: Iterable[AnyRow], partitions: int) -> Dealt:
    """The rows by work partition."""
    hands: Dealt = [[] for _ in range(partitions)]
    for row in rows:  # `bucket_of` without the call, for every event passes here
        hands[crc32(row.worker.encode()) % BUCKETS % partitions].append(row)
    return hands


def fewest_first(groups: Iterable[Group]) -> list[Group]:
    """The groups of the platforms with the fewest rows first: nobody waits behind the many rows of another platform.

    Those of one platform stay in their order.
    """
    listed = list(groups)
    rows: Counter[str] = Counter()
    for group in listed:
        rows[group.platform] += len(group.rows)
    return sorted(listed, key=lambda group: rows[group.platform])


def work_records(groups: list[Group]) -> Iterator[bytes]:
    """The values of the records for one work partition: one, or several where it would be too large."""
    if not groups:
        return
    value = encode_work(groups)
    rows = sum(len(group.rows) for group in groups)
    if len(value) <= MOST_WORK_BYTES or rows == 1:
        yield value
        return
    for half in _halves(groups, rows // 2):
        yield from work_records(half)


def _halves(groups: list[Group], count: int) -> tuple[list[Group], list[Group]]:
    head: list[Group] = []
    tail: list[Group] = []
    for group in groups:
        cut = max(0, min(count, len(group.rows)))
        count -= cut
        for part, rows in ((head, group.rows[:cut]), (tail, group.rows[cut:])):
            if rows:
                part.append(replace(group, rows=rows))
    return head, tail
