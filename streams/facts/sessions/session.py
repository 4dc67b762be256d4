"""A session as a fact: its points and its pulses, kept so that merging is free of order and repetition.

Points are `(at, sort, area, sector)` with sort 1 for *on* and 0 for *off*. A pulse is a heartbeat (`session.heartbeat`); pulses
are kept as runs. Points and pulses are the signs of a session.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import chain, pairwise
from operator import itemgetter
from sys import intern

import msgspec

from schemas.instants import NEVER
from streams.facts.late import LateSigns, Received, noted, received, statement_key, together
from streams.facts.sessions.pulses import MOST, add_pulse, add_pulse_to_chunks, touches

OFF, ON, BOTH, PULSE = range(4)
"""The marks of an instant: the points there are *off*, *on* or both; or the earliest pulse alone makes it an *on*."""

_first = itemgetter(0)

Point = tuple[int, int, str, str]
"""`(at in ms, 1 for on or 0 for off, area, sector)`."""


class EarlierSigns(msgspec.Struct, array_like=True, gc=False):
    """The points of a session, and its flat runs in chunks, that lie before those in its own lists. `count`: their number.

    `began`: the instant (ms) of the earliest of the points.
    """

    points: set[Point] = set()
    runs: list[list[int]] = []
    count: int = 0
    began: int = NEVER


class BeforeCut(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The facts that the horizon has cut of the part of a session that was on at the cut.

    `last`: its last sign (ms) before the cut. `began`: the mark with which it began; `after_off`: the session was off before, or
    had no sign. `beats`: a heartbeat lies in it; `silent`: a silence beyond the belief limit. `aside`: nothing but instants of
    both lay before the cut, so that the earliest pulse is still to come.
    """

    last: int
    began: int
    after_off: bool
    beats: bool
    silent: bool
    aside: bool


