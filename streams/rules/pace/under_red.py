"""The figures of `dispatch_under_red`, as its finding has them: each push that counts, by slot too, and the warnings."""

from collections.abc import Iterable
from itertools import chain
from typing import Final

from schemas.findings.under_red import CountingTime, RedRest, UnderRed
from streams.facts.weather.episode import Episode
from streams.rules.pace.kept.pushed import PushedSoFar
from streams.rules.pace.warned import warned_time

MOST_ROWS: Final = 2000
"""So many pushes and slots at most stand in a finding one by one: about 60 kB. Of more there are sums alone."""


def under_red(so_far: PushedSoFar, now: int, most: int, red: Iterable[Episode], rest: RedRest) -> UnderRed:
    """The figures up to `now` (ms): of the times in which a push counts (`most` of them), the pushes in them, and the episodes.

    `rest`: what is not listed of either list of times.
    """
    short = sum(len(each.rows) + len(each.pushes) for each in so_far.parts) <= MOST_ROWS
    return UnderRed(
        counting=tuple(CountingTime(start, end if end <= now else None) for start, end in so_far.counts[:most]),
        pushes=tuple(chain.from_iterable(each.pushes for each in so_far.parts)) if short else None,
        by_slot=tuple(chain.from_iterable(each.rows for each in so_far.parts)) if short else None,
        warned=tuple(warned_time(each) for each in red),
        rest=rest if rest.red or rest.counting else None,
    )
