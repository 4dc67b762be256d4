"""The figures of `dispatch_under_red`, as its finding has them: each push that counts, by slot too, and the warnings."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from schemas.findings.under_red import CountingTime, RedSlot, UnderRed
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS, slot_of
from streams.facts.weather.episode import Episode
from streams.facts.worktime.intervals import Interval
from streams.rules.pace.figures import warned_time

MOST_ROWS: Final = 2000
"""So many pushes and slots at most stand in a finding one by one: about 60 kB. Of more there are sums alone."""


def under_red(view: AreaView, counts: Sequence[Interval], pushes: Sequence[int], red: Iterable[Episode]) -> UnderRed:
    """The figures up to the view's `now`: of the times in which a push counts, the pushes in them, and the red episodes."""
    so_far = [(start, end) for start, end in counts if start <= view.now]
    by_slot = Counter(map(slot_of, pushes))
    slots = (RedSlot(at * SLOT_MS, view.cell_of(at).low, by_slot[at]) for at in slots_of(so_far, view.now))
    rows = tuple(each for each in slots if each.active_low or each.pushed)
    short = len(rows) + len(pushes) <= MOST_ROWS
    return UnderRed(
        counting=tuple(CountingTime(start, end if end <= view.now else None) for start, end in so_far),
        pushes=tuple(pushes) if short else None,
        by_slot=rows if short else None,
        warned=tuple(warned_time(each) for each in red),
    )


def slots_of(counts: Iterable[Interval], now: int) -> list[int]:
    """The slots in which a push would count at some instant up to `now` (ms), ascending."""
    pieces = [(start, min(end, now + 1)) for start, end in counts if start <= now]
    return sorted({slot for start, end in pieces for slot in range(slot_of(start), slot_of(end - 1) + 1)})
