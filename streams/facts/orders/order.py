"""An order as a fact: its acceptances, its ends and its other events, kept so that merging is free of order and repetition."""

from bisect import bisect_left
from typing import TypeVar

import msgspec

from streams.facts.worktime.intervals import Interval

T = TypeVar("T")


class Acceptance(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One acceptance, in the order in which the first is chosen: by `at`, then `event_id`, then what is kept of it.

    Instants and lengths in ms and m. `on_at` is the instant at which execution begins: `starts_at`, else `at`. What is
    absent is -1, so that acceptances can be put in order.
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
    """What is known of one order. The first four are sets, as ascending tuples; `promises` are `(said at, promised_at)`.

    Where the horizon has cut it: an *on* before `settled` (ms) gives a place and no work any more, and `worked` is what it
    was worked on before and then ended, `[start, end)` in ms: one interval for each legal day, which lies in it and is as long.
    """

    acceptances: tuple[Acceptance, ...] = ()
    ends: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    promises: tuple[tuple[int, int], ...] = ()
    settled: int = 0
    worked: tuple[Interval, ...] = ()

    def statements(self) -> int:
        """How many statements are kept of it; a changed promise counts as two."""
        return len(self.acceptances) + len(self.ends) + len(self.steps) + len(self.promises) + len(self.worked)

    def first(self) -> int:
        """The first instant (ms) of which the order says anything."""
        said = [*self.ends[:1], *self.steps[:1]]
        for acceptance in self.acceptances:
            said += (acceptance.at, acceptance.on_at)
        return min(said)

    def last(self) -> int:
        """The last instant (ms) of which the order says anything, the start of a booked one included."""
        return max(
            *(max(a.at, a.on_at) for a in self.acceptances[-1:]),
            *(a.on_at for a in self.acceptances),
            *self.ends[-1:],
            *self.steps[-1:],
            -1,
            -1,
        )

    def begun_by(self) -> list[Acceptance]:
        """The acceptances with which work on it begins, at their `on_at`: those that were not ended before it."""
        return [a for a in self.acceptances if a.on_at == a.at or self._begins(a)]

    def first_begins(self) -> bool:
        """Whether the order is known and work on it begins where its first acceptance says."""
        return bool(self.acceptances) and self._begins(self.acceptances[0])

    def place(self) -> tuple[int, str, str] | None:
        """From which instant (ms) the order's place holds, and its area and sector, which are those of its first acceptance.

        It holds from that acceptance's *on*; where the order was ended before it, from the first *on* there is. None where
        there is none.
        """
        if not self.acceptances:
            return None
        first = self.acceptances[0]
        on_at = first.on_at if self._begins(first) else min((a.on_at for a in self.begun_by()), default=None)
        return None if on_at is None else (on_at, first.area, first.sector)

    def _begins(self, acceptance: Acceptance) -> bool:
        """Whether no end of the order lies in `[at, on_at)` of the acceptance."""
        if acceptance.at == acceptance.on_at:
            return True
        return bisect_left(self.ends, acceptance.at) >= bisect_left(self.ends, acceptance.on_at)


def with_one_more(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """The ascending set with the item in it; the same object when it was there.

    >>> with_one_more((1, 3), 2)
    (1, 2, 3)
    """
    if not items:
        return (item,)
    return items if item in items else tuple(sorted((*items, item)))  # type: ignore[type-var]  # ints, pairs, acceptances
