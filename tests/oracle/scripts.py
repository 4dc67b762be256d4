"""A session or an order in a few figures, and the events in contract form that it stands for. All lengths are in ms."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.instants import rfc3339
from tests.oracle.law import HOUR

Event = dict[str, Any]


@dataclass(frozen=True)
class Who:
    """The fields that all events of a script share."""

    platform: str
    worker: str
    sector: str
    area: str

    def says(self, kind: str, at: int, **own: Any) -> Event:
        return {
            "kind": kind,
            "platform_id": self.platform,
            "worker_id": self.worker,
            "sector": self.sector,
            "area": self.area,
            "occurred_at": rfc3339(at),
            **own,
        }


@dataclass(frozen=True)
class SessionScript:
    """On for `length` from `start` on, with a heartbeat every `beat` (0: none) but in the hole and while paused.

    `opened` false: only heartbeats tell. `closed_after`: the delay of the offline behind the end, None where it is
    missing. `overrun`: how long heartbeats go on behind the end. `blink`: an online and an offline at one instant.
    `more`: further points, each with its offset from the start.
    """

    who: Who
    id: str
    start: int
    length: int
    opened: bool
    beat: int
    hole: tuple[int, int]
    pause: tuple[int, int]
    closed_after: int | None
    overrun: int
    blink: int | None
    more: tuple[tuple[str, int], ...] = ()

    @property
    def end(self) -> int:
        return self.start + self.length

    def events(self) -> Iterator[Event]:
        for kind, at in [*self._points(), *self._beats()]:
            yield self.who.says(f"session.{kind}", at, session_id=self.id)

    def _points(self) -> Iterator[tuple[str, int]]:
        if self.opened:
            yield "online", self.start
        if self.pause[1]:
            yield "paused", self.start + self.pause[0]
            yield "resumed", self.start + sum(self.pause)
        if self.blink is not None:
            yield "offline", self.start + self.blink
            yield "online", self.start + self.blink
        if self.closed_after is not None:
            yield "offline", self.end + self.closed_after
        for kind, offset in self.more:
            yield kind, self.start + offset

    def _beats(self) -> Iterator[tuple[str, int]]:
        if not self.beat:
            return
        for offset in range(0, self.length + self.overrun + 1, self.beat):
            silent = any(begin < offset < begin + length for begin, length in (self.hole, self.pause))
            if not silent:
                yield "heartbeat", self.start + offset


OWN = {"cancelled": {"by": "platform"}, "accepted": {"assigned": "pushed"}}
"""Fields of events of these kinds besides."""


@dataclass(frozen=True)
class OrderScript:
    """Accepted at `at`, booked for `booked` later; what is None is not said. `again` accepts it a second time.

    `more`: further events, `(what, later)`; of `booked` ones the start lies an hour after they are accepted.
    """

    who: Who
    id: str
    at: int
    assigned: str
    booked: int | None
    picked_up: int | None
    again: int | None
    ended: int | None
    ending: str
    more: tuple[tuple[str, int], ...] = ()

    def events(self) -> Iterator[Event]:
        starts = {} if self.booked is None else {"starts_at": rfc3339(self.at + self.booked)}
        yield self._says("accepted", 0, assigned=self.assigned, **starts)
        if self.picked_up is not None:
            yield self._says("picked_up", self.picked_up)
        if self.again is not None:
            yield self._says("accepted", self.again, assigned="pushed")
        if self.ended is not None:
            yield self._says(self.ending, self.ended, **OWN.get(self.ending, {}))
        for what, later in self.more:
            starts = {"starts_at": rfc3339(self.at + later + HOUR)} if what == "booked" else {}
            kind = "accepted" if what == "booked" else what
            yield self._says(kind, later, **OWN.get(kind, {}), **starts)

    def _says(self, what: str, later: int, **own: str) -> Event:
        return self.who.says(f"order.{what}", self.at + later, order_id=self.id, **own)
