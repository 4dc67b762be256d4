"""The usual pace: the same slots of earlier weeks, or else the hours before the warning. How it is measured is no law.

Slots that a warning touches are never usual. All that contributes is summed up, so that there is one rate and one time a metre.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from schemas.findings.figures import Baseline, Period
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.tolerance import HOUR
from streams.facts.worktime.intervals import union
from streams.rules.pace.sums import OrderSums, summed

WEEKS: Final = (1, 2, 3, 4)
"""So many weeks earlier."""

LEAST_WEEKS: Final = 2
"""With fewer weeks that have active time, what came before the warning is taken instead."""

BEFORE: Final = 12
"""So many slots before the start of the episode, at most, and none that begins earlier than `WITHIN_MS` before it."""

WITHIN_MS: Final = 24 * HOUR
_WEEK_OF_SLOTS: Final = 7 * 24 * HOUR // SLOT_MS


@dataclass(frozen=True, slots=True)
class Usual:
    """The slots that make the baseline, ascending, and their sums; `weeks` is empty where they are those before the start."""

    weeks: tuple[int, ...]
    slots: Sequence[int]
    sums: OrderSums

    def figures(self) -> Baseline:
        """The baseline as a finding has it."""
        return Baseline(
            kind="weeks" if self.weeks else "before",
            weeks=self.weeks,
            slots=len(self.slots),
            times=tuple(Period(start=start, end=end) for start, end in union(map(slot_interval, self.slots))),
            counted=self.sums.counted(),
        )


def usual(view: AreaView, judged: range, start: int, touched: Callable[[int], bool], least: int) -> Usual | None:
    """The baseline of the judged slots of an episode that starts at `start` (ms); None where there is too little of it.

    `touched` is true of slots that a warning touches; `least` is the active time (ms, low reading) that a baseline needs.
    """
    found = _weeks(view, judged, touched)
    if len(found.weeks) < LEAST_WEEKS or found.sums.low < least:
        found = _before(view, start, touched)
    return found if found.sums.low >= least else None


def _weeks(view: AreaView, judged: range, touched: Callable[[int], bool]) -> Usual:
    weeks: list[int] = []
    slots: list[int] = []
    sums = OrderSums()
    for week in reversed(WEEKS):
        earlier = [slot for each in judged if not touched(slot := each - week * _WEEK_OF_SLOTS)]
        own = summed(view.cell_of, earlier)
        if own.low:
            weeks.insert(0, week)
            slots += earlier
            sums = sums.plus(own)
    return Usual(tuple(weeks), slots, sums)


def _before(view: AreaView, start: int, touched: Callable[[int], bool]) -> Usual:
    latest, earliest = start // SLOT_MS - 1, -((WITHIN_MS - start) // SLOT_MS)
    free = (slot for slot in range(latest, earliest - 1, -1) if not touched(slot))
    slots = sorted(islice(free, BEFORE))
    return Usual((), slots, summed(view.cell_of, slots))
