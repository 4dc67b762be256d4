"""Inspects recorded events before a platform connects: counts, faults against the contract, and data-quality warnings.

Faults are those of the contract, and with a platform given its `platform_mismatch`. Everything else is a warning.
For each well-formed event two numbers are kept (about 170 bytes), and the instants of its session or order; refused ones are
counted by code.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from schemas.feed.json.split import is_array, split_array
from schemas.instants import HOUR_MS, MINUTE_MS
from schemas.refusal import Code
from schemas.wire_time import stated_ms
from schemas.work import AnyRow
from streams.facts.tolerance import measured_by
from streams.law.registers.places import Platform
from streams.law.table import Law
from streams.tools.check.data_quality import DataQualityCheck, DataQualityWarning
from streams.tools.recorded.files import ReadError, RecordedBatch

_EXAMPLES = 3  # of each doubt, with their places
_OFFSET_MS = 8 * HOUR_MS
"""The offset of China's time from UTC: an instant that is written with `Z` for it is wrong by so much."""

_NEARLY_MS = 10 * MINUTE_MS
"""Most events are published within minutes, so a difference this near to 8 h is an offset, not a delay."""


class _EventHead(msgspec.Struct, gc=False):
    """The fields of an event that its row no longer has."""

    event_id: str
    kind: str
    platform_id: str
    occurred_at: str
    published_at: str | None = None


_event_head = msgspec.json.Decoder(_EventHead).decode


def _compact(raw: bytes) -> bytes:
    return msgspec.json.format(raw, indent=-1)


@dataclass(slots=True)
class _Occurrences:
    count: int = 0
    where: list[str] = field(default_factory=list)

    def add(self, where: str) -> None:
        self.count += 1
        if self.count <= _EXAMPLES:
            self.where.append(where)

    def warning(self, name: str, of: int, advice: str) -> DataQualityWarning:
        return DataQualityWarning(name, self.count, of, tuple(self.where), advice)


class Inspection:
    """Checks batch after batch, then gives its warnings. Mutable for that.

    `kinds` counts well-formed events by platform and kind, `weather` warnings and cancellings, `refused` the others by code.
    """

    def __init__(self, law: Law, platform: str | None) -> None:
        self.kinds: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[str] = Counter()
        self.weather = 0
        self._listed: Mapping[str, Platform] = law.platforms
        self._platform = platform
        self._quality = DataQualityCheck(measured_by(law))
        self._ids: dict[int, int] = {}
        self._reused, self._early, self._by_8_h, self._unlisted = (
            _Occurrences(),
            _Occurrences(),
            _Occurrences(),
            _Occurrences(),
        )

    @property
    def events(self) -> int:
        """The number of well-formed events of platforms."""
        return self.kinds.total()

    def check(self, batch: RecordedBatch) -> list[ReadError]:
        """Check a part of a file; returns the errors in it, in its order."""
        errors = [*batch.errors, *self._check_heads(batch)]
        for platform, rows in batch.reading.rows_by_platform.items():
            if platform == self._platform or self._platform is None:
                self._quality.add(platform, rows, lambda row: str(batch.where(row.offset, row.index)))
                self._check_listed(platform, rows, batch)
        self.weather += len(batch.weather)
        self.refused.update(each.code for each in errors)
        return sorted(errors, key=lambda each: (each.where.line, each.where.index or 0))

    def warnings(self) -> list[DataQualityWarning]:
        """All warnings about well-formed events."""
        of = self.events
        own = (
            self._reused.warning(
                "event_id_used_twice", of, "an id is one event's; say a changed event under a new one"
            ),
            self._early.warning("published_before_it_occurred", of, "check both clocks and both offsets"),
            self._by_8_h.warning("nearly_8_h_between_the_two", of, "local time of China ends with +08:00, not with Z"),
            self._unlisted.warning(
                "platform_or_sector_not_listed",
                of,
                "have the platform, or this sector of it, entered in the list of platforms",
            ),
        )
        return [*(warning for warning in own if warning.count), *self._quality.warnings()]

    def _check_heads(self, batch: RecordedBatch) -> Iterator[ReadError]:
        for offset, index, raw in _accepted(batch):
            head = _event_head(raw)
            if head.platform_id != self._platform is not None:
                detail = f"platform_id: {head.platform_id} is given; allowed: {self._platform}"
                yield ReadError(batch.where(offset, index), Code.PLATFORM_MISMATCH.value, detail)
                continue
            self.kinds[head.platform_id, head.kind] += 1
            key, content = hash((head.platform_id, head.event_id)), hash(_compact(raw))
            if self._ids.setdefault(key, content) != content:
                self._reused.add(str(batch.where(offset, index)))
            if head.published_at is not None:
                self._check_clock(head.occurred_at, head.published_at, batch, (offset, index))

    def _check_clock(self, occurred_at: str, published_at: str, batch: RecordedBatch, at: tuple[int, int]) -> None:
        ahead = stated_ms(occurred_at) - stated_ms(published_at)
        if ahead > 0:
            self._early.add(str(batch.where(*at)))
        if abs(abs(ahead) - _OFFSET_MS) < _NEARLY_MS:
            self._by_8_h.add(str(batch.where(*at)))

    def _check_listed(self, platform: str, rows: list[AnyRow], batch: RecordedBatch) -> None:
        listed = self._listed.get(platform)
        sectors = listed.sectors if listed else ()
        for row in rows:
            if row.sector not in sectors:
                self._unlisted.add(str(batch.where(row.offset, row.index)))


def _accepted(batch: RecordedBatch) -> Iterator[tuple[int, int, bytes]]:
    """The untouched bytes of each well-formed event, with its offset and index."""
    refused = list(batch.reading.each_refused())
    whole = {each.offset for each in refused if each.index is None}
    single = {(each.offset, each.index) for each in refused}
    for offset, record in batch.records:
        if offset in whole or not record or record.isspace():
            continue
        events = (split_array(record) or []) if is_array(record) else [record]
        for index, raw in enumerate(events):
            if (offset, index) not in single:
                yield offset, index, raw
