"""The result of reading the feed: rows for the judges, declared mitigations, and faults.

Nothing is decided here. Every event that was read is in exactly one of them.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

import msgspec

from schemas.instants import Ms
from schemas.places import WeatherPlaces
from schemas.refusal import Code, Refusal
from schemas.work import AnyRow


@dataclass(frozen=True, slots=True)
class PlacesKnown:
    """The places of the areas file: counties and zones, cities (6 digits) that a mitigation may name, and those of weather."""

    areas: frozenset[str]
    cities: frozenset[str] = frozenset()
    weather: WeatherPlaces = field(default_factory=WeatherPlaces)


class Mitigation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """`platform.mitigation`: a measure of the platform in an area or city over `[from_at, until_at)`, in milliseconds."""

    platform: str
    event_id: str
    at: Ms
    area: str
    sector: str
    measure: str
    from_at: Ms
    until_at: Ms
    offset: int
    index: int
    partition: int = 0


class Refused(msgspec.Struct, frozen=True, gc=False):
    """One refused event and its place; `index` None: the whole record, `event_id` None: it has none that can be read."""

    offset: int
    index: int | None
    event_id: str | None
    code: Code


@dataclass(frozen=True, slots=True)
class Alike:
    """Events of one record that are refused with one code and get no refusals of their own; ids as in `Refused`."""

    indices: list[int]
    event_ids: list[str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """The reason why one event (or, `index` None, a whole record) is refused, with its untouched bytes and its place.

    `offset` is that of the record in its partition; in a file it is the line. `event_id` is None where unreadable.
    `more`: later events of the record that are refused with it.
    """

    code: Code
    detail: str
    offset: int
    index: int | None
    event_id: str | None
    raw: bytes
    more: Alike | None = None

    @property
    def count(self) -> int:
        """The number of events that it refuses: its own, and those in `more`."""
        return 1 + (len(self.more.indices) if self.more else 0)

    def each_refused(self) -> Iterator[Refused]:
        """Every event that it refuses, in the order of the record."""
        yield Refused(self.offset, self.index, self.event_id, self.code)
        if self.more:
            for index, event_id in zip(self.more.indices, self.more.event_ids, strict=True):
                yield Refused(self.offset, index, event_id, self.code)

    def refusal(self, platform_id: str, topic: str, partition: int) -> Refusal:
        """The refusal record for the platform."""
        return Refusal(
            code=self.code,
            detail=self.detail,
            platform_id=platform_id,
            event_id=self.event_id,
            topic=topic,
            partition=partition,
            offset=self.offset,
            index=self.index,
            event=self.raw,
            more=self.count - 1,
        )


@dataclass(slots=True)
class Reading:
    """The events of a record, or of a run of lines. Filled while it is read, hence mutable.

    `total` is the number of events, where a record that cannot be read counts 1: rows, mitigations and refused. Rows and
    faults are in the order of the feed.
    """

    rows_by_platform: dict[str, list[AnyRow]] = field(default_factory=dict)
    mitigations: list[Mitigation] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[AnyRow]:
        """The rows of all platforms."""
        return [row for rows in self.rows_by_platform.values() for row in rows]

    @property
    def accepted(self) -> int:
        """The number of well-formed events."""
        return sum(map(len, self.rows_by_platform.values())) + len(self.mitigations)

    @property
    def refused(self) -> Counter[Code]:
        """The number of refused events, by code."""
        found: Counter[Code] = Counter()
        for fault in self.faults:
            found[fault.code] += fault.count
        return found

    @property
    def total(self) -> int:
        """The number of events."""
        return self.accepted + self.refused.total()

    def each_refused(self) -> Iterator[Refused]:
        """Every refused event, in the order of the feed."""
        # Faults are in order but for those with `more`, whose events lie further on in the same record.
        for _, faults in groupby(self.faults, attrgetter("offset")):
            yield from sorted((one for fault in faults for one in fault.each_refused()), key=_place)

    def add(self, other: "Reading") -> None:
        """Append a reading of later records or lines."""
        for platform, rows in other.rows_by_platform.items():
            self.rows_by_platform.setdefault(platform, []).extend(rows)
        self.mitigations.extend(other.mitigations)
        self.faults.extend(other.faults)


def _place(refused: Refused) -> int:
    return refused.index or 0
