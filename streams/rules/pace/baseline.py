"""The usual pace: the same slots of earlier weeks, or else the hours before the warning. How many weeks is a measuring value.

Slots that a warning touches are never usual. All that contributes is summed up, so that there is one rate and one time a metre.
Where an area's own cell of a slot is empty, those of the areas beside it stand in: of a zone its counties, of a county its zones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import chain, islice
from typing import Final

from schemas.findings.figures import Baseline, Period
from schemas.instants import HOUR_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, Cell, slot_interval
from streams.facts.worktime.intervals import union
from streams.law.terms.pace import BaselineTerms
from streams.rules.pace.sums import OrderSums, rows_of, summed

BEFORE: Final = 12
"""Slots in a baseline of the kind `before`: the last twelve (two hours) before the episode that no warning touches, fewer where
there are not so many; none begins more than `WITHIN_MS` before the episode."""

WITHIN_MS: Final = 24 * HOUR_MS
"""A day: what is longer ago is no measure of the hours before the episode."""

_WEEK_OF_SLOTS: Final = 7 * 24 * HOUR_MS // SLOT_MS
"""1,008: so many slots ago it was the same time of the same day of the week."""

AreaCell = tuple[int, str, Cell]
"""A slot, an area, and its cell there."""


@dataclass(frozen=True, slots=True)
class Usual:
    """The slots that make the baseline, ascending, their cells and sums; `weeks` is empty of those before the start."""

    weeks: tuple[int, ...]
    slots: Sequence[int]
    cells: Sequence[AreaCell]
    sums: OrderSums

    @property
    def short(self) -> bool:
        """True of the slots before the start: they clear a platform, and prove nothing against it."""
        return not self.weeks

    def figures(self) -> Baseline:
        """The baseline as a finding has it."""
        return Baseline(
            kind="before" if self.short else "weeks",
            weeks=self.weeks,
            slots=len(self.slots),
            times=tuple(Period(start=start, end=end) for start, end in union(map(slot_interval, self.slots))),
            counted=self.sums.counted(),
            by_slot=rows_of((slot, area, None, cell) for slot, area, cell in self.cells),
        )


def usual(
    view: AreaView, judged: Sequence[int], start: int, touched: Callable[[int], bool], terms: BaselineTerms
) -> Usual | None:
    """The baseline of the judged slots of an episode that starts at `start` (ms); None where there is too little of it.

    `touched` is true of slots that a warning touches; `terms` say how much active time (low reading) a baseline needs.
    """
    least = max(1, terms.least_active)
    found = _weeks(view, judged, touched, terms.weeks)
    if len(found.weeks) < terms.least_weeks or found.sums.low < least:
        found = _before(view, start, touched)
    return found if found.sums.low >= least else None


def _weeks(view: AreaView, judged: Sequence[int], touched: Callable[[int], bool], most: int) -> Usual:
    weeks = {
        week: _of([slot for each in judged if not touched(slot := each - week * _WEEK_OF_SLOTS)], view)
        for week in range(1, most + 1)
    }
    contribute = {week: own for week, own in weeks.items() if own.sums.low}
    ascending = [contribute[week] for week in reversed(contribute)]
    return Usual(
        tuple(contribute),
        list(chain.from_iterable(own.slots for own in ascending)),
        list(chain.from_iterable(own.cells for own in ascending)),
        reduce(OrderSums.plus, (own.sums for own in ascending), OrderSums()),
    )


def _before(view: AreaView, start: int, touched: Callable[[int], bool]) -> Usual:
    latest = start // SLOT_MS - 1
    earliest = -(
        (WITHIN_MS - start) // SLOT_MS
    )  # rounded up: the first slot that begins no more than `WITHIN_MS` before
    free = (slot for slot in range(latest, earliest - 1, -1) if not touched(slot))
    return _of(sorted(islice(free, BEFORE)), view)


def _of(slots: Sequence[int], view: AreaView) -> Usual:
    cells = list(_cells(slots, view))
    sums = summed(cell for _, _, cell in cells)
    return Usual((), slots, cells, sums)


def _cells(slots: Iterable[int], view: AreaView) -> Iterator[AreaCell]:
    """The cells of the area in these slots that are not empty; where its own is, those beside it."""
    for slot in slots:
        own = view.cell_of(slot)
        there = [(view.area, own)] if any(own) else view.cells_beside(slot)
        yield from ((slot, area, cell) for area, cell in there if any(cell))
