"""The slots of an episode that are judged, when that changes, and the level that each is measured by."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from schemas.weather.warning import LEVELS
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.tolerance import MINUTE
from streams.facts.weather.episode import Episode, lowest_level
from streams.facts.worktime.intervals import overlaps, union

GROUP: Final = 6
"""While an episode runs, only whole groups of so many slots are judged: a shorter piece of an hour shows little."""

PROMISE_MS: Final = 10 * MINUTE
"""A slot is judged once it ended this long ago: so long the promise of an order accepted in it may still change."""


def judged_slots(episode: Episode, reaction: int, now: int) -> range:
    """The slots wholly inside `[start + reaction, end)` that ended at least ten minutes before `now`; times in ms.

    While the episode runs these are whole groups of six, counted from the first.
    """
    first = -(-(episode.start + reaction) // SLOT_MS)
    stop = min(episode.end // SLOT_MS, (now - PROMISE_MS) // SLOT_MS)
    if now < episode.end:
        stop -= (stop - first) % GROUP
    return range(first, max(first, stop))


def changes(episode: Episode, judged: range, now: int) -> Iterable[int]:
    """The instants (ms) at which other slots are judged, or the episode has ended."""
    yield episode.end
    yield episode.end // SLOT_MS * SLOT_MS + PROMISE_MS
    if now < episode.end:
        yield (judged.stop + GROUP) * SLOT_MS + PROMISE_MS


def touching(episodes: Iterable[Episode]) -> Callable[[int], bool]:
    """Tests a slot: true if one of the episodes shares time with it."""
    times = union((each.start, each.end) for each in episodes)
    ends = [end for _, end in times]

    def touched(slot: int) -> bool:
        begin, over = slot_interval(slot)
        first = bisect_right(ends, begin)
        return first < len(times) and times[first][0] < over

    return touched


def slots_by_level(episodes: Sequence[Episode], judged: range, reaction: int) -> dict[str, list[int]]:
    """The judged slots by level, the lowest level first; a level without slots is left out.

    The level of a slot is the highest, over the episodes, of the lowest that an episode had all through the `reaction` (ms)
    before the slot: nobody is measured by a warning younger than that.
    """
    near = [each for each in episodes if overlaps((each.start, each.end), _window(judged, reaction))]
    by_level: dict[str, list[int]] = {level: [] for level in LEVELS}
    for slot in judged:
        begin, _ = slot_interval(slot)
        held = (lowest_level(each, (begin - reaction, begin)) for each in near)
        by_level[max((level for level in held if level), key=LEVELS.index)].append(slot)
    return {level: slots for level, slots in by_level.items() if slots}


def _window(judged: range, reaction: int) -> tuple[int, int]:
    return judged.start * SLOT_MS - reaction, judged.stop * SLOT_MS
