"""The usual pace: the same slots of earlier weeks, or else the hours before the warning. How many weeks is a measuring value.

Slots that a warning touches are never usual. All that contributes is summed up, so that there is one rate and one time a metre.
Where an area's own cell of a slot is empty, those of the areas beside it stand in: of a zone its counties, of a county its zones.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from schemas.findings.figures import Baseline, Period
from schemas.instants import HOUR_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, Cell, slot_interval
from streams.facts.worktime.intervals import Interval, union
from streams.rules.pace.sums import OrderSums, rows_of, summed

BEFORE: Final = 12
"""Slots in a baseline of the kind `before`: the last twelve (two hours) before the episode that no warning touches, fewer where
there are not so many; none begins more than `WITHIN_MS` before the episode."""

WITHIN_MS: Final = 24 * HOUR_MS
"""A day: what is longer ago is no measure of the hours before the episode."""

_WEEK_OF_SLOTS: Final = 7 * 24 * HOUR_MS // SLOT_MS
"""1,008: so many slots ago it was the same time of the same day of the week."""

MOST_TIMES: Final = 200
"""So many times of a baseline stand in a finding: without gaps between warnings there is one for each week."""

AreaCell = tuple[int, str, Cell]
"""A slot, an area, and its cell there."""

Touching = Callable[[int, int], Callable[[int], bool]]
"""Makes a test of slots that lie between two instants (ms): true of one that a warning touches."""


@dataclass(frozen=True, slots=True)
class UsualSlots:
    """Slots of a baseline, ascending: their times and sums, and their cells that are not empty."""

    slots: Sequence[int]
    times: Sequence[Interval]
    cells: Sequence[AreaCell]
    sums: OrderSums


@dataclass(frozen=True, slots=True)
class Usual:
    """The slots that make the baseline: their number, times and sums; `weeks` is empty of those before the start.

    `rows`: the number of their cells that are not empty. `cells` returns those.
    """

    weeks: tuple[int, ...]
    slots: int
    times: Sequence[Interval]
    sums: OrderSums
    rows: int
    cells: Callable[[], Iterable[AreaCell]]

    @property
    def short(self) -> bool:
        """True of the slots before the start: they clear a platform, and prove nothing against it."""
        return not self.weeks

    def figures(self, *, listed: bool) -> Baseline:
        """The baseline as a finding has it, its cells listed or not."""
        return Baseline(
            kind="before" if self.short else "weeks",
            weeks=self.weeks,
            slots=self.slots,
            times=tuple(Period(start=start, end=end) for start, end in self.times[:MOST_TIMES]),
            counted=self.sums.counted(),
            by_slot=rows_of((slot, area, None, cell) for slot, area, cell in (self.cells() if listed else ())),
        )


def earlier_weeks(view: AreaView, judged: Sequence[int], touching: Touching, most: int) -> dict[int, UsualSlots]:
    """The judged slots (ascending, some) of so many weeks earlier that no warning touches, by the number of weeks."""
    found: dict[int, UsualSlots] = {}
    for week in range(1, most + 1):
        back = week * _WEEK_OF_SLOTS
        touched = touching((judged[0] - back) * SLOT_MS, (judged[-1] - back + 1) * SLOT_MS)
        found[week] = _of([slot for each in judged if not touched(slot := each - back)], view)
    return found


def usual_before(view: AreaView, start: int, touching: Touching) -> Usual:
    """The slots before an episode that starts at `start` (ms)."""
    latest = start // SLOT_MS - 1
    # rounded up: the first slot that begins no more than `WITHIN_MS` before
    earliest = -((WITHIN_MS - start) // SLOT_MS)
    touched = touching(earliest * SLOT_MS, start)
    free = (slot for slot in range(latest, earliest - 1, -1) if not touched(slot))
    found = _of(sorted(islice(free, BEFORE)), view)
    return Usual((), len(found.slots), found.times, found.sums, len(found.cells), lambda: found.cells)


def _of(slots: Sequence[int], view: AreaView) -> UsualSlots:
    cells = list(_cells(slots, view))
    return UsualSlots(slots, union(map(slot_interval, slots)), cells, summed(cell for _, _, cell in cells))


def _cells(slots: Iterable[int], view: AreaView) -> Iterator[AreaCell]:
    """The cells of the area in these slots that are not empty; where its own is, those beside it."""
    for slot in slots:
        own = view.cell_of(slot)
        there = [(view.area, own)] if any(own) else view.cells_beside(slot)
        yield from ((slot, area, cell) for area, cell in there if any(cell))
