"""The usual pace: the same slots of earlier weeks, or else the hours before the warning. How many weeks is a measuring value.

Slots that a warning touches are never usual. All that contributes is summed up, so that there is one rate and one time a metre.
Where an area's own cell of a slot is empty, those of the areas beside it stand in: of a zone its counties, of a county its zones.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from schemas.findings.figures import Baseline, Period
from schemas.instants import HOUR_MS
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, Cell, slot_interval
from streams.facts.worktime.intervals import Interval, union
from streams.law.terms.pace import BaselineTerms
from streams.rules.pace.sums import OrderSums, rows_of, summed, total

BEFORE: Final = 12
"""Slots in a baseline of the kind `before`: the last twelve (two hours) before the episode that no warning touches, fewer where
there are not so many; none begins more than `WITHIN_MS` before the episode."""

WITHIN_MS: Final = 24 * HOUR_MS
"""A day: what is longer ago is no measure of the hours before the episode."""

_WEEK_OF_SLOTS: Final = 7 * 24 * HOUR_MS // SLOT_MS
"""1,008: so many slots ago it was the same time of the same day of the week."""

AreaCell = tuple[int, str, Cell]
"""A slot, an area, and its cell there."""

Touching = Callable[[int, int], Callable[[int], bool]]
"""Makes a test of slots that lie between two instants (ms): true of one that a warning touches."""


@dataclass(frozen=True, slots=True)
class UsualPart:
    """Slots of a baseline, ascending: their number, times and sums, and their cells that are not empty."""

    slots: int
    times: Sequence[Interval]
    cells: Sequence[AreaCell]
    sums: OrderSums


@dataclass(frozen=True, slots=True)
class Usual:
    """The slots that make the baseline, in parts, and their sums; `weeks` is empty of those before the start."""

    weeks: tuple[int, ...]
    parts: Sequence[UsualPart]
    sums: OrderSums

    @property
    def short(self) -> bool:
        """True of the slots before the start: they clear a platform, and prove nothing against it."""
        return not self.weeks

    @property
    def rows(self) -> int:
        """The number of cells in it."""
        return sum(len(part.cells) for part in self.parts)

    def figures(self, *, rows: bool) -> Baseline:
        """The baseline as a finding has it, with or without its cells."""
        cells = chain.from_iterable(part.cells for part in self.parts if rows)
        times = union(chain.from_iterable(part.times for part in self.parts))
        return Baseline(
            kind="before" if self.short else "weeks",
            weeks=self.weeks,
            slots=sum(part.slots for part in self.parts),
            times=tuple(Period(start=start, end=end) for start, end in times),
            counted=self.sums.counted(),
            by_slot=rows_of((slot, area, None, cell) for slot, area, cell in cells),
        )


Weeks = Mapping[int, UsualPart]
"""By how many weeks earlier, the same slots as some that are judged."""


def usual(view: AreaView, parts: Sequence[Weeks], start: int, touching: Touching, terms: BaselineTerms) -> Usual | None:
    """The baseline of judged slots, given in parts, of an episode that starts at `start` (ms); None where there is too little.

    `touching` makes a test of the slots in a window that a warning touches; `terms` say how much active time (low reading) a
    baseline needs.
    """
    least = max(1, terms.least_active)
    found = _weeks(parts, terms.weeks)
    if len(found.weeks) < terms.least_weeks or found.sums.low < least:
        found = _before(view, start, touching)
    return found if found.sums.low >= least else None


def earlier_weeks(view: AreaView, judged: Sequence[int], touching: Touching, most: int) -> Weeks:
    """The judged slots (ascending, some) of so many weeks earlier that no warning touches."""
    found: dict[int, UsualPart] = {}
    for week in range(1, most + 1):
        back = week * _WEEK_OF_SLOTS
        touched = touching((judged[0] - back) * SLOT_MS, (judged[-1] - back + 1) * SLOT_MS)
        found[week] = _of([slot for each in judged if not touched(slot := each - back)], view)
    return found


def _weeks(parts: Sequence[Weeks], most: int) -> Usual:
    weeks = {week: [part[week] for part in parts] for week in range(1, most + 1)}
    sums = {week: total(part.sums for part in own) for week, own in weeks.items()}
    contribute = [week for week in weeks if sums[week].low]
    ascending = [part for week in reversed(contribute) for part in weeks[week]]
    return Usual(tuple(contribute), ascending, total(sums[week] for week in contribute))


def _before(view: AreaView, start: int, touching: Touching) -> Usual:
    latest = start // SLOT_MS - 1
    # rounded up: the first slot that begins no more than `WITHIN_MS` before
    earliest = -((WITHIN_MS - start) // SLOT_MS)
    touched = touching(earliest * SLOT_MS, start)
    free = (slot for slot in range(latest, earliest - 1, -1) if not touched(slot))
    found = _of(sorted(islice(free, BEFORE)), view)
    return Usual((), [found], found.sums)


def _of(slots: Sequence[int], view: AreaView) -> UsualPart:
    cells = list(_cells(slots, view))
    times = union(map(slot_interval, slots))
    return UsualPart(len(slots), times, cells, summed(cell for _, _, cell in cells))


def _cells(slots: Iterable[int], view: AreaView) -> Iterator[AreaCell]:
    """The cells of the area in these slots that are not empty; where its own is, those beside it."""
    for slot in slots:
        own = view.cell_of(slot)
        there = [(view.area, own)] if any(own) else view.cells_beside(slot)
        yield from ((slot, area, cell) for area, cell in there if any(cell))
