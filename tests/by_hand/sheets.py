"""The material of a lead, as a reader copies it from the page or from the JSON to add it up: instants and lengths in ms."""

from dataclasses import dataclass

Interval = tuple[int, int]
Law = dict[str, list[int | str]]
"""Parameter to numbers (ms, percent, orders, fen/h), or words where it has no number."""


@dataclass(frozen=True)
class Piece:
    start: int
    end: int
    known: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Claims:
    """The figures of a lead, and those that must come out of its rows."""

    rule: str
    kind: str
    severity: str | None
    starts_at: int
    ends_at: int | None
    due_at: int | None
    area: str | None
    measured_low: int | None
    measured_high: int | None
    limit: int | None
    shortfall_fen: int | None
    platforms: dict[str, int]
    reasons: tuple[str, ...]
    other_basis: int | None


@dataclass(frozen=True)
class Thing:
    """A session or order with a piece of its time."""

    platform: str
    what: str
    name: str
    piece: Piece


@dataclass(frozen=True)
class DaySums:
    """The time with orders of a legal day, a date, on a platform or on several together."""

    platform: str
    day: str
    low: int
    high: int
    reasons: tuple[str, ...]
    online: int | None


@dataclass(frozen=True)
class Stretch:
    """`mine`: the interval of the stretch that the lead is about, and whether that is a known one."""

    mine: Interval
    is_low: bool
    high: Interval
    lows: list[Interval]
    pieces: list[Piece]
    platforms: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class OtherStretch:
    """A stretch on the basis that did not decide, with the known ones in it; `mine`: the one that the lead compares with."""

    mine: Interval
    high: Interval
    lows: list[Interval]
    pieces: list[Piece]


@dataclass(frozen=True)
class Dispatch:
    stretch: tuple[int, int | None]
    rest_lead: int | None
    orders: list[tuple[str, int, int, str]]


@dataclass(frozen=True)
class Entry:
    """`share`: of the day, of all days, and on the last day what the others have (fen); by their hours where `by_hours`."""

    name: str
    deducted: bool
    whole: int
    share: tuple[int, int, int | None] | None
    by_hours: bool
    fen: int
    left_out: str | None
    contradicts: bool


@dataclass(frozen=True)
class Pay:
    """`places`: area and sector to the minimum; `pieces`: with their place; `other`: those on the other basis."""

    entries: list[Entry]
    places: dict[tuple[str, str], int]
    pieces: list[tuple[Piece, tuple[str, str]]]
    other: list[tuple[Piece, tuple[str, str]]]


@dataclass(frozen=True)
class Slot:
    start: int
    area: str
    level: str
    low: int
    high: int
    accepted: int
    promised: int
    promised_ms: int
    metres: int


@dataclass(frozen=True)
class Held:
    """A level of an episode, named by its kind, `[start, end)`."""

    kind: str
    level: str
    start: int
    end: int


@dataclass(frozen=True)
class Pace:
    judged: list[Slot]
    usual: list[Slot] | None
    weeks: bool
    warned: list[Held]
    verdicts: list[int | bool | None]
    """Allowed and limited of known time, of all; promised time asked for, and extended; null where the page has none."""


@dataclass(frozen=True)
class Red:
    times: list[tuple[int, int | None, int]]
    counting: list[tuple[int, int | None]]
    pushes: list[int]
    slots: list[tuple[int, int, int]]
    warned: list[Held]
    mine: str


@dataclass(frozen=True)
class Sheet:
    claims: Claims
    law: Law
    judged_at: int | None
    release: str | None
    things: list[Thing]
    complete: bool
    days: tuple[DaySums, ...] = ()
    stretch: Stretch | None = None
    other: OtherStretch | None = None
    dispatch: Dispatch | None = None
    pay: Pay | None = None
    pace: Pace | None = None
    red: Red | None = None
