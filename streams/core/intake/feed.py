"""Intake: what a batch of feed records becomes: work for the judges, refusals and receipts for the platforms. Pure.

It decides that every offset taken stands in a receipt, once, and that a record whose reading raises is set aside alone. It does
not decide what a well-formed event is (`schemas.feed.codec`), which records make a batch, nor when it is full.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from msgspec.structs import replace

from schemas.feed.codec import FeedReader
from schemas.feed.reading import Reading
from schemas.feed.receipt import receipt_of
from schemas.quarantine import QuarantinedRecord
from schemas.topics import PACE, WORK, quarantine, receipts, refused
from schemas.work import AnyRow, Group, encode_work
from streams.core.area_record import DeclaredMeasure, PacePart, encode_pace
from streams.core.intake.cost import cost_of
from streams.core.intake.work_records import Dealt, dealt, fewest_first, work_records
from streams.core.listing import Listing
from streams.core.outgoing import Outgoing
from streams.core.withheld import WithheldValue, withheld_reading


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """A record as it came from the broker. `arrival` in ms, stamped by the broker."""

    platform: str
    topic: str
    partition: int
    offset: int
    arrival: int
    value: bytes | None


@dataclass(slots=True)
class Taken:
    """The result of a batch. `newest`: the latest instant (ms) of an event of each platform.

    `quarantined`: records set aside, by platform. `rows`: events that went to `work`, in `work_records` records.
    """

    outgoing: list[Outgoing] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    receipts: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    newest: dict[str, int] = field(default_factory=dict)
    rows: int = 0
    work_records: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """A record that was read: its rows by work partition, and the records in answer to it. Set aside, it has no reading."""

    record: FeedRecord
    reading: Reading | None
    rows: Dealt
    answers: list[Outgoing]


@dataclass(slots=True)
class _Stretch:
    """Records of a feed partition that one receipt covers, `since` the first of its offsets."""

    since: int
    read: list[_Read] = field(default_factory=list)


class IntakeBatch:
    """Records that are taken together. Mutable: it grows by `read`, one record at a time, until `end`."""

    def __init__(self, intake: "FeedIntake") -> None:
        self._intake = intake
        self._stretches: list[_Stretch] = []
        self._last: dict[tuple[str, int], _Stretch] = {}

    def read(self, record: FeedRecord) -> int:
        """Judge the form of every event of a record; gives back what that cost. A record taken before costs little.

        Nothing raises: a record whose reading does is set aside, whatever was raised.
        """
        key = (record.topic, record.partition)
        since = self._intake.since(key, record.offset)
        if since is None:
            return cost_of(0, 0, ())
        stretch = self._last.get(key)
        if stretch is None or since <= stretch.read[-1].record.offset:
            stretch = self._last[key] = _Stretch(since)
            self._stretches.append(stretch)
        read = self._intake.read(record)
        stretch.read.append(read)
        events = read.reading.accepted if read.reading else 0
        return cost_of(len(record.value or b""), events, (answer.value for answer in read.answers))

    def end(self) -> Taken:
        """Ends the batch. A record that cannot be encoded though it could be read is set aside, too."""
        try:
            return self._ended()
        except Exception:  # noqa: BLE001  whatever a record brings out here costs that record alone
            for stretch in self._stretches:
                stretch.read = [_encodable(read) for read in stretch.read]
            return self._ended()

    def _ended(self) -> Taken:
        taken = Taken()
        for partition in range(self._intake.partitions):
            groups = [group for stretch in self._stretches if (group := _group(stretch, partition)).rows]
            for value in work_records(fewest_first(groups)):
                taken.outgoing.append(Outgoing(WORK, None, value, partition))
            taken.rows += sum(len(group.rows) for group in groups)
        taken.work_records = len(taken.outgoing)
        for stretch in self._stretches:
            self._answer(stretch, taken)
        # last, for nobody's work waits until one platform's refusals are sent
        taken.outgoing += [answer for stretch in self._stretches for read in stretch.read for answer in read.answers]
        return taken

    def _answer(self, stretch: _Stretch, taken: Taken) -> None:
        """Adds the measures that a platform declares, the receipt, and the counts for the metrics."""
        first, last = stretch.read[0].record, stretch.read[-1].record
        readings = [read.reading for read in stretch.read if read.reading is not None]
        # what a platform declares that it does concerns areas, which any pace partition may have
        mitigations = (each for reading in readings for each in reading.mitigations)
        declared = [replace(each, partition=first.partition) for each in mitigations]
        if declared:
            taken.outgoing += to_every_pace([DeclaredMeasure(declared)], self._intake.partitions)
        aside = [read.record.offset for read in stretch.read if read.reading is None]
        # offsets that hold no event (a transaction's marks) are covered too
        span = (stretch.since, last.offset)
        receipt = receipt_of(first.platform, first.topic, first.partition, span, readings, aside)
        receipt = self._intake.listing.cut(receipt, last.arrival)
        taken.outgoing.append(Outgoing(receipts(first.platform), None, receipt.model_dump_json().encode()))
        taken.receipts[first.platform] += 1
        taken.accepted[first.platform] += receipt.accepted
        if aside:
            taken.quarantined[first.platform] += len(aside)
        _count(first.platform, readings, taken)


class FeedIntake:
    """Made with the reader and the partitions that work and pace have. It remembers which offsets it took of each partition."""

    def __init__(self, reader: FeedReader, partitions: int) -> None:
        self.partitions = partitions
        self.listing = Listing()
        self._reader = reader
        self._taken: dict[tuple[str, int], tuple[int, int]] = {}

    def begin(self) -> IntakeBatch:
        """An empty batch."""
        return IntakeBatch(self)

    def take(self, records: Iterable[FeedRecord]) -> Taken:
        """Take these records as one batch; nothing of it is lost and nothing raises."""
        batch = self.begin()
        for record in records:
            batch.read(record)
        return batch.end()

    def receipted_up_to(self, starts: Mapping[tuple[str, int], int]) -> None:
        """Receipts of these topics and partitions reach up to these offsets, whoever wrote them; the next begins there.

        What lies between it and the first record that can be read is covered, too: a transaction that was taken back.
        """
        for feed, offset in starts.items():
            self._taken[feed] = (offset, offset - 1)

    def forget_all(self) -> None:
        """Other processes may have the feed partitions now: which offsets were taken is theirs to know."""
        self._taken.clear()

    def since(self, key: tuple[str, int], offset: int) -> int | None:
        """The first offset that a receipt for this one covers; None where it was taken before.

        An offset that lies before all that was taken is a new beginning: the partition is read again from there.
        """
        first, last = self._taken.get(key, (offset, offset - 1))
        if first <= offset <= last:
            return None
        self._taken[key] = (min(first, offset), offset)
        return offset if offset < first else last + 1

    def read(self, record: FeedRecord) -> _Read:
        """Read a record on its own."""
        try:
            reading = self._reading(record)
            rows = dealt(chain.from_iterable(reading.rows_by_platform.values()), self.partitions)
            return _Read(record, reading, rows, list(_refusals(record, reading)))
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # noqa: BLE001  a panic in a parser written in Rust is no Exception
            return _aside(record, error)

    def _reading(self, record: FeedRecord) -> Reading:
        if isinstance(record.value, WithheldValue):
            return withheld_reading(record.value, record.offset)
        return self._reader.read(
            record.value, platform_id=record.platform, arrival=record.arrival, offset=record.offset
        )


def to_every_pace(parts: list[PacePart], partitions: int) -> list[Outgoing]:
    """One record for each pace partition: what concerns areas that any of them may have."""
    value = encode_pace(parts)
    return [Outgoing(PACE, None, value, number) for number in range(partitions)]


def to_quarantine(coordinates: QuarantinedRecord, value: bytes | None) -> Outgoing:
    """The record that sets another one aside, in its platform's own topic."""
    platform = coordinates.platform
    return Outgoing(quarantine(platform), platform.encode(), value or b"", headers=coordinates.headers)


