"""What came out of reading: rows for the judges, declared mitigations, what weather messages say, and faults.

Nothing is decided here. Every event of what was read is in exactly one of them, and every `info` that was taken.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter

import msgspec

from schemas.instants import Ms
from schemas.refusal import Code, Refusal
from schemas.weather.warning import WeatherRow
from schemas.work import AnyRow


@dataclass(frozen=True, slots=True)
class PlacesKnown:
    """The places that the areas file knows: counties and zones, and the cities (6 digits) that a mitigation may name."""

    areas: frozenset[str]
    cities: frozenset[str] = frozenset()


class Mitigation(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """`platform.mitigation`: what the platform does in an area or city over `[from_at, until_at)`, in milliseconds."""

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
    """Why one event (or, `index` None, a whole record) is not taken, with its untouched bytes and its place.

    `offset` is that of the record in its partition; in a file it is the line. `event_id` is None where unreadable.
    `more`: the events behind it for which it stands, too.
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
        """The number of events that it refuses: its own, and those for which it stands."""
        return 1 + (len(self.more.indices) if self.more else 0)

    def each_refused(self) -> Iterator[Refused]:
        """Every event that it refuses, in the order of the record."""
        yield Refused(self.offset, self.index, self.event_id, self.code)
        if self.more:
            for index, event_id in zip(self.more.indices, self.more.event_ids, strict=True):
                yield Refused(self.offset, index, event_id, self.code)

    def refusal(self, platform_id: str, topic: str, partition: int) -> Refusal:
        """The record that tells the platform so."""
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
    """What a record, or a run of lines, holds. Filled while it is read, hence mutable.

    `total` is the number of events, where a record that cannot be read counts 1: rows, mitigations, weather and refused.
    Rows and faults are in the order in which they were said. `weather` is never of a feed: it comes from files alone.
    """

    rows_by_platform: dict[str, list[AnyRow]] = field(default_factory=dict)
    mitigations: list[Mitigation] = field(default_factory=list)
    weather: list[WeatherRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[AnyRow]:
        """The rows of all platforms."""
        return [row for rows in self.rows_by_platform.values() for row in rows]

    @property
    def accepted(self) -> int:
        """The number of events that are well-formed, warnings and their cancelling with them."""
        return sum(map(len, self.rows_by_platform.values())) + len(self.mitigations) + len(self.weather)

    @property
    def refused(self) -> Counter[Code]:
        """The number of events that are not taken, by code."""
        found: Counter[Code] = Counter()
        for fault in self.faults:
            found[fault.code] += fault.count
        return found

    @property
    def total(self) -> int:
        """The number of events."""
        return self.accepted + self.refused.total()

    def each_refused(self) -> Iterator[Refused]:
        """Every event that is not taken, in the order in which they were said."""
        # Faults are in order but for those that stand for others, which lie further on in the same record.
        for _, faults in groupby(self.faults, attrgetter("offset")):
            yield from sorted((one for fault in faults for one in fault.each_refused()), key=_place)

    def add(self, other: "Reading") -> None:
        """Add what was said after it."""
        for platform, rows in other.rows_by_platform.items():
            self.rows_by_platform.setdefault(platform, []).extend(rows)
        self.mitigations.extend(other.mitigations)
        self.weather.extend(other.weather)
        self.faults.extend(other.faults)


def _place(refused: Refused) -> int:
    return refused.index or 0
