"""Beginnings and ends of an order: which of its acceptances begin something, when, and which end belongs to each.

A booking that was carried out early begins at its first pick-up. A further acceptance begins nothing while an earlier one may be
in hand. Nothing here is cut at `now`, nor decides how much of the time between is work.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from streams.facts.orders.order import Acceptance
from streams.facts.tolerance import Tolerance


class Statements(NamedTuple):
    """The statements of one order, each ascending; instants in ms."""

    acceptances: Sequence[Acceptance]
    completed: Sequence[int]
    cancelled: Sequence[int]
    picked_up: Sequence[int]


class Begun(NamedTuple):
    """An acceptance that begins at `on` (ms). `end`: the end that belongs to it, None for none; `next_on`: the next *on*."""

    acceptance: Acceptance
    on: int
    end: int | None
    next_on: int | None


class Early(NamedTuple):
    """Time `[start, end)` (ms) before the start of a booking that is unknown, since a pick-up or an end shows that it began."""

    acceptance: Acceptance
    start: int
    end: int


class Beginnings(NamedTuple):
    """All that an order's acceptances begin: by *on*, and the unknown time of bookings."""

    begun: tuple[Begun, ...]
    early: tuple[Early, ...]

    def first(self) -> tuple[Acceptance, int] | None:
        """The first acceptance that begins anything, with its *on*: the beginning of what is unknown where it has no other.

        None where none begins anything.
        """
        if not self.early and len(self.begun) == 1:
            return self.begun[0].acceptance, self.begun[0].on
        found = [(each.acceptance, each.on) for each in self.begun]
        begun = {each.acceptance for each in self.begun}
        # a booking that was carried out early without a pick-up; any other one's unknown time begins nothing by itself
        found += [
            (each.acceptance, each.start)
            for each in self.early
            if each.acceptance not in begun and each.end < each.acceptance.on_at
        ]
        return min(found, default=None)


class _On(NamedTuple):
    """An *on*, before it is known whether it begins anything. `early_end`: the end (ms) of a booking carried out early."""

    at: int
    acceptance: Acceptance
    early_end: int | None = None


def beginnings(stated: Statements, tolerance: Tolerance) -> Beginnings:
    """Determine what the acceptances of an order begin."""
    if len(stated.acceptances) == 1 and not stated.acceptances[0].booked:
        return _plain(stated)
    ons: dict[int, _On] = {}
    early: list[Early] = []
    by_start: dict[int, Acceptance] = {}
    for acceptance in stated.acceptances:
        by_start.setdefault(acceptance.on_at, acceptance)
    for acceptance in by_start.values():
        found = _booking(acceptance, stated, tolerance) if acceptance.booked else _On(acceptance.at, acceptance)
        if isinstance(found, Early):
            early.append(found)
            if found.end < acceptance.on_at:
                continue
            found = _On(acceptance.on_at, acceptance)
        if found is not None:
            ons[found.at] = _as_one(ons.get(found.at), found)
    ends = sorted({*stated.completed, *stated.cancelled})
    return Beginnings(tuple(_begun(sorted(ons.items()), ends, tolerance)), tuple(early))


def _plain(stated: Statements) -> Beginnings:
    """The same of an order with one acceptance that is no booking, as nearly all are."""
    (acceptance,) = stated.acceptances
    ends = [
        first for each in (stated.completed, stated.cancelled) for first in each[bisect_left(each, acceptance.at) :][:1]
    ]
    return Beginnings((Begun(acceptance, acceptance.at, min(ends, default=None), None),), ())


def longest(acceptance: Acceptance, tolerance: Tolerance) -> int:
    """The length (ms) of an order of this acceptance that is believed at most."""
    return tolerance.at(acceptance.on_at).longest_order[acceptance.sector]


def _as_one(one: _On | None, other: _On) -> _On:
    """The one of two acceptances that begin at one instant that was accepted first; an end of either is that of both."""
    if one is None:
        return other
    first = min(one, other, key=lambda each: each.acceptance)
    ends = [each.early_end for each in (one, other) if each.early_end is not None]
    return _On(first.at, first.acceptance, max(ends, default=None))


def _booking(acceptance: Acceptance, stated: Statements, tolerance: Tolerance) -> _On | Early | None:
    """The *on* of a booking, or the unknown time before it or in place of it; None where it begins nothing."""
    at, starts_at = acceptance.at, acceptance.on_at
    completed, cancelled = (_last_from(each, at) for each in (stated.completed, stated.cancelled))
    ended = max((each for each in (completed, cancelled) if each is not None), default=None)
    reach = longest(acceptance, tolerance)
    if ended is None or ended >= starts_at:
        picked_up = _last_before(stated.picked_up, max(at, starts_at - reach), starts_at)
        return _On(starts_at, acceptance) if picked_up is None else Early(acceptance, picked_up, starts_at)
    end = ended if completed is None else completed
    if completed is None and _first_before(stated.picked_up, at, end) is None:
        return None
    begins = max(at, end - reach)
    picked_up = _first_before(stated.picked_up, begins, end)
    return Early(acceptance, begins, end) if picked_up is None else _On(picked_up, acceptance, end)


def _begun(ons: list[tuple[int, _On]], ends: list[int], tolerance: Tolerance) -> Iterator[Begun]:
    """The *ons* that begin something, by time, each with its end."""
    kept: list[tuple[_On, int | None]] = []
    for at, on in ons:
        end_from = at
        if kept:
            before, ended = kept[-1]
            if ended is None or ended >= at:
                # still in hand; an end at this very instant is that of the one before
                if ended != at and on.early_end is None and at - before.at < longest(before.acceptance, tolerance):
                    continue
                end_from = at + 1
        number = bisect_left(ends, end_from)
        kept.append((on, ends[number] if number < len(ends) else None))
    for number, (on, ended) in enumerate(kept):
        next_on = kept[number + 1][0].at if number + 1 < len(kept) else None
        end = ended if ended is None or next_on is None or ended <= next_on else None
        yield Begun(on.acceptance, on.at, end if on.early_end is None else on.early_end, next_on)


def _last_from(instants: Sequence[int], at: int) -> int | None:
    """The last of the instants, where that is at or after `at`."""
    return instants[-1] if instants and instants[-1] >= at else None


def _first_before(instants: Sequence[int], start: int, end: int) -> int | None:
    """The first instant in `[start, end)`."""
    number = bisect_left(instants, start)
    return instants[number] if number < len(instants) and instants[number] < end else None


def _last_before(instants: Sequence[int], start: int, end: int) -> int | None:
    """The last instant in `[start, end)`."""
    number = bisect_left(instants, end) - 1
    return instants[number] if number >= 0 and instants[number] >= start else None
