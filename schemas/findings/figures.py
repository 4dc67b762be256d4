"""The figures of findings about an area or about pay: the sums counted, what they were compared with, and what stays unknown.

From them alone a reader derives `measured`, `limit` and the verdict. Every interval is half-open, `[start, end)`; *low* is
the reading in which unknown time is rest, *high* the one in which it is work. Lengths are milliseconds, ways metres.
"""

from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from schemas.findings.frozen import is_none
from schemas.instants import Instant, Ms

_FROZEN: Final = ConfigDict(frozen=True, extra="forbid")


class Period(BaseModel):
    """A time, `[start, end)`."""

    model_config = _FROZEN

    start: Instant
    end: Instant


class Counted(BaseModel):
    """Sums over slots: active time in either reading, accepted orders, and what was promised.

    `promised`, `promised_ms`, `metres`: over the orders that have both a promise and a distance, their number, the time promised
    and the way.
    """

    model_config = _FROZEN

    active_low: int
    active_high: int
    accepted: int
    promised: int
    promised_ms: int
    metres: int


class SlotRow(NamedTuple):
    """A slot of ten minutes in an area: its start, the level that it is measured by, and its sums as in `Counted`.

    `level` is null in a baseline.
    """

    start: Instant
    area: str
    level: str | None
    active_low: int
    active_high: int
    accepted: int
    promised: int
    promised_ms: int
    metres: int


class LevelFrom(NamedTuple):
    """The level of an episode from an instant on, until the next."""

    start: Instant
    level: str


class WarningSpan(NamedTuple):
    """A level of one warning, `[start, end)`; `warning` is the name of its message: its office and identifier."""

    start: Instant
    end: Instant
    warning: str
    level: str


class LinesRest(BaseModel):
    """The lines of a list that a finding does not give: from which instant on, how many, and the SHA-256 over them.

    A line has the fields as in JSON, in their order, with one blank between, and ends in a newline.
    """

    model_config = _FROZEN

    start: Instant
    lines: int
    sha256: str


class WarnedTime(BaseModel):
    """An episode that judged slots were measured by: its level by time, and the warnings that gave it.

    `levels_rest`, `warnings_rest`: the later ones, where there are more than a finding lists; absent where all are listed.
    """

    model_config = _FROZEN

    episode: str
    start: Instant
    end: Instant
    levels: tuple[LevelFrom, ...]
    warnings: tuple[WarningSpan, ...]
    levels_rest: LinesRest | None = Field(default=None, exclude_if=is_none)
    warnings_rest: LinesRest | None = Field(default=None, exclude_if=is_none)

    @property
    def listed_until(self) -> Ms:
        """The instant up to which its levels are listed."""
        return self.end if self.levels_rest is None else self.levels_rest.start


class AtLevel(BaseModel):
    """The judged slots of one level: how many, the share (whole percent) asked for, and what is weighted by it."""

    model_config = _FROZEN

    level: str
    share: int
    slots: int
    active_low: int
    active_high: int
    metres: int


class Baseline(BaseModel):
    """The usual. `kind` `weeks`: the same slots in each of `weeks` (so many weeks earlier); `before`: slots before the start.

    `slots` is the number of slots that were summed up, `times` when they were. `by_slot`: those of them in which anything was
    done, each with the area where: the area itself, or where nothing was done there in that slot, those beside it.
    """

    model_config = _FROZEN

    kind: str = Field(pattern="^(weeks|before)$")
    weeks: tuple[int, ...]
    slots: int
    times: tuple[Period, ...]
    counted: Counted
    by_slot: tuple[SlotRow, ...] = ()


class Declared(BaseModel):
    """A measure that the platform declared for judged time, and whether the figures show it; null where they cannot tell."""

    model_config = _FROZEN

    event_id: str
    measure: str
    area: str
    start: Instant
    end: Instant
    visible: bool | None


