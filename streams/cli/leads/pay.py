"""The figures of a lead about pay as rows of text: added up, the columns give the figures of the lead, to the fen and ms."""

from collections.abc import Iterable, Iterator
from typing import Final

from schemas.findings.figures import HoursAt, PayFigures, WorkedPiece
from schemas.findings.finding import Evidence
from streams.cli.wording import local_ms

ENTRY_COLUMNS: Final = ("id", "what", "category", "order", "stated for", ">whole, fen", ">of this day, fen", "counts")
PLACE_COLUMNS: Final = (
    "area",
    "sector",
    "class",
    ">fen/h",
    ">known, ms",
    ">with unknown, ms",
    ">owed, known",
    ">owed, with unknown",
)
PIECE_COLUMNS: Final = ("from", "to", ">ms", "known", "area", "sector")

_COUNTS: Final = {
    None: "yes",
    "category": "no: the law leaves this category out",
    "contradicted": "no: of contradictory statements another counts",
}


def pay_rows(pay: PayFigures) -> Iterator[tuple[str, str]]:
    """Pay, hours and what the minimum gives for them; `owed` is fen/h x ms, so that 3,600,000 of it are a fen."""
    if pay.smaller_fen == pay.larger_fen:
        yield "pay", f"{pay.larger_fen} fen: the entries that count, added up"
    else:
        yield "pay", f"{pay.smaller_fen} to {pay.larger_fen} fen, as statements contradict one another"
    yield "hours", f"{pay.low_ms} ms known, {pay.high_ms} ms with unknown time"
    yield "owed", f"{pay.owed_low} fen/h x ms for the known time, {pay.owed_high} with unknown time; 3600000 are a fen"


def entry_rows(evidence: Iterable[Evidence]) -> Iterator[tuple[str, ...]]:
    """The pay entries, each with its whole amount, the part of the day, and why it is left out where it is."""
    for each in evidence:
        stated = each.entry
        if stated is not None:
            counts = _COUNTS[stated.left_out] + (", contradicted by another statement" if stated.contradicts else "")
            yield (
                each.id,
                "deducted" if stated.deducted else "accrued",
                stated.category,
                stated.order or "",
                local_ms(stated.occurred_at),
                str(stated.whole_fen),
                str(each.amount_fen),
                counts,
            )


def place_rows(places: Iterable[HoursAt]) -> Iterator[tuple[str, ...]]:
    """The hours by place, each with its minimum and what that gives in either reading."""
    for each in places:
        known, unknown = each.low_ms * each.minimum, each.high_ms * each.minimum
        figures = (each.minimum, each.low_ms, each.high_ms, known, unknown)
        yield (each.area, each.sector, each.wage_class or "", *map(str, figures))


def piece_rows(pieces: Iterable[WorkedPiece]) -> Iterator[tuple[str, ...]]:
    """The time of which the hours are the sum, piece by piece."""
    for each in pieces:
        length = str(each.end - each.start)
        yield (
            local_ms(each.start),
            local_ms(each.end),
            length,
            "work" if each.known else "unknown",
            each.area,
            each.sector,
        )
