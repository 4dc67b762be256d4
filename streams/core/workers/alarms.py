"""The alarms of workers who are to be evaluated though no event comes: one a worker at a time, moved when it rings."""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from schemas.instants import NEVER
from streams.core.watched import Watched


class Alarms:
    """A heap of instants (ms) and workers; mutable. An alarm that an earlier one has replaced is passed over."""

    def __init__(self) -> None:
        self._alarms: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._alarms)

    def move(self, watched: Watched, due: int) -> None:
        """Set the instant (ms) at which the verdict about a worker is due.

        An earlier alarm stays: when it rings, it is moved to that instant.
        """
        watched.due = due
        if due < watched.alarm:
            watched.alarm = due
            heappush(self._alarms, (due, watched.subject))

    def ring(self, now: int, workers: Mapping[str, Watched]) -> Iterator[Watched]:
        """The workers whose verdict is due at `now` (ms), and who are not to be evaluated anyway."""
        while self._alarms and self._alarms[0][0] <= now:
            at, name = heappop(self._alarms)
            watched = workers.get(name)
            if watched is None or watched.alarm != at:
                continue
            watched.alarm = NEVER
            if watched.due > now:
                self.move(watched, watched.due)
            elif not watched.stale:
                yield watched