class Intake(BaseModel):
    """Orders in the judged slots against those allowed, in either reading.

    `usual_low`, `usual_high`: orders an active hour x 1,000 of the baseline, rounded down. `allowed_low`, `allowed_high`: the
    most orders that were allowed, rounded down. `limited_low`, `limited_high`: the accepted ones were at most as many.
    """

    model_config = _FROZEN

    usual_low: int
    usual_high: int
    allowed_low: int
    allowed_high: int
    limited_low: bool
    limited_high: bool


class Promise(BaseModel):
    """The time promised in the judged slots against that asked for.

    A km, in ms: `promised_a_km` and `usual_a_km` of the baseline, rounded down, `asked_a_km`, rounded up. `asked_ms`: the least
    promised time, over all, that was asked for, rounded up. `extended`: the time promised is at least that.
    """

    model_config = _FROZEN

    promised_a_km: int
    usual_a_km: int
    asked_a_km: int
    asked_ms: int
    extended: bool


class PaceFigures(BaseModel):
    """Pace in the judged slots against what is usual.

    `judged`: from the first judged slot to the end of the last; `slots` is their number and `by_slot` each of them. `warned`: the
    episodes of listed kinds about that time, the first of them where there are too many; `warned_rest` so many more. `baseline`
    and `intake` are null where there is too little to compare with, `promise` also where too few orders have both a promise and
    a distance. `declared`: what was declared for judged time.
    """

    model_config = _FROZEN

    judged: Period
    slots: int
    counted: Counted
    levels: tuple[AtLevel, ...]
    baseline: Baseline | None
    intake: Intake | None
    promise: Promise | None
    declared: tuple[Declared, ...]
    by_slot: tuple[SlotRow, ...] = ()
    warned: tuple[WarnedTime, ...] = ()
    warned_rest: int | None = Field(default=None, exclude_if=is_none)


class RedTime(BaseModel):
    """A time of red, its end null while it is not over, with the number of orders pushed in it, the first and the last."""

    model_config = _FROZEN

    start: Instant
    end: Instant | None
    pushed: int
    first_at: Instant | None
    last_at: Instant | None


class WorkedPiece(BaseModel):
    """A piece of a day's work: where it counts, and whether it is known to be work."""

    model_config = _FROZEN

    start: Instant
    end: Instant
    known: bool
    area: str
    sector: str


class HoursAt(BaseModel):
    """The hours of a day at one place, in either reading, with its hourly minimum (fen/h) and the class that this one is of.

    `class_replaces`: the class of the release, where the regulator laid another over it, as `wage class II`; else absent.
    """

    model_config = _FROZEN

    area: str
    sector: str
    wage_class: str | None
    class_replaces: str | None = Field(default=None, exclude_if=is_none)
    minimum: int
    low_ms: int
    high_ms: int


class OtherHours(BaseModel):
    """The hours of the same day on the basis that does not decide, from which `second_opinion` follows; as in `PayFigures`."""

    model_config = _FROZEN

    basis: str
    low_ms: int
    high_ms: int
    owed_low: int
    owed_high: int
    places: tuple[HoursAt, ...]
    pieces: tuple[WorkedPiece, ...] | None


class PayFigures(BaseModel):
    """A day's pay against the minimum of its hours.

    `smaller_fen`, `larger_fen`: accrued less deducted, which differ only where statements contradict. `owed_low`, `owed_high`:
    the sum of minimum x time over `places` (fen/h x ms). `pieces`: the time of which `places` is the sum, by time; null where
    there are more of them than a finding lists. `other`: the hours on the other basis, absent where there is no second opinion.
    """

    model_config = _FROZEN

    smaller_fen: int
    larger_fen: int
    low_ms: int
    high_ms: int
    owed_low: int
    owed_high: int
    places: tuple[HoursAt, ...]
    pieces: tuple[WorkedPiece, ...] | None
    other: OtherHours | None = Field(default=None, exclude_if=is_none)
