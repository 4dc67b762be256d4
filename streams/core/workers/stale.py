"""The workers whose verdict may have changed, in the order of evaluation: in turn by platform, weighed by statements.

An evaluation costs as much as the worker has statements. Each platform gets the same share of evaluations, whatever the number
and size of its workers, and of one platform the worker that waited longest comes first. One with many statements is not evaluated
again before a pause, so that no single worker can take up a processor.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from streams.core.catching_up import PATIENCE_MS
from streams.core.watched import Watched

UNPAUSED = 600
"""Statements up to which a worker is evaluated at every tick: a person's two days are some 300."""

PAUSE_MS = 1
"""Pause after an evaluation for each statement, beyond that. At 10 to 50 us each that is at most a twentieth of a processor."""

HEAVY = 1_500
"""Statements from which on an evaluation takes so long that it is better made beside the others. At 25 us each it is 38 ms, and
with the 500 that may go before it in a turn 50 ms."""

LET_IN_AT_ONCE = 500
"""Rows of a heavy worker whose instant has come that are folded before others get their turn: some 10 ms."""

_EVALUATION = 30
"""The cost of an evaluation besides the statements, in statements."""

_Entry = tuple[int, int, Watched]


def weight_of(statements: int) -> int:
    """The cost of evaluating a worker with so many statements, in statements."""
    return _EVALUATION + statements


def is_heavy(statements: int) -> bool:
    """True if a worker with so many statements is better evaluated beside the others."""
    return statements > HEAVY


def pause_after(statements: int) -> int:
    """The pause (ms) after the evaluation of a worker with so many statements, before the next one."""
    return PAUSE_MS * statements if statements > UNPAUSED else 0


class Line:
    """The workers who are to be evaluated now, by platform. Mutable.

    `_taken` is what each platform has had, in statements; one that comes back begins with what the others have had meanwhile.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[_Entry]] = {}
        self._taken: dict[str, int] = {}
        self._had = 0

    def add(self, entry: _Entry) -> None:
        """Let a worker wait for his turn, which is his heaviest platform's."""
        platform = _heaviest(entry[2])
        waiting = self._waiting.get(platform)
        if not waiting:
            waiting = self._waiting[platform] = []
            self._taken[platform] = max(self._had, self._taken.get(platform, 0))
        heappush(waiting, entry)

    def next(self) -> tuple[str, _Entry] | None:
        """Take out the worker whose turn it is, with the platform; None where none waits."""
        if not self._waiting:
            return None
        platform = min(self._waiting, key=self._taken.__getitem__)
        waiting = self._waiting[platform]
        entry = heappop(waiting)
        if not waiting:
            del self._waiting[platform]
        return platform, entry

    def charge(self, platform: str, weight: int) -> None:
        """Note the cost of an evaluation for a platform."""
        self._had = self._taken[platform]
        self._taken[platform] += weight


class Stale:
    """All workers whose verdict may have changed. Mutable. `weight` is that of who was taken out last."""

    def __init__(self) -> None:
        self._numbers = count()
        self._count = 0
        self.weight = 0
        self._line, self._heavy = Line(), Line()
        self._paused: list[_Entry] = []
        self._held_back: list[_Entry] = []
        self._catching_up: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return self._count

    def add(self, watched: Watched, now: int) -> None:
        """Note at `now` (ms) that the verdict about a worker, who is not noted yet, may have changed."""
        watched.stale, watched.stale_since = True, now
        self._count += 1
        statements = watched.weight
        ready_at = watched.evaluated_at + pause_after(statements)
        if ready_at > now:
            heappush(self._paused, (ready_at, next(self._numbers), watched))
        else:
            self._queue((now, next(self._numbers), watched), statements)

    def remove(self, watched: Watched) -> None:
        """Note that a worker is being evaluated."""
        self._count -= watched.stale
        watched.stale = False

    def take(self, now: int, catching_up: frozenset[str], *, heavy: bool | None = None) -> Iterator[Watched]:
        """Take out those who may be evaluated at `now` (ms), one after the other; the heavy ones alone, or all but these.

        Who became heavy while waiting is one of them once the others are taken. Those of platforms that are catching up wait,
        though not longer than the patience lasts.
        """
        self._release(now, catching_up)
        lines = [line for line, kind in ((self._line, False), (self._heavy, True)) if heavy in (None, kind)]
        for line in lines:
            while (turn := line.next()) is not None:
                platform, entry = turn
                watched = entry[2]
                if not watched.stale or watched.stale_since > entry[0]:
                    continue  # it was evaluated meanwhile
                if catching_up and not watched.may_be_evaluated(now, catching_up):
                    heappush(self._held_back, entry)
                    continue
                statements = watched.weight
                if heavy is False and is_heavy(statements):
                    self._heavy.add(entry)  # it has become so while it waited
                    continue
                self.weight = weight_of(statements)
                line.charge(platform, self.weight)
                self.remove(watched)
                yield watched

    def _release(self, now: int, catching_up: frozenset[str]) -> None:
        """Let those wait for their turn whose pause is over, and those who waited for a platform long enough."""
        while self._paused and self._paused[0][0] <= now:
            _, number, watched = heappop(self._paused)
            self._queue((watched.stale_since, number, watched), watched.weight)
        if (
            catching_up == self._catching_up
        ):  # then only patience lets anybody go: to look at all costs as much as there are
            while self._held_back and now - self._held_back[0][0] >= PATIENCE_MS:
                entry = heappop(self._held_back)
                self._queue(entry, entry[2].weight)
            return
        self._catching_up, held_back, self._held_back = catching_up, self._held_back, []
        for entry in held_back:
            if entry[2].may_be_evaluated(now, catching_up):
                self._queue(entry, entry[2].weight)
            else:
                heappush(self._held_back, entry)

    def _queue(self, entry: _Entry, statements: int) -> None:
        (self._heavy if is_heavy(statements) else self._line).add(entry)


def _heaviest(watched: Watched) -> str:
    platforms = watched.facts.platforms
    if len(platforms) == 1:
        return next(iter(platforms))
    return max(platforms, key=watched.facts.statements_of, default="")
