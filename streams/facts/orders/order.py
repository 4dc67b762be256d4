"""An order as a fact: its acceptances, its ends and its other events, kept so that merging is free of order and repetition."""

from bisect import bisect_left
from typing import TypeVar

import msgspec

from streams.facts.worktime.intervals import Interval

T = TypeVar("T")

PROMISE_CHANGES_MS = 600_000
"""A promise may be changed until this long after the first acceptance; what is promised later does not count.

It also bounds what a cut order keeps: promises of the time between this and the horizon are deleted.
"""


class Acceptance(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One acceptance; ordered as the first is chosen: by `at`, then `event_id`, then the other fields.

    Instants and lengths in ms and m. `on_at` is the instant at which execution begins: `starts_at`, else `at`. A value
    that is absent is -1, so that acceptances can be sorted.
    """

    at: int
    event_id: str
    assigned: str
    area: str
    sector: str
    on_at: int
    promised_at: int = -1
    distance_m: int = -1


class Order(msgspec.Struct, array_like=True, gc=False):
    """All statements about one order. The first four are sets, as ascending tuples; `promises` are `(stated at, promised_at)`.

    Where the horizon has cut it: an *on* before `no_work_before` (ms) gives a place and begins no work any more, and `worked`
    sums up the work that had ended by then: for each legal day one interval `[start, end)` in ms, from midnight on and as long.
    """

    acceptances: tuple[Acceptance, ...] = ()
    ends: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    promises: tuple[tuple[int, int], ...] = ()
    no_work_before: int = 0
    worked: tuple[Interval, ...] = ()

    def statements(self) -> int:
        """The number of statements that are kept; a changed promise counts as two."""
        return len(self.acceptances) + len(self.ends) + len(self.steps) + len(self.promises) + len(self.worked)

    def first_instant(self) -> int:
        """The first instant (ms) that any statement concerns."""
        instants = [*self.ends[:1], *self.steps[:1]]
        for acceptance in self.acceptances:
            instants += (acceptance.at, acceptance.on_at)
        return min(instants)

    def last_instant(self) -> int:
        """The last instant (ms) that any statement concerns, the start of a booked order included."""
        starts = [a.on_at for a in self.acceptances]
        return max([-1, *starts, *(a.at for a in self.acceptances[-1:]), *self.ends[-1:], *self.steps[-1:]])

    def all_promises(self) -> list[tuple[int, int]]:
        """The promises with those of the acceptances, `(stated at, promised_at)` in ms; repeats are possible."""
        accepted = [(each.at, each.promised_at) for each in self.acceptances if each.promised_at >= 0]
        return [*accepted, *self.promises]

    def begun_by(self) -> list[Acceptance]:
        """The acceptances with which work begins, at their `on_at`: those before which the order was not ended."""
        return [a for a in self.acceptances if a.on_at == a.at or self._begins(a)]

    def first_begins(self) -> bool:
        """True if the order was accepted and work on it begins at the `on_at` of its first acceptance."""
        return bool(self.acceptances) and self._begins(self.acceptances[0])

    def place(self) -> tuple[int, str, str] | None:
        """The instant (ms) from which on the order gives a place, with area and sector, which are those of its first acceptance.

        That is the *on* of that acceptance; where the order was ended before it, the first *on* that begins work. None where
        there is none.
        """
        if not self.acceptances:
            return None
        first = self.acceptances[0]
        on_at = first.on_at if self._begins(first) else min((a.on_at for a in self.begun_by()), default=None)
        return None if on_at is None else (on_at, first.area, first.sector)

    def _begins(self, acceptance: Acceptance) -> bool:
        """True if no end of the order lies in `[at, on_at)` of the acceptance."""
        if acceptance.at == acceptance.on_at:
            return True
        return bisect_left(self.ends, acceptance.at) >= bisect_left(self.ends, acceptance.on_at)


def with_one_more(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Add an item to an ascending set; returns the same object where it was there.

    >>> with_one_more((1, 3), 2)
    (1, 2, 3)
    """
    if not items:
        return (item,)
    return items if item in items else tuple(sorted((*items, item)))  # type: ignore[type-var]  # ints, pairs, acceptances
