"""The parts of a session: each from an *on* to what ends it, with the gaps between its signs; and the time off after an *off*.

It decides which sign begins and which ends a part, not what a gap in it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.instants import NEVER
from streams.facts.sessions.session import BOTH, OFF, ON, PULSE, BeforeCut, Session
from streams.facts.tolerance import Tolerance
from streams.facts.worktime.intervals import Interval


class Gap(NamedTuple):
    """The time `[start, end)` in ms between two neighbouring signs. `to_on`: it ends in an *on*."""

    start: int
    end: int
    to_on: bool = False

    @property
    def length(self) -> int:
        """Its length in ms."""
        return self.end - self.start


@dataclass(slots=True)
class Part:
    """The part that is on from `begin` (ms) to `end`, None where nothing has ended it. Mutable while it is read.

    `began`, `ended`: the marks of the instants at both ends. `after_off`: before it the session was off, or had no sign.
    `last`: its last sign (ms). `beats`: a heartbeat lies in it, both ends included. `silent`: one of its gaps is longer than the
    belief limit.
    """

    begin: int
    began: int
    after_off: bool
    last: int
    beats: bool = False
    silent: bool = False
    end: int | None = None
    ended: int = OFF
    gaps: list[Gap] = field(default_factory=list)

    @property
    def stated(self) -> bool:
        """True if an end of it is known, and no silence in it is beyond the belief limit."""
        return self.end is not None and not self.silent

    def ends_with(self, mark: int) -> bool:
        """True if an instant of that mark ends it. An *on* does where it began with less, or was silent for too long."""
        return mark in (OFF, BOTH) or self.began in (BOTH, PULSE) or self.silent

    def add_sign(self, at: int, tolerance: Tolerance, *, to_on: bool = False) -> None:
        """Add a sign (ms), none before the last one."""
        if at > self.last:
            self.gaps.append(Gap(self.last, at, to_on))
            self.silent = self.silent or at - self.last > tolerance.at(self.last).belief
            self.last = at

    def add_runs(self, runs: Sequence[Interval], number: int, until: int, tolerance: Tolerance) -> int:
        """Add the runs from that number on as far as they lie before `until` (ms); returns the first that reaches beyond."""
        while number < len(runs) and runs[number][0] < until:
            start, end = runs[number]
            if end >= self.begin:
                self.add_sign(max(start, self.begin), tolerance)
                self.last = max(self.last, min(end, until))
                # a part that holds neither end of the run lies in it as a whole, and has no gap that would depend on this
                self.beats = True
                if end >= until:
                    break
            number += 1
        return number

    def before_cut(self, *, aside: bool) -> BeforeCut:
        """The rest of it that is kept where the horizon cuts it."""
        return BeforeCut(self.last, self.began, self.after_off, self.beats, self.silent, aside)


@dataclass(slots=True)
class SessionReading:
    """A session as it is evaluated: the parts that have ended, what is still on, and the time off between them.

    `off`: from the *off* (ms) since which it is off to the next *on*, `NEVER` where there is none. `runs`: the pulses as pairs.
    `last`: the last sign (ms) of the whole session.
    """

    runs: list[Interval]
    last: int
    parts: list[Part] = field(default_factory=list)
    on: Part | None = None
    off: list[Interval] = field(default_factory=list)


def read(session: Session, tolerance: Tolerance, until: int = NEVER) -> SessionReading:
    """The parts of a session by its signs before `until` (ms)."""
    before, reading = session.before, SessionReading(_runs(session.all_runs(), tolerance), session.last_instant())
    if before is not None:
        reading.on = Part(before.last, before.began, before.after_off, before.last, before.beats, before.silent)
    off_at, number = None, 0
    for at, mark in session.marks():
        if at >= until:
            break
        begins = mark in (ON, PULSE) or (mark == BOTH and at < reading.last)
        part = reading.on
        if part is not None:
            number = part.add_runs(reading.runs, number, at, tolerance)
            part.add_sign(at, tolerance, to_on=mark in (ON, PULSE))
            if not part.ends_with(mark):
                continue
            part.beats = part.beats or (number < len(reading.runs) and reading.runs[number][0] <= at)
            part.end, part.ended = at, mark
            reading.parts.append(part)
        elif off_at is not None:
            if not begins:
                continue  # it is off already: repeated, an off would make every heartbeat one that was on its way
            reading.off.append((off_at, at))
        reading.on = Part(at, mark, part is None, at) if begins else None
        off_at = None if begins else at
    if reading.on is not None:
        reading.on.add_runs(reading.runs, number, until, tolerance)
    elif off_at is not None:
        reading.off.append((off_at, NEVER))
    return reading


def _runs(flat: list[int], tolerance: Tolerance) -> list[Interval]:
    """The runs as pairs. Those that are kept apart by the values of another day are one by those of their own."""
    found: list[Interval] = []
    for start, end in zip(flat[::2], flat[1::2], strict=True):
        if found and start - found[-1][1] <= tolerance.at(found[-1][1]).pulse:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
