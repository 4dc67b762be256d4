"""The cut of an order at the horizon, so that an id that is used again and again does not grow for ever.

Several orders may share an id: those that were over before another one began are deleted. Of the one that remains these
statements stay: its first acceptance, the acceptance that counts, each acceptance that has an end, and every other statement
that may still change time, pay or a count.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from schemas.instants import NEVER
from streams.facts.late import instant_of
from streams.facts.orders.begun import Begun, longest
from streams.facts.orders.order import PROMISE_CHANGES_MS, Acceptance, Order
from streams.facts.orders.parts import OrderPart, parts_of
from streams.facts.orders.time import COURIER, COURIER_DAY_MS
from streams.facts.sessions.platform_time import SessionTime
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.by_day import day_interval, ms_by_day
from streams.facts.worktime.intervals import Interval, within


def cut_order(order: Order, at: int, tolerance: Tolerance, sessions: SessionTime) -> Order:
    """Cut an order at an instant (ms) at which a break has passed: delete statements that change nothing at or after it.

    Before the cut its time becomes less, or stays the same. `sessions`: the worker's session time before the cut of that.
    """
    if order.first_instant() >= at:
        return order
    parts = parts_of(order, tolerance)
    part = part_before(parts, at)
    cut, first = _Cut(part, at, tolerance), part is parts[0]
    in_sessions = _work_in_sessions(part, at, sessions)
    since = part.accepted_at or 0
    acceptances = (*cut.acceptances, *(each for each in order.acceptances if each.at >= at))
    stated = {(each.at, each.promised_at) for each in acceptances}
    return Order(
        acceptances=acceptances,
        ends=tuple(cut.ends(order.ends, since)),
        steps=tuple(step for step in order.steps if step >= at),
        promises=tuple(sorted({*cut.promises(), *(each for each in order.promises if each[0] >= at)} - stated)),
        no_work_before=order.no_work_before if first else 0,
        worked=_by_day(in_sessions) if in_sessions else order.worked if first else (),
        cancelled=tuple(cut.ends(order.cancelled, since)),
        picked_up=tuple(cut.pick_ups(order.picked_up, since)),
        worked_before=at if in_sessions else order.worked_before if first else 0,
        near=tuple(sorted({each for kept in parts[parts.index(part) :] for each in kept.near(sessions)})),
        late=tuple(each for each in order.late if instant_of(each[0]) >= at),
    )


def _work_in_sessions(part: OrderPart, at: int, sessions: SessionTime) -> list[Interval]:
    """The work on a courier's order before the cut, which is not to be seen when its sessions are cut; none of another sector."""
    if not any(each.acceptance.sector == COURIER for each in part.beginnings.begun):
        return []
    return sorted(within(part.work(at, sessions), 0, at))


def _by_day(work: Sequence[Interval]) -> tuple[Interval, ...]:
    """One interval for each legal day, from midnight on, as long as the work in that day."""
    return tuple((day_interval(day)[0], day_interval(day)[0] + ms) for day, ms in ms_by_day(work).items())


def part_before(parts: Sequence[OrderPart], at: int) -> OrderPart:
    """The order that is kept of those that share an id: the last accepted before the cut, else the first. Later ones stay."""
    number = bisect_left(parts, at, key=lambda part: NEVER if part.accepted_at is None else part.accepted_at)
    return parts[max(0, number - 1)]


def in_hand(part: OrderPart, at: int) -> bool:
    """True if the order may still end at or after an instant (ms), by an end that would be believed."""
    last = part.beginnings.begun[-1:]
    return any(each.end is None and each.on + _reach(each.acceptance, part.tolerance) >= at for each in last)


def _reach(acceptance: Acceptance, tolerance: Tolerance) -> int:
    """The longest time (ms) after its *on* at which an acceptance can begin time."""
    return max(COURIER_DAY_MS, longest(acceptance, tolerance))


class _Cut:
    """The rest of the order that was accepted last before the cut. Statements from `old` (ms) on stay all."""

    def __init__(self, part: OrderPart, at: int, tolerance: Tolerance) -> None:
        self._part = part
        self._at = at
        self._old = at - max([COURIER_DAY_MS, *tolerance.at(at).longest_order.values()])
        found = part.beginnings.begun
        self._begun = [
            each for each in found if each.end is not None or each.on >= self._old or each is self._last_before(found)
        ]
        self.acceptances = tuple(self._kept())

    def _last_before(self, found: Sequence[Begun]) -> Begun | None:
        number = bisect_left(found, self._at, key=lambda each: each.on)
        return found[number - 1] if number else None

    def _kept(self) -> Iterator[Acceptance]:
        """The acceptances before the cut that stay."""
        wanted = {self._part.counted, *self._part.stated.acceptances[:1], *(each.acceptance for each in self._begun)}
        for acceptance in self._part.stated.acceptances:
            if acceptance.at < self._at and (acceptance in wanted or acceptance.on_at >= self._old):
                yield acceptance

    def ends(self, instants: Sequence[int], since: int) -> list[int]:
        """The ends of one sort that stay: each that belongs to an acceptance, and the last of them, which decides on bookings."""
        own = instants[bisect_left(instants, since) :]
        wanted = {each.end for each in self._begun} | set(self._first_from(own, (each.on for each in self._begun)))
        wanted |= {*own[:1], *_last_before(own, self._old)}
        return [end for end in own if end >= self._old or end in wanted]

    def pick_ups(self, instants: Sequence[int], since: int) -> list[int]:
        """The pick-ups that stay: of each acceptance the first and the last."""
        own = instants[bisect_left(instants, since) :]
        wanted = set(_last_before(own, self._old))
        for each in self._begun:
            reach = _reach(each.acceptance, self._part.tolerance)
            reached = (longest(each.acceptance, self._part.tolerance), reach)
            wanted.update(last for length in reached for last in _last_before(own, each.on + length + 1))
            wanted.update(_last_before(own, self._at if each.next_on is None else each.next_on + 1))
        starts = [start for each in self.acceptances if each.booked for start in self._begins_early(each)]
        wanted.update(self._first_from(own, starts))
        return [each for each in own if each >= self._old or each in wanted]

    def promises(self) -> set[tuple[int, int]]:
        """The promises that count or may yet count: of each acceptance the last one in time, and the newest."""
        own = self._part.promises
        found = {each for each in own if each[0] >= self._old}
        for acceptance in self.acceptances:
            found.update(own[: bisect_left(own, (acceptance.at + PROMISE_CHANGES_MS + 1,))][-1:])
        return found

    def _begins_early(self, booking: Acceptance) -> Iterator[int]:
        """The instants from which on the first pick-up decides when a booking began."""
        yield booking.at
        reach = longest(booking, self._part.tolerance)
        for ends in (self._part.stated.completed, self._part.stated.cancelled):
            yield from (max(booking.at, end - reach) for end in ends[-1:])

    @staticmethod
    def _first_from(instants: Sequence[int], starts: Iterable[int]) -> Iterator[int]:
        for start in starts:
            yield from instants[bisect_left(instants, start) :][:1]


def _last_before(instants: Sequence[int], at: int) -> Sequence[int]:
    return instants[: bisect_left(instants, at)][-1:]
