"""The hours of a legal day on one basis, by place: time in either reading and the minimum that it gives."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.findings.figures import HoursAt, WorkedPiece
from schemas.instants import HOUR_MS
from streams.facts.views.places_worked import Piece
from streams.law.value import Value

Minimums = Mapping[tuple[str, str], Value]
"""The hourly minimum wage by area and sector."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Time worked in one reading (ms), and what the minimum gives for it (fen/h x ms)."""

    ms: int
    minimum: int

    def an_hour(self, fen: int) -> int | None:
        """Pay in fen an hour, rounded down; None of no time."""
        return fen * HOUR_MS // self.ms if self.ms else None

    def lacking(self, fen: int) -> int:
        """The shortfall of the pay against the minimum, in fen, rounded up."""
        return -((fen * HOUR_MS - self.minimum) // HOUR_MS)

    @property
    def limit(self) -> int:
        """The minimum in fen an hour, weighted by time, half up."""
        return (2 * self.minimum + self.ms) // (2 * self.ms)


def hours_of(pieces: Sequence[Piece], minimums: Minimums, *, high: bool) -> Hours:
    """The hours in a reading."""
    counted = [piece for piece in pieces if high or piece.known]
    weighted = sum(piece.ms * minimums[piece.area, piece.sector].number for piece in counted)
    return Hours(sum(piece.ms for piece in counted), weighted)


def main_area(pieces: Sequence[Piece]) -> str | None:
    """The area of the largest known time, else of the largest time; of equal ones the smaller code."""
    time: Counter[str] = Counter()
    for piece in [piece for piece in pieces if piece.known] or pieces:
        time[piece.area] += piece.ms
    return min(time, key=lambda area: (-time[area], area), default=None)


def hours_at(pieces: Sequence[Piece], minimums: Minimums) -> tuple[HoursAt, ...]:
    """The hours by place, by area and sector."""
    low: Counter[tuple[str, str]] = Counter()
    high: Counter[tuple[str, str]] = Counter()
    for piece in pieces:
        high[piece.area, piece.sector] += piece.ms
        low[piece.area, piece.sector] += piece.ms if piece.known else 0
    return tuple(
        HoursAt(
            area=place[0],
            sector=place[1],
            wage_class=minimums[place].where.wage_class or None,
            class_replaces=minimums[place].place_replaces,
            minimum=minimums[place].number,
            low_ms=low[place],
            high_ms=high[place],
        )
        for place in sorted(high)
    )


def joined(pieces: Sequence[Piece], most: int | None) -> tuple[WorkedPiece, ...] | None:
    """The pieces by time, those that touch and are alike as one; None where there are more than `most`."""
    found: list[tuple[int, int, bool, str, str]] = []
    for piece in pieces:
        alike = (piece.known, piece.area, piece.sector)
        if found and found[-1][1:] == (piece.start, *alike):
            found[-1] = (found[-1][0], piece.end, *alike)
        else:
            found.append((piece.start, piece.end, *alike))
    if most is not None and len(found) > most:
        return None
    return tuple(WorkedPiece(start=a, end=b, known=known, area=area, sector=s) for a, b, known, area, s in found)
