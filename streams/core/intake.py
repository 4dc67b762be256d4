"""Intake: what a batch of feed records becomes: work for the judges, refusals and receipts for the platforms. Pure.

It decides which work partition an event goes to, and that every offset taken stands in a receipt. It does not decide what a
well-formed event is (`schemas.codec`), nor when a batch is full.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from schemas.codec import FeedReader
from schemas.reading import Reading
from schemas.receipt import receipt_of
from schemas.topics import PACE, WORK, receipts, refused
from schemas.work import AnyRow, Group, bucket_of, encode_work
from streams.core.pace_record import Declared, PaceSaid, encode_pace
from streams.core.withheld import WithheldValue, withheld_reading

MOST_WORK_BYTES = 4 << 20
"""A larger work record is cut in two; half of what the topic takes."""


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A record as it came from the broker. `arrival` in ms, stamped by the broker."""

    platform: str
    topic: str
    partition: int
    offset: int
    arrival: int
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent; without a partition, the key decides."""

    topic: str
    key: bytes | None
    value: bytes
    partition: int | None = None


@dataclass(slots=True)
class Taken:
    """What became of a batch. `newest`: the latest instant (ms) heard of each platform."""

    outgoing: list[Outgoing] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    receipts: Counter[str] = field(default_factory=Counter)
    newest: dict[str, int] = field(default_factory=dict)


class Intake:
    """Made with the reader and the partitions that work and pace have. It remembers up to which offset receipts reach."""

    def __init__(self, reader: FeedReader, partitions: int) -> None:
        self._reader = reader
        self._partitions = partitions
        self._receipted: dict[tuple[str, int], int] = {}

    def take(self, records: Iterable[FeedRecord]) -> Taken:
        """Judge the form of every event of the batch; nothing of it is lost and nothing raises."""
        taken = Taken()
        work: list[list[Group]] = [[] for _ in range(self._partitions)]
        for feed in _by_feed(records):
            readings = [self._read(record) for record in feed]
            for partition, rows in enumerate(self._dealt(readings)):
                if rows:
                    work[partition].append(Group(feed[0].platform, feed[0].topic, feed[0].partition, rows))
            self._declare(readings, taken)
            self._answer(feed, readings, taken)
        for partition, groups in enumerate(work):
            taken.outgoing += [Outgoing(WORK, None, v, partition) for v in _work_records(groups)]
        return taken

    def begin(self, starts: Mapping[tuple[str, int], int]) -> None:
        """Receipts of these topics and partitions reach up to these offsets, whoever wrote them; the next begins there.

        What lies between it and the first record that can be read is covered, too: a transaction that was taken back.
        """
        for feed, offset in starts.items():
            self._receipted[feed] = offset - 1

    def forget_all(self) -> None:
        """Other processes may have the feed partitions now: how far receipts reach is theirs to know."""
        self._receipted.clear()

    def _read(self, record: FeedRecord) -> Reading:
        if isinstance(record.value, WithheldValue):
            return withheld_reading(record.value, record.offset)
        return self._reader.read(
            record.value, platform_id=record.platform, arrival=record.arrival, offset=record.offset
        )

    def _dealt(self, readings: Iterable[Reading]) -> list[list[AnyRow]]:
        """The rows by work partition, in the order in which they were said."""
        dealt: list[list[AnyRow]] = [[] for _ in range(self._partitions)]
        count = self._partitions
        for reading in readings:
            for rows in reading.rows_by_platform.values():
                for row in rows:
                    dealt[bucket_of(row.worker) % count].append(row)
        return dealt

    def _declare(self, readings: Iterable[Reading], taken: Taken) -> None:
        """What a platform declares that it does concerns areas, which any pace partition may have."""
        declared = [each for reading in readings for each in reading.mitigations]
        if declared:
            taken.outgoing += to_every_pace([Declared(declared)], self._partitions)

    def _answer(self, feed: Sequence[FeedRecord], readings: Sequence[Reading], taken: Taken) -> None:
        """Refusals and the receipt for one feed partition, and what the metrics are to say of it."""
        first, platform = feed[0], feed[0].platform
        since = self._receipted.get((first.topic, first.partition), first.offset - 1) + 1
        self._receipted[first.topic, first.partition] = feed[-1].offset
        # offsets that hold no event (a transaction's marks) are covered too
        span = (min(since, first.offset), feed[-1].offset)
        receipt = receipt_of(platform, first.topic, first.partition, span, readings)
        for reading in readings:
            for fault in reading.faults:
                refusal = fault.refusal(platform, first.topic, first.partition)
                taken.outgoing.append(Outgoing(refused(platform), None, refusal.model_dump_json().encode()))
                taken.refused[platform, fault.code.value] += 1
            for rows in reading.rows_by_platform.values():
                taken.newest[platform] = max(taken.newest.get(platform, 0), rows[-1].at)
        taken.outgoing.append(Outgoing(receipts(platform), None, receipt.model_dump_json().encode()))
        taken.accepted[platform] += receipt.accepted
        taken.receipts[platform] += 1


def to_every_pace(said: list[PaceSaid], partitions: int) -> list[Outgoing]:
    """One record for each pace partition: what concerns areas that any of them may have."""
    value = encode_pace(said)
    return [Outgoing(PACE, None, value, number) for number in range(partitions)]


def _by_feed(records: Iterable[FeedRecord]) -> Iterator[list[FeedRecord]]:
    feeds: dict[tuple[str, int], list[FeedRecord]] = {}
    for record in records:
        feeds.setdefault((record.topic, record.partition), []).append(record)
    yield from feeds.values()


def _work_records(groups: list[Group]) -> Iterator[bytes]:
    """One record, or several where it would be too large."""
    if not groups:
        return
    value = encode_work(groups)
    rows = sum(len(group.rows) for group in groups)
    if len(value) <= MOST_WORK_BYTES or rows == 1:
        yield value
        return
    for half in _halves(groups, rows // 2):
        yield from _work_records(half)


def _halves(groups: list[Group], count: int) -> tuple[list[Group], list[Group]]:
    head: list[Group] = []
    tail: list[Group] = []
    for group in groups:
        cut = max(0, min(count, len(group.rows)))
        count -= cut
        for part, rows in ((head, group.rows[:cut]), (tail, group.rows[cut:])):
            if rows:
                part.append(Group(group.platform, group.topic, group.partition, rows))
    return head, tail
