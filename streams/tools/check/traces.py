"""The traces of a session, an order and a pay entry: the instants and flags that the data-quality warnings are drawn from."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.instants import Ms
from schemas.work import AcceptanceRow, OrderRow, SessionRow, Sort, Step


@dataclass(slots=True)
class SessionTrace:
    """The points and the heartbeats (ms) under one session id of one worker; `where` is the place of its first event.

    Mutable: it is gathered. `sort` it before anything else is read from it.
    """

    where: str
    points: list[tuple[Ms, int]] = field(default_factory=list)
    heartbeats: list[Ms] = field(default_factory=list)

    def add(self, row: SessionRow) -> None:
        """Add an event, in any order."""
        if row.sort is Sort.PULSE:
            self.heartbeats.append(row.at)
        else:
            self.points.append((row.at, row.sort))

    def sort(self) -> None:
        """Sort the points and heartbeats, and drop repeats."""
        self.points = sorted(set(self.points))
        self.heartbeats = sorted(set(self.heartbeats))

    @property
    def first(self) -> Ms:
        """Its first instant (ms)."""
        return min([at for at, _ in self.points[:1]] + self.heartbeats[:1])

    @property
    def last(self) -> Ms:
        """Its last instant (ms)."""
        return max([at for at, _ in self.points[-1:]] + self.heartbeats[-1:])

    def is_open(self) -> bool:
        """True if it has no end."""
        return not self.points or self.points[-1][1] == Sort.ON

    def is_opened(self) -> bool:
        """True if it has a beginning."""
        return any(sort == Sort.ON for _, sort in self.points)

    def beats_while_off(self) -> bool:
        """True if there are heartbeats between an end and the next beginning."""
        ends = [*self.points[1:], (self.last + 1, int(Sort.ON))]
        return any(
            sort == Sort.OFF and bisect_left(self.heartbeats, end) > bisect_right(self.heartbeats, at)
            for (at, sort), (end, _) in zip(self.points, ends, strict=False)
        )

    def is_on_and_off_at_once(self) -> bool:
        """True if at one instant it both begins and ends."""
        return any(one == other for (one, _), (other, _) in pairwise(self.points))

    def stated_parts(self) -> list[tuple[Ms, Ms]]:
        """The parts from a beginning to the next end (ms); a beginning while it is on begins none."""
        found: list[tuple[Ms, Ms]] = []
        began: Ms | None = None
        for at, sort in self.points:
            if sort == Sort.ON:
                began = at if began is None else began
            elif began is not None:
                found.append((began, at))
                began = None
        return found

    def is_silent(self, least: Callable[[Ms], Ms]) -> bool:
        """True if so much (ms, `least` of the sign before) of a stated part passes without a sign.

        Only where the part has a heartbeat, or a beginning follows the silence.
        """
        begins = [at for at, sort in self.points if sort == Sort.ON]
        return any(self._is_silent(part, begins, least) for part in self.stated_parts())

    def _is_silent(self, part: tuple[Ms, Ms], begins: list[Ms], least: Callable[[Ms], Ms]) -> bool:
        on, off = part
        beats, again = (times[bisect_left(times, on) : bisect_right(times, off)] for times in (self.heartbeats, begins))
        signs = sorted({on, off, *beats, *again})
        return any(b - a >= least(a) and (bool(beats) or b in again) for a, b in pairwise(signs))

    def before_its_end(self) -> Ms | None:
        """The time (ms) between its end and the sign before it; None where it is open."""
        if self.is_open():
            return None
        end = self.points[-1][0]
        beats = self.heartbeats[: bisect_right(self.heartbeats, end)]
        before = [at for at, _ in self.points[-2:-1]] + beats[-1:]
        return end - max(before) if before else 0

    def gaps(self) -> list[tuple[Ms, Ms]]:
        """The beginnings and lengths (ms) between neighbouring heartbeats between which it was not off."""
        offs = [at for at, sort in self.points if sort == Sort.OFF]
        return [(a, b - a) for a, b in pairwise(self.heartbeats) if bisect_left(offs, a) == bisect_right(offs, b)]


@dataclass(slots=True)
class OrderTrace:
    """The events under one order id of one worker; `where` is the place of the first. Mutable: it is gathered.

    `last`: its last instant (ms), a booked beginning included. `began`: its first beginning (ms); None before any.
    `acceptances` with the instants (ms) at which they were made and begin; `ends`, and whether they were cancellings; `picked`.
    """

    where: str
    last: Ms
    began: Ms | None = None
    promised: bool = False
    measured: bool = False
    acceptances: list[tuple[Ms, Ms]] = field(default_factory=list)
    ends: list[tuple[Ms, bool]] = field(default_factory=list)
    picked: list[Ms] = field(default_factory=list)

    def add(self, row: AcceptanceRow | OrderRow) -> None:
        """Add an event, in any order."""
        self.promised |= row.promised_at is not None
        if isinstance(row, AcceptanceRow):
            self.last = max(self.last, row.on_at)
            self.began = row.on_at if self.began is None else min(self.began, row.on_at)
            self.measured |= row.distance_m is not None
            self.acceptances.append((row.at, row.on_at))
            return
        self.last = max(self.last, row.at)
        if row.step is Step.ENDED:
            self.ends.append((row.at, row.cancelled))
        elif row.step is Step.PICKED_UP:
            self.picked.append(row.at)

    @property
    def ended(self) -> bool:
        """True if it has an end."""
        return bool(self.ends)

    @property
    def length(self) -> Ms:
        """From its first beginning to its last instant (ms); 0 where it never began."""
        return 0 if self.began is None else self.last - self.began


@dataclass(frozen=True, slots=True)
class PaidTrace:
    """A pay entry that names an order, by platform, worker and order id; `where` is its place."""

    where: str
    order: tuple[str, str, str]