def _aside(record: FeedRecord, error: BaseException) -> _Read:
    name = type(error).__name__
    whence = QuarantinedRecord(record.platform, record.topic, record.partition, record.offset, record.arrival, name)
    return _Read(record, None, [], [to_quarantine(whence, record.value)])


def _encodable(read: _Read) -> _Read:
    """The record as it was read, or set aside where its rows or what it declares cannot be encoded."""
    if read.reading is None:
        return read
    record = read.record
    try:
        encode_work([Group(record.platform, record.topic, record.partition, rows) for rows in read.rows])
        encode_pace([DeclaredMeasure(read.reading.mitigations)])
        receipt_of(record.platform, record.topic, record.partition, (0, 0), [read.reading]).model_dump_json()
    except Exception as error:  # noqa: BLE001  as in `IntakeBatch.end`
        return _aside(record, error)
    return read


def _refusals(record: FeedRecord, reading: Reading) -> Iterator[Outgoing]:
    for fault in reading.faults:
        refusal = fault.refusal(record.platform, record.topic, record.partition)
        yield Outgoing(refused(record.platform), None, refusal.model_dump_json().encode())


def _group(stretch: _Stretch, partition: int) -> Group:
    """The rows of a stretch for one work partition."""
    record = stretch.read[0].record
    rows: list[AnyRow] = []
    arrivals: list[int] = []
    for read in stretch.read:
        if read.rows and read.rows[partition]:
            rows += read.rows[partition]
            if not arrivals or arrivals[-1] != read.record.arrival:
                arrivals += (read.record.offset, read.record.arrival)
    return Group(record.platform, record.topic, record.partition, rows, arrivals)


def _count(platform: str, readings: Sequence[Reading], taken: Taken) -> None:
    for reading in readings:
        for code, count in reading.refused.items():
            taken.refused[platform, code.value] += count
        for rows in reading.rows_by_platform.values():
            taken.newest[platform] = max(taken.newest.get(platform, 0), rows[-1].at)
