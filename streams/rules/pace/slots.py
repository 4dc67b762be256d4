"""The slots of an episode that can be judged, when that changes, and those that a warning touches."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Final

from schemas.instants import MINUTE_MS
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.weather.episode import GAP_MS, Episode
from streams.facts.worktime.intervals import Interval, cut, minus, union

GROUP: Final = 6
"""Until an episode is over, only whole groups of so many slots are judged: a shorter piece of an hour shows little."""

PROMISE_MS: Final = 10 * MINUTE_MS
"""A slot is judged once it ended this long ago: so long the promise of an order accepted in it may still change."""


def slots_inside(episode: Episode, reaction: int) -> range:
    """The slots wholly inside `[start + reaction, end)`; times in ms."""
    first = -(-(episode.start + reaction) // SLOT_MS)
    return range(first, max(first, episode.end // SLOT_MS))


def ripe_slots(episode: Episode, reaction: int, now: int) -> range:
    """The slots inside that ended at least ten minutes before `now` (ms).

    Until the episode is over these are whole groups of six, counted from the first slot inside, whoever it is judged for.
    """
    inside = slots_inside(episode, reaction)
    stop = min(inside.stop, (now - PROMISE_MS) // SLOT_MS)
    if not episode.is_over(now):
        stop -= (stop - inside.start) % GROUP
    return range(inside.start, max(inside.start, stop))


def changes(episode: Episode, ripe: range, now: int) -> Iterable[int]:
    """The instants (ms) at which more slots are ripe, or the episode is over."""
    over = episode.end + GAP_MS
    next_group = (ripe.stop + GROUP) * SLOT_MS + PROMISE_MS
    yield over
    if now < next_group < over:
        yield next_group


def touching(episodes: Iterable[Episode], window: Interval | None = None) -> Callable[[int], bool]:
    """Tests a slot: true if a warning of the episodes was in force in some of it. In a gap between warnings none was.

    `window`: the interval (ms) in which all slots that are tested lie; None for all time.
    """
    times = union(chain.from_iterable(_in_force(each, window) for each in episodes))
    ends = [end for _, end in times]

    def touched(slot: int) -> bool:
        begin, over = slot_interval(slot)
        first = bisect_right(ends, begin)
        return first < len(times) and times[first][0] < over

    return touched


def _in_force(episode: Episode, window: Interval | None) -> list[Interval]:
    """The time (ms) of an episode in which a warning was in force, as far as it lies in the window."""
    if window is None:
        return minus([(episode.start, episode.end)], episode.gaps)
    start, end = max(episode.start, window[0]), min(episode.end, window[1])
    return minus([(start, end)], cut(episode.gaps, start, end)) if start < end else []
