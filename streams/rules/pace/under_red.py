"""The figures of `dispatch_under_red`, as its finding has them: each push that counts, by slot too, and the warnings."""

from collections.abc import Iterable
from itertools import chain

from schemas.findings.under_red import CountingTime, RedRest, UnderRed
from streams.facts.weather.episode import Episode
from streams.rules.pace.kept.part_list import parts_of
from streams.rules.pace.kept.pushed import MOST_TIMES, Pushed
from streams.rules.pace.warned import warned_time


def under_red(so_far: Pushed, now: int, red: Iterable[Episode], rest: RedRest) -> UnderRed:
    """The figures up to `now` (ms): of the times in which a push counts, the pushes in them, and the red episodes.

    `rest`: what is not listed of either list of times.
    """
    parts, counting = parts_of(so_far), so_far.counts.listed()[:MOST_TIMES]
    return UnderRed(
        counting=tuple(CountingTime(start, end if end <= now else None) for start, end in counting),
        pushes=tuple(chain.from_iterable(each.pushes for each in parts)) if so_far.short else None,
        by_slot=tuple(chain.from_iterable(each.rows for each in parts)) if so_far.short else None,
        warned=tuple(warned_time(each) for each in red),
        rest=rest if rest.red or rest.counting else None,
    )
