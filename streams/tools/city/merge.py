"""The events of many workers merged: those of a slice of time are gathered worker by worker, then put in order.

A queue with one event of each worker would be searched for every event, and every event would come from another corner of
memory. By slices it takes a third of the time (measured for 6,000 workers).
"""

from collections.abc import Iterator
from operator import attrgetter

from schemas.instants import NEVER
from streams.tools.city.events import SimulatedEvent


class EventSource:
    """The events of a worker that are still to come: a sequence in order of time, none before `next_at` (ms).

    Mutable: each slice moves `next_at` to the first event that is left, and to `NEVER` where none is.
    """

    __slots__ = ("_held", "_later", "next_at")

    def __init__(self, next_at: int, events: Iterator[SimulatedEvent]) -> None:
        self.next_at = next_at
        self._held: SimulatedEvent | None = None
        self._later = events

    def drain(self, until: int, into: list[SimulatedEvent]) -> None:
        """Append all events before `until` to `into`. To be called only where `next_at` is before `until`."""
        if self._held is not None:
            into.append(self._held)
        for event in self._later:
            if event.at >= until:
                self._held, self.next_at = event, event.at
                return
            into.append(event)
        self._held, self.next_at = None, NEVER


def merged(sources: list[EventSource], until: int) -> list[SimulatedEvent]:
    """All events before `until` that were not taken yet, the *latest first*; at one instant, the last source first."""
    events: list[SimulatedEvent] = []
    for source in sources:
        if source.next_at < until:
            source.drain(until, events)
    events.sort(key=attrgetter("at"))
    events.reverse()
    return events
