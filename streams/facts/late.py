"""Late statements: those that arrived more than an hour after the instant that they are about, with their arrival.

Of a statement its first arrival counts: repeating it says nothing new. One that arrived within the hour counts as received at its
instant, and takes no memory. Heartbeats are kept in runs, in which a repeat cannot be told from a new one: each that arrives late
counts as late. All of it is a function of the set of statements and arrivals, free of order and repetition.
"""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import repeat
from typing import NamedTuple
from zlib import crc32

import msgspec

from schemas.instants import LATE_MS
from schemas.work import Group

APART_MS = 1_200_000
"""Late heartbeats at most this far apart are one run: a longer gap parts stretches. In 35 days there are 2,520 at most."""

_CHECKED_BITS = 21
"""Bits of a key that tell statements of one instant apart: with 42 bits for the instant they fit 64 bits."""

_WIDTH = 5
"""Numbers of a late run: start, end, first and last arrival, longest delay."""

_pack = msgspec.msgpack.Encoder().encode

LatePairs = tuple[tuple[int, int], ...]
"""Keys of late statements with their first arrival (ms), ascending."""


def statement_key(at: int, *said: object) -> int:
    """The key of a statement about an instant (ms) that says this, among those of one session, order or entry."""
    return at << _CHECKED_BITS | crc32(_pack(said)) & ((1 << _CHECKED_BITS) - 1)


def instant_of(key: int) -> int:
    """The instant (ms) that the statement of a key is about."""
    return key >> _CHECKED_BITS


def noted(late: dict[int, int], key: int, arrival: int | None, *, new: bool) -> bool:
    """Note when a statement arrived, None for within the hour; true if that changes anything.

    `new`: it was not known. A known one that is not among those that are late arrived in time.
    """
    if arrival is None:
        return late.pop(key, None) is not None
    if new or arrival < late.get(key, arrival):
        late[key] = arrival
        return True
    return False


def noted_pairs(late: LatePairs, key: int, arrival: int | None, *, new: bool) -> LatePairs:
    """The same for late statements as pairs; returns the same object where nothing changes."""
    if arrival is None and not late:
        return late
    if new and arrival is not None and (not late or key > late[-1][0]):  # nearly all
        return (*late, (key, arrival))
    found = dict(late)
    return tuple(sorted(found.items())) if noted(found, key, arrival, new=new) else late


def lateness(group: Group) -> Iterable[int | None]:
    """The arrival (ms) of each row of a group where it is late, else None."""
    if not group.arrivals:
        return repeat(None, len(group.rows))
    if (only := group.only_arrival) is not None:
        in_time = only - LATE_MS
        return [only if row.at < in_time else None for row in group.rows]
    found: list[int | None] = []
    offset, arrival, in_time = -1, 0, 0
    for row in group.rows:
        if row.offset != offset:
            offset = row.offset
            arrival = group.arrival(offset) or 0
            in_time = arrival - LATE_MS
        found.append(arrival if row.at < in_time else None)
    return found


class Received(NamedTuple):
    """The instants (ms) at which the first and the last of some statements were received.

    `late`: when the last of those that were late was, `longest`: the longest delay of these, `latest`: that of the last one (ms);
    all 0 where none was.
    """

    first: int
    last: int
    late: int = 0
    longest: int = 0
    latest: int = 0


def together(found: Iterable[Received]) -> Received | None:
    """The first and the last instant of all of these; None of none."""
    every = list(found)
    if not every:
        return None
    first, last, _, longest, _ = zip(*every, strict=True)
    return Received(min(first), max(last), *max((each.late, max(longest), each.latest) for each in every))


def received(at: int, arrival: int | None) -> Received:
    """The instant at which a statement about an instant (ms) was received, by its late arrival; None for within the hour."""
    return Received(at, at) if arrival is None else Received(arrival, arrival, arrival, arrival - at, arrival - at)


class LateSigns(msgspec.Struct, array_like=True, gc=False):
    """The late signs of a session. `points`: by key, their first arrival (ms). `runs`: those of late heartbeats, ascending.

    `runs` is flat: start, end, first and last arrival, longest delay, start, end, … in ms. It changes with each late sign.
    """

    points: dict[int, int] = {}
    runs: list[int] = []

    def add_pulse(self, at: int, arrival: int) -> None:
        """Add a late heartbeat."""
        runs = self.runs
        # nearly all: in the last run or behind it, no other run being as near
        if runs and at <= (last := runs[-4]) + APART_MS and (at > last or runs[-5] <= at):
            before = runs[-2]
            if arrival > before:
                runs[-2] = arrival
            elif arrival < runs[-3]:
                runs[-3] = arrival
            if at > last:
                runs[-4] = at
                if arrival - at <= before - last:  # as of a backlog, which is read faster than it came about
                    return
            if arrival - at > runs[-1]:  # noqa: PLR1730 - a call for every heartbeat costs more
                runs[-1] = arrival - at
            return
        hi = _WIDTH * bisect_right(runs[::_WIDTH], at + APART_MS)
        lo = hi
        while lo and runs[lo - 4] >= at - APART_MS:
            lo -= _WIDTH
        touched = runs[lo:hi]
        start, end = (min([at, *touched[::_WIDTH]]), max([at, *touched[1::_WIDTH]]))
        first, last = (min([arrival, *touched[2::_WIDTH]]), max([arrival, *touched[3::_WIDTH]]))
        runs[lo:hi] = [start, end, first, last, max([arrival - at, *touched[4::_WIDTH]])]

    def is_late(self, at: int) -> bool:
        """True if an instant (ms) lies in a run of late heartbeats."""
        number = _WIDTH * bisect_right(self.runs[::_WIDTH], at)
        return number > 0 and self.runs[number - 4] >= at

    def runs_in(self, start: int, end: int) -> list[Received]:
        """The arrivals of the late runs that reach into an interval (ms), both ends included.

        Heartbeats arrive in their order, so the last one of a run is the one that arrived last.
        """
        found = []
        for number in range(0, len(self.runs), _WIDTH):
            begin, until, first, last, longest = self.runs[number : number + _WIDTH]
            if begin <= end and until >= start:
                found.append(Received(first, last, last, longest, last - until))
        return found

    def cut_at(self, at: int) -> "LateSigns | None":
        """Cut off those before an instant (ms); None where nothing is left."""
        points = {key: arrival for key, arrival in self.points.items() if instant_of(key) >= at}
        first = next((n for n in range(0, len(self.runs), _WIDTH) if self.runs[n + 1] >= at), len(self.runs))
        return LateSigns(points, self.runs[first:]) if points or first < len(self.runs) else None
