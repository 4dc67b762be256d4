"""When workers are to be asked about though no event comes: one alarm a worker at a time, moved when it rings."""

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush

from streams.core.watched import NEVER, Watched


class Alarms:
    """Mutable: a heap of instants (ms) and workers. An alarm that was replaced by an earlier one rings for nobody."""

    def __init__(self) -> None:
        self._alarms: list[tuple[int, str]] = []

    def __len__(self) -> int:
        return len(self._alarms)

    def set(self, watched: Watched) -> None:
        """See to it that the worker is looked at when the answer is due; an earlier alarm will do."""
        if watched.due < watched.alarm:
            watched.alarm = watched.due
            heappush(self._alarms, (watched.due, watched.subject))

    def ring(self, now: int, workers: Mapping[str, Watched]) -> Iterator[Watched]:
        """Give those whose answer is due at `now` (ms), and who are not to be asked about anyway."""
        while self._alarms and self._alarms[0][0] <= now:
            at, name = heappop(self._alarms)
            watched = workers.get(name)
            if watched is None or watched.alarm != at:
                continue
            watched.alarm = NEVER
            if watched.due > now:
                self.set(watched)
            elif not watched.stale:
                yield watched
