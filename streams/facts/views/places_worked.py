"""The places of a day's work: pieces of coverage with their area and sector, in either reading.

On the order basis a piece lies where its order does: of several in hand, the one accepted first, known time before unknown. An
order that was accepted outside the city lies at the last place inside at its *on*; without any, its time is left out.
On the online basis it lies at the last place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from schemas.outside import is_outside
from streams.facts.orders.parts import OrderPart
from streams.facts.views.worker_view import ORDER, View
from streams.facts.worktime.intervals import Interval, clipped, cut


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of coverage `[start, end)` in ms; `known` is false for unknown time."""

    start: int
    end: int
    known: bool
    area: str
    sector: str

    @property
    def ms(self) -> int:
        """Its length in ms."""
        return self.end - self.start


def places_worked(view: View, basis: str, day: Interval) -> list[Piece]:
    """Divide the coverage of one platform in the day wherever its place or its certainty changes."""
    return list(_by_order(view, day) if basis == ORDER else _by_last_place(view, basis, day))


@dataclass(frozen=True, slots=True)
class _Claim:
    """Time of an order that several may claim: the smallest `rank` wins, known before unknown, then the one accepted first."""

    rank: tuple[bool, int, str]
    interval: Interval
    area: str
    sector: str


def _claims(view: View, day: Interval) -> Iterator[_Claim]:
    (traces,) = view.platform_traces
    for each in traces.touching(day):
        if each.kind != "order":
            continue
        for part, trace in each.parts:
            place = _place(view, part)
            if part.counted is None or place is None:
                continue
            at = part.counted.at
            for work in clipped(trace.work, *day):
                yield _Claim((False, at, each.id), work, *place)
            for unknown in clipped([(lo, hi) for lo, hi, _ in trace.unknown], *day):
                yield _Claim((True, at, each.id), unknown, *place)


def _place(view: View, order: OrderPart) -> tuple[str, str] | None:
    """Area and sector of an order; of one accepted outside the city those of the last place inside at its *on*."""
    first = order.counted
    if first is None or not is_outside(first.area):
        return None if first is None else (first.area, first.sector)
    return view.places.at(first.on_at if order.on_at is None else order.on_at)


def _by_order(view: View, day: Interval) -> Iterator[Piece]:
    claims = sorted(_claims(view, day), key=lambda claim: claim.rank)
    edges = sorted({edge for claim in claims for edge in claim.interval})
    ahead = sorted(range(len(claims)), key=lambda number: claims[number].interval[0], reverse=True)
    running: list[int] = []  # a heap by rank: the first claim holds the time, and leaves when it has ended
    for start, end in pairwise(edges):
        while ahead and claims[ahead[-1]].interval[0] <= start:
            heappush(running, ahead.pop())
        while running and claims[running[0]].interval[1] <= start:
            heappop(running)
        if running:
            claim = claims[running[0]]
            yield Piece(start, end, not claim.rank[0], claim.area, claim.sector)


def _by_last_place(view: View, basis: str, day: Interval) -> Iterator[Piece]:
    coverage = view.coverage(basis)
    low = cut(coverage.low, *day)
    edges = {edge for part in (*low, *cut(coverage.high, *day)) for edge in part}
    edges.update(place[0] for place in view.places if day[0] < place[0] < day[1])
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        place = view.places.at(start)
        if place is not None and cut(coverage.high, start, end):
            yield Piece(start, end, bool(cut(low, start, end)), *place)
