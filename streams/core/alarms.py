"""Alarms: when to look whether the answer about a worker is due."""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from streams.core.watched import NEVER, Watched


class Alarms:
    """Mutable: instants by worker, of each worker one that counts."""

    def __init__(self) -> None:
        self._set: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._set)

    def mind(self, watched: Watched) -> None:
        """See to it that the worker is looked at when the answer is due; an earlier alarm will do."""
        if watched.due < watched.alarm:
            watched.alarm = watched.due
            heappush(self._set, (watched.due, watched.subject))

    def ring(self, workers: Mapping[str, Watched], now: int) -> Iterator[Watched]:
        """The workers whose answer is due at `now` (ms)."""
        while self._set and self._set[0][0] <= now:
            at, name = heappop(self._set)
            watched = workers.get(name)
            if watched is None or watched.alarm != at:
                continue
            watched.alarm = NEVER
            if watched.due > now:
                self.mind(watched)
            else:
                yield watched
