"""The figures of findings about rest: the pieces of a stretch that add up to its length, and the orders pushed in it.

From them alone a reader derives `measured_low`, `measured_high` and the number of orders. Lengths are milliseconds.
"""

from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from schemas.findings.figures import Period
from schemas.findings.frozen import is_none
from schemas.findings.span import Span
from schemas.instants import Instant

_FROZEN: Final = ConfigDict(frozen=True, extra="forbid")


class PlatformTime(NamedTuple):
    """The time of a platform alone in the interval of a finding, in either reading."""

    platform: str
    low_ms: int
    high_ms: int


class OtherStretch(BaseModel):
    """The stretch on the basis that does not decide, from which `second_opinion` follows, piece by piece.

    `largest`: of the low stretches that overlap the finding the longest (of equal ones the earliest); its known pieces add up to
    the measure. `high_stretch`: the one that it lies in, whose pieces all add up to what the high figure would be;
    `low_stretches`: all low ones in that. `pieces` is null where there are more of them than a finding lists.
    """

    model_config = _FROZEN

    basis: str
    high_stretch: Period
    low_stretches: tuple[Period, ...]
    largest: Period
    pieces: tuple[Span, ...] | None


class RestFigures(BaseModel):
    """The high stretch of a finding, piece by piece, and the low stretches in it.

    `pieces`: the coverage of all that the finding looks at, by time; what lies between two of them is a break shorter than a
    qualifying one. All of them add up to `measured_high`. `low_stretches`: those of known pieces; the pieces of one add up to
    `measured_low`: where `reading` is `low`, of the one with the instants of the finding; where it is `high`, of the largest.
    By the measure `elapsed` a stretch is as long as the time from its first to its last instant instead. `platforms`: each
    one's own time in the interval of the finding. `pieces` is null where there are more of them than a finding lists; then
    `low_stretches` has only the one that decides. `other`: the other basis, where the second opinion does not follow from the
    evidence alone: where order time decided, or where its kind is `undecidable`; else absent.
    """

    model_config = _FROZEN

    reading: Literal["low", "high"]
    high_stretch: Period
    low_stretches: tuple[Period, ...]
    pieces: tuple[Span, ...] | None
    platforms: tuple[PlatformTime, ...]
    other: OtherStretch | None = Field(default=None, exclude_if=is_none)


class PushedOrder(NamedTuple):
    """An order that counts: its id, when it was accepted, when it began, and who assigned it."""

    order: str
    accepted_at: Instant
    begins_at: Instant
    assigned: str


class DispatchFigures(BaseModel):
    """The stretch that orders were pushed in, its end null while it runs, and the orders, whose number is `measured`.

    `rest_finding`: the `finding_id` of the breach of `rest_missed` in that stretch. `orders`, by time; null where there are more
    of them than a finding lists.
    """

    model_config = _FROZEN

    stretch_starts_at: Instant
    stretch_ends_at: Instant | None
    rest_finding: str
    orders: tuple[PushedOrder, ...] | None
