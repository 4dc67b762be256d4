"""The slots and warnings that a finding about pace was counted from, as they are now: for a finding that holds no more."""

from collections.abc import Iterable, Sequence
from typing import Final

from schemas.findings.area_evidence import AreaEvidence
from schemas.findings.figures import PaceFigures, SlotRow
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, Cell
from streams.facts.weather.episode import Episode
from streams.facts.worktime.intervals import overlaps
from streams.rules.evidence import NO_EVIDENCE, EvidenceNow
from streams.rules.pace.comparison import Comparison
from streams.rules.pace.figures import pace_figures
from streams.rules.pace.sums import rows_of
from streams.rules.pace.warned import warned_time

_NOTHING: Final = Cell()


def compared_now(case: Comparison, before: PaceFigures) -> EvidenceNow:
    """Of an episode of which slots are judged: what the comparison rests on; `before`: the figures of the finding."""
    now = pace_figures(case)
    usual = _rows_now(case.view, _usual(before)) if now.baseline is None else now.baseline.by_slot
    return {**NO_EVIDENCE, "area_evidence": AreaEvidence(slots=now.by_slot, usual=usual, warned=now.warned)}


def unjudged_now(view: AreaView, listed: Iterable[Episode], before: PaceFigures) -> EvidenceNow:
    """Of an episode that is none any more, or of which no slot is judged: the same slots, without a level, and the warnings."""
    judged = before.judged.start, before.judged.end
    warned = tuple(warned_time(each) for each in listed if overlaps((each.start, each.end), judged))
    slots = tuple(row._replace(level=None) for row in _rows_now(view, before.by_slot))
    area = AreaEvidence(slots=slots, usual=_rows_now(view, _usual(before)), warned=warned)
    return {**NO_EVIDENCE, "area_evidence": area}


def _usual(before: PaceFigures) -> Sequence[SlotRow]:
    return before.baseline.by_slot if before.baseline else ()


def _rows_now(view: AreaView, rows: Iterable[SlotRow]) -> tuple[SlotRow, ...]:
    return rows_of((row.start // SLOT_MS, row.area, row.level, _cell(view, row)) for row in rows)


def _cell(view: AreaView, row: SlotRow) -> Cell:
    """The cell of a row as it is now; an empty one where the area is none beside it."""
    slot = row.start // SLOT_MS
    return view.cell_of(slot) if row.area == view.area else dict(view.cells_beside(slot)).get(row.area, _NOTHING)
