"""An order as a fact: its acceptances, its ends, pick-ups and other events, so that merging is free of order and repetition."""

from itertools import chain
from typing import TypeVar

import msgspec

from schemas.instants import NEVER
from streams.facts.late import LatePairs, Received, instant_of, received, statement_key, together
from streams.facts.worktime.intervals import Interval

T = TypeVar("T")

PROMISE_CHANGES_MS = 600_000
"""A promise may be changed until this long after the first acceptance; what is promised later does not count.

It also bounds what a cut order keeps: promises of the time between this and the horizon are deleted.
"""


BOOKED_MS = 1_800_000
"""An acceptance begins at its `starts_at` where that is 30 min or more after it: such an order is a booking.

Nearer ones are given by platforms that state when they mean a worker to set out, which is at once.
"""


class Acceptance(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One acceptance; ordered as the first is chosen: by `at`, then `event_id`, then the other fields.

    Instants and lengths in ms and m. `starts_at` is `at` where none is stated. Any other value that is absent is -1, so that
    acceptances can be sorted.
    """

    at: int
    event_id: str
    assigned: str
    area: str
    sector: str
    starts_at: int
    promised_at: int = -1
    distance_m: int = -1

    @property
    def booked(self) -> bool:
        """True for a booking, which begins at its `starts_at`."""
        return self.starts_at - self.at >= BOOKED_MS

    @property
    def on_at(self) -> int:
        """The instant (ms) at which it begins, where nothing shows that it was carried out early."""
        return self.starts_at if self.booked else self.at


class Order(msgspec.Struct, array_like=True, gc=False):
    """All statements about one order. Those but `worked` are sets, as ascending tuples; `promises`: `(stated at, promised_at)`.

    `ends`: completions, and ends of any kind in state of an earlier form; `cancelled`: cancellations; `picked_up`: pick-ups;
    `steps`: other events, in state of an earlier form pick-ups among them. `near`: of what the horizon has cut, the beginnings of
    couriers' orders with a session within a day, whose signs may be gone. Where the horizon has cut it in that form: an *on*
    before `no_work_before` (ms) begins no time any more, and `worked` sums up the work that had ended by then: for each legal day
    one interval `[start, end)` in ms, from midnight on and as long. `worked_before`: so it sums up the work before this instant
    (ms), ended or not, of a courier's order, since the sessions in which it counted have been cut. `late`: arrivals of its late
    statements.
    """

    acceptances: tuple[Acceptance, ...] = ()
    ends: tuple[int, ...] = ()
    steps: tuple[int, ...] = ()
    promises: tuple[tuple[int, int], ...] = ()
    no_work_before: int = 0
    worked: tuple[Interval, ...] = ()
    cancelled: tuple[int, ...] = ()
    picked_up: tuple[int, ...] = ()
    near: tuple[int, ...] = ()
    worked_before: int = 0
    late: LatePairs = ()

    def statements(self) -> int:
        """The number of statements that are kept; a changed promise counts as two."""
        # plain sums: each row that is folded asks this several times
        ended = len(self.ends) + len(self.cancelled) + len(self.worked)
        return len(self.acceptances) + len(self.picked_up) + len(self.steps) + len(self.promises) + ended

    def first_instant(self) -> int:
        """The first instant (ms) that any statement concerns."""
        first = self.acceptances[0].at if self.acceptances else NEVER
        for each in (self.ends, self.cancelled, self.picked_up, self.steps):
            if each and each[0] < first:
                first = each[0]
        return first

    def last_instant(self) -> int:
        """The last instant (ms) that any statement concerns, the start of a booked order included."""
        last = [each[-1] for each in (self.ends, self.cancelled, self.picked_up, self.steps) if each]
        return max([-1, *last, *(each.starts_at for each in self.acceptances)])

    def received_in(self, start: int, end: int) -> Received | None:
        """The arrivals of its statements about an interval (ms), both ends included; None where it has none there.

        A booking is about the instant of its start as well.
        """
        arrivals = dict(self.late)
        late = set(map(instant_of, arrivals))
        said = (self.ends, self.cancelled, self.picked_up, self.steps, [each.at for each in self.acceptances])
        found = [received(at, None) for at in chain(*said) if start <= at <= end and at not in late]
        pairs = ((instant_of(key), arrival) for key, arrival in self.late)
        found += [received(at, arrival) for at, arrival in pairs if start <= at <= end]
        booked = (each for each in self.acceptances if each.at < start <= each.starts_at <= end)
        return together([*found, *(received(each.at, arrivals.get(statement_key(each.at, each))) for each in booked)])


def with_one_more(items: tuple[T, ...], item: T) -> tuple[T, ...]:
    """Add an item to an ascending set; returns the same object where it was there.

    >>> with_one_more((1, 3), 2)
    (1, 2, 3)
    """
    if not items:
        return (item,)
    return items if item in items else tuple(sorted((*items, item)))  # type: ignore[type-var]  # ints, pairs, acceptances
