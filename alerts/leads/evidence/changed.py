"""The difference of a piece of evidence in two findings: what each time of it was before and is now, and its other values. Pure.

Only time that the finding before states is compared. A piece that one of the two does not list whole is not compared: what is cut
off a list is no change.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Any, Final, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from alerts.leads.evidence.pieces import Name, Plain, lines_of, lists_part_of_weather, pieces_of
from schemas.instants import Instant

MOST_SPANS: Final = 3
"""Changed times that a cause names of one piece, the latest; with ten pieces a cause stays below 10 kB."""

_OPEN: Final = "~"
"""The end of what still runs: sorts behind every instant in RFC 3339."""

_NOT_SAID: Final = {"spans", "platform", "what", "id", "start", "end", "figures", "beside"}
"""Fields that are no values of a piece: its name, its times, and what is compared by itself."""

_IN_INTERVAL: Final = {"day", "entry", "order", "session"}
"""Evidence that is listed as far as the interval reaches; slots and weather lie before it, too."""

NOTHING, OUTSIDE = "none", "outside"

State = tuple[str, tuple[str, ...]]


class SpanChange(BaseModel):
    """A time `[start, end)` of a piece and what it was and is: `work`, `unknown`, `none` for neither, or a level of weather.

    `outside`: the finding after does not reach there. `why_before`, `why_after`: the reasons of unknown time.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    start: Instant
    end: Instant | None = None
    before: str
    after: str
    why_before: tuple[str, ...] = ()
    why_after: tuple[str, ...] = ()


class ValueChange(BaseModel):
    """A value, before and after; null where there was or is none."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    before: str | None
    after: str | None


class Extent(NamedTuple):
    """The time that a finding states, as RFC 3339 in UTC, which sorts as text."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Stated:
    """The evidence of one finding: its pieces, and for each the time that is stated; `cut`: not all of it is listed."""

    pieces: Mapping[Name, Plain]
    extents: Mapping[Name, Extent]
    extent: Extent
    partial: frozenset[Name]
    cut: bool

    @classmethod
    def before(cls, plain: Plain) -> Self:
        """Read the finding before; one that was running states nothing later than its last span."""
        return cls._of(plain, _extent(plain, plain, open_end=False))

    @classmethod
    def after(cls, plain: Plain, interval: Plain | None = None) -> Self:
        """Read the finding after, or what a set states (`lapsed`) of the `interval` of the finding before."""
        return cls._of(plain, _extent(plain, interval or plain, open_end=True))

    @classmethod
    def _of(cls, plain: Plain, extent: Extent) -> Self:
        names = [(one["platform"], one["what"], one["id"]) for one in plain.get("evidence", ())]
        cut = bool(plain.get("evidence_rest")) or lists_part_of_weather(plain)
        return cls(pieces_of(plain), dict.fromkeys(names, extent), extent, frozenset(names[-1:] if cut else ()), cut)

    def and_beneath(self, other: Self) -> Self:
        """Both; of what both state, this one counts."""
        return type(self)(
            {**other.pieces, **self.pieces},
            {**other.extents, **self.extents},
            self.extent,
            self.partial | (other.partial - self.pieces.keys()),
            self.cut or other.cut,
        )

    def lists_whole(self, name: Name) -> bool:
        """True unless some of the piece, or all of it, may be cut off the list."""
        return name not in self.partial and (name in self.pieces or not self.cut)


def _extent(plain: Plain, interval: Plain, *, open_end: bool) -> Extent:
    """The interval with all spans in it."""
    lines = (*plain.get("evidence", ()), *interval.get("evidence", ()))
    spans, ends_at = [span for each in lines for span in each["spans"]], interval["ends_at"]
    start = min([interval["starts_at"], *(span["start"] for span in spans)])
    end = max([start if ends_at is None else ends_at, *(span["end"] for span in spans)])
    return Extent(start, _OPEN if open_end and ends_at is None else end)


def changed_spans(name: Name, before: Stated, after: Stated) -> list[SpanChange]:
    """The times of a piece that are others now, ascending, adjoining ones of one change as one."""
    if not (before.lists_whole(name) and after.lists_whole(name)):
        return []
    one, other = (_Timeline.of(name, each) for each in (before, after))
    found: list[tuple[str, str, State, State]] = []
    for start, end in pairwise(sorted({*one.edges, *other.edges})):
        was, now = one.at(start), other.at(start)
        if was == now or was[0] == OUTSIDE:
            continue
        if found and found[-1][1:] == (start, was, now):
            start = found.pop()[0]  # noqa: PLW2901 - the one before goes on
        found.append((start, end, was, now))
    return [
        SpanChange.model_validate(
            {
                "start": start,
                "end": None if end == _OPEN else end,
                "before": was[0],
                "after": now[0],
                "why_before": was[1],
                "why_after": now[1],
            }
        )
        for start, end, was, now in found
    ]


def changed_values(name: Name, before: Stated, after: Stated) -> tuple[ValueChange, ...]:
    """The differences of a piece beside its times: amounts, what was stated about an entry, sums of a day, figures of a slot."""
    if not (before.lists_whole(name) and after.lists_whole(name)):
        return ()
    old, new = (_values(each.pieces.get(name)) for each in (before, after))
    differ = sorted(each for each in old.keys() | new.keys() if old.get(each) != new.get(each))
    return tuple(ValueChange(name=each, before=old.get(each), after=new.get(each)) for each in differ)


@dataclass(frozen=True, slots=True)
class _Timeline:
    """The spans of a piece along time, within what is stated."""

    starts: Sequence[str]
    spans: Sequence[Plain]
    extent: Extent | None

    @classmethod
    def of(cls, name: Name, stated: Stated) -> Self:
        piece = stated.pieces.get(name)
        spans = sorted(() if piece is None else piece["spans"], key=itemgetter("start"))
        extent = stated.extents.get(name, stated.extent) if name[1] in _IN_INTERVAL else None
        return cls([each["start"] for each in spans], spans, extent)

    @property
    def edges(self) -> Iterator[str]:
        for each in self.spans:
            yield from (each["start"], each["end"] or _OPEN)
        yield from self.extent or ()

    def at(self, instant: str) -> State:
        """The state from an edge on."""
        if self.extent is not None and not self.extent.start <= instant < self.extent.end:
            return OUTSIDE, ()
        number = bisect_right(self.starts, instant) - 1
        span = self.spans[number] if number >= 0 else None
        return _state(span) if span is not None and (span["end"] or _OPEN) > instant else (NOTHING, ())


def _state(span: Plain) -> State:
    if "known" not in span:
        return str(span.get("level") or "red"), ()
    return ("work" if span["known"] else "unknown"), tuple(span.get("reasons", ()))


def _values(piece: Plain | None) -> dict[str, str]:
    """The values of a piece by name; where several statements stand beside one another, all of them."""
    found: dict[str, list[str]] = {}
    for one in lines_of(piece):
        for name, value in _flat(one):
            found.setdefault(name, []).append(_text(value))
    return {name: " / ".join(sorted(texts)) for name, texts in found.items()}


def _flat(one: Plain) -> Iterator[tuple[str, Any]]:
    for name, value in one.items():
        if name in _NOT_SAID or value is None:
            continue
        yield from value.items() if isinstance(value, Mapping) else [(name, value)]
    for span in one["spans"]:
        yield from span.get("figures", {}).items()


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