class Session(msgspec.Struct, array_like=True, gc=False):
    """All signs of one session. It changes with each event of it; the changes commute and repeat without effect.

    `runs` is flat: start, end, start, end, …, ascending; both ends are pulses. `first` is the earliest pulse with its area
    and sector. `left_at`: where the horizon has cut it, the first *on* (ms) of another session after the last sign of this one,
    for which the worker left it; -1 for none. `earlier` holds the signs before `points` and before `runs`, where these would be
    long; None for none. `before`: what the horizon has cut of what was on; None where it was off or has not been cut. `late`:
    arrivals of its late signs; None where none was late.
    """

    points: list[Point] = []
    runs: list[int] = []
    first: tuple[int, str, str] | None = None
    left_at: int = -1
    earlier: EarlierSigns | None = None
    before: BeforeCut | None = None
    late: LateSigns | None = None

    def share_places(self) -> None:
        """Share the texts of areas and sectors, as `fold` does: those that were read from state are an object each."""
        self.points = [(at, sort, intern(area), intern(sector)) for at, sort, area, sector in self.points]
        if self.first is not None:
            at, area, sector = self.first
            self.first = (at, intern(area), intern(sector))

    def add_point(self, point: Point) -> bool:
        """Add a point to the set; false where it was there."""
        if self.earlier is not None and self.earlier.points and point < self.points[0]:
            before = len(self.earlier.points)
            self._keep_earlier([point])
            return len(self.earlier.points) > before
        at = bisect_left(self.points, point)
        if at < len(self.points) and self.points[at] == point:
            return False
        self.points.insert(at, point)
        while len(self.points) > MOST:
            self._keep_earlier(self.points[: MOST // 2])
            del self.points[: MOST // 2]
        return True

    def add_pulse(self, at: int, area: str, sector: str, tolerance: int) -> bool:
        """Add a pulse to the runs; false where neither the runs nor the earliest pulse change."""
        before = self.first
        if before is None or at < before[0]:
            self.first = (at, intern(area), intern(sector))
        elif at == before[0]:
            self.first = max(before, (at, area, sector))
        return self._add_to_runs(at, tolerance) or self.first != before

    def note_point(self, point: Point, arrival: int | None, *, new: bool) -> None:
        """Note when a point arrived (ms), None for within the hour. `new`: it was not known."""
        if self.late is None and (arrival is None or not new):
            return
        noted(self.late_signs().points, statement_key(*point), arrival, new=new)

    def late_signs(self) -> LateSigns:
        """The arrivals of its late signs, to be added to."""
        if self.late is None:
            self.late = LateSigns()
        return self.late

    def received_in(self, start: int, end: int) -> Received | None:
        """The arrivals of its signs in an interval (ms), both ends included; None where it has none there.

        Of a run of pulses, its ends in the interval count.
        """
        late = self.late or LateSigns()
        points = [point for point in self.raw_points() if start <= point[0] <= end]
        found = [
            received(point[0], late.points.get(statement_key(*point)) if late.points else None) for point in points
        ]
        runs = self.all_runs()
        reach = (each for each in zip(runs[::2], runs[1::2], strict=True) if each[0] <= end and each[1] >= start)
        edges = (edge for first, last in reach for edge in (max(first, start), min(last, end)))
        found += [received(edge, None) for edge in edges if not late.is_late(edge)]
        return together([*found, *late.runs_in(start, end)])

    def has_point(self, point: Point) -> bool:
        """True if a point is in the set."""
        if self.earlier is not None and self.earlier.points and point < self.points[0]:
            return point in self.earlier.points
        at = bisect_left(self.points, point)
        return at < len(self.points) and self.points[at] == point

    def has_run(self, at: int, tolerance: int) -> bool:
        """True if a pulse at an instant (ms) would lie in a run or join one."""
        if touches(self.runs, at, tolerance):
            return True
        chunks = [] if self.earlier is None else self.earlier.runs
        number = bisect_right(chunks, at + tolerance, key=_first)
        return any(touches(chunk, at, tolerance) for chunk in chunks[max(0, number - 2) : number])

    def signs(self) -> int:
        """The number of points and runs that are kept."""
        return len(self.points) + len(self.runs) // 2 + (0 if self.earlier is None else self.earlier.count)

    def last_instant(self) -> int:
        """The last instant (ms) of any sign."""
        points = self.points[-1][0] if self.points else self.runs[-1]
        return max(points, self.runs[-1]) if self.runs else points

    def raw_points(self) -> list[Point]:
        """The points as they were received, ascending; not to be changed."""
        return self.points if self.earlier is None else [*sorted(self.earlier.points), *self.points]

    def all_runs(self) -> list[int]:
        """The flat runs; not to be changed."""
        return self.runs if self.earlier is None else [*chain.from_iterable(self.earlier.runs), *self.runs]

    def marks(self) -> list[tuple[int, int]]:
        """The instants (ms) of its points by time, each once, with their mark.

        The earliest pulse is one, as an *on*, where it comes before all points, instants of both aside.
        """
        found: list[tuple[int, int]] = []
        for at, sort, *_ in self.raw_points():
            if not found or found[-1][0] != at:
                found.append((at, sort))
            elif found[-1][1] != sort:
                found[-1] = (at, BOTH)
        first = self._earliest_pulse()
        if first is not None:
            before = bisect_right(found, first[0], key=_first)
            if all(mark == BOTH and at < first[0] for at, mark in found[:before]):
                found.insert(before, (first[0], PULSE))
        return found

    def ons(self) -> list[int]:
        """The instants (ms) of its *on* points, ascending: no instant of both, and no pulse."""
        return [at for at, mark in self.marks() if mark == ON]

    def places(self) -> Iterator[Point]:
        """The points that give a place: those of no instant of both.

        The earliest pulse is one, as an *on*, where no point that gives a place is at or before it.
        """
        raw, first = self.raw_points(), self._earliest_pulse()
        both = _contradictory(raw)
        points = [point for point in raw if point[0] not in both] if both else raw
        yield from points
        if first is not None and (not points or first[0] < points[0][0]):
            yield (first[0], ON, first[1], first[2])

    def first_instant(self) -> int:
        """The first instant (ms) of any sign; there must be one."""
        earlier = self.earlier
        found = [each[0] for each in self.points[:1]]
        if self.before is not None:
            found.append(self.before.last)
        if earlier is None:
            return min(found + self.runs[:1])
        runs = [*earlier.runs[:1], self.runs]
        return min([earlier.began, *found, *(each[0] for each in runs[:1] if each)])

    def _earliest_pulse(self) -> tuple[int, str, str] | None:
        """The earliest pulse, unless signs that the horizon has cut came before it."""
        return self.first if self.before is None or self.before.aside else None

    def _add_to_runs(self, at: int, tolerance: int) -> bool:
        earlier = self.earlier
        if earlier is not None and earlier.runs and at <= earlier.runs[-1][-1] + tolerance:
            if at < self.runs[0] - tolerance:
                grew, more = add_pulse_to_chunks(earlier.runs, at, tolerance)
                earlier.count += more
                return grew
            last = earlier.runs.pop()
            earlier.count -= len(last) // 2
            self.runs = last + self.runs
        self.runs, grew = add_pulse(self.runs, at, tolerance)
        while len(self.runs) > MOST:
            earlier = self._keep_earlier([])
            earlier.runs.append(self.runs[: MOST // 2])
            earlier.count += MOST // 4
            del self.runs[: MOST // 2]
        return grew

    def _keep_earlier(self, points: list[Point]) -> EarlierSigns:
        """Move ascending points to those before the own ones."""
        earlier = self.earlier
        if earlier is None:
            earlier = self.earlier = EarlierSigns()
        before = len(earlier.points)
        earlier.points.update(points)
        earlier.count += len(earlier.points) - before
        earlier.began = min([earlier.began, *(each[0] for each in points[:1])])
        return earlier


def _contradictory(points: list[Point]) -> set[int]:
    return {one[0] for one, other in pairwise(points) if one[0] == other[0] and one[1] != other[1]}
