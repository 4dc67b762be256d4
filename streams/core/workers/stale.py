"""The workers whose verdict may have changed, in the order of evaluation: in turn by platform, weighed by statements.

An evaluation costs as much as the worker has statements. Each platform gets the same share of evaluations, whatever the number
and size of its workers, and of one platform the worker that waited longest comes first. What a platform sent about workers of
whom another has sent more has a share of its own: it waits neither behind the other's workers nor before its own. One with many
statements is not evaluated again before a pause, so that no single worker can take up a processor; what such a platform sent
waits for the pause after its own news alone.
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
_Share = tuple[str, bool]
"""A platform, and whether another has sent more about its workers here."""


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
    """The workers who are to be evaluated now, by share. Mutable.

    `_taken` is what each share has had, in statements; one that comes back begins with what the others have had meanwhile.
    """

    def __init__(self) -> None:
        self._waiting: dict[_Share, list[_Entry]] = {}
        self._taken: dict[_Share, int] = {}
        self._had = 0

    def add(self, share: _Share, entry: _Entry) -> None:
        """Let a worker wait for the turn of a share."""
        waiting = self._waiting.get(share)
        if not waiting:
            waiting = self._waiting[share] = []
            self._taken[share] = max(self._had, self._taken.get(share, 0))
        heappush(waiting, entry)

    def next(self) -> tuple[_Share, _Entry] | None:
        """Take out the worker whose turn it is, with the share; None where none waits."""
        if not self._waiting:
            return None
        share = min(self._waiting, key=self._taken.__getitem__)
        waiting = self._waiting[share]
        entry = heappop(waiting)
        if not waiting:
            del self._waiting[share]
        return share, entry

    def charge(self, share: _Share, weight: int) -> None:
        """Note the cost of an evaluation for a share."""
        self._had = self._taken[share]
        self._taken[share] += weight


class Stale:
    """All workers whose verdict may have changed. Mutable. `weight` is that of who was taken out last."""

    def __init__(self) -> None:
        self._numbers = count()
        self._count = 0
        self.weight = 0
        self._line, self._heavy = Line(), Line()
        self._paused: list[_Entry] = []
        self._held_back: dict[str, _Entry] = {}
        self._patience: list[_Entry] = []
        self._catching_up: frozenset[str] = frozenset()
        self._unfinished: frozenset[str] = frozenset()
        self._left: list[tuple[Line, _Share, _Entry]] = []

    def __len__(self) -> int:
        return self._count

    def add(self, watched: Watched, now: int, platform: str = "") -> None:
        """Note at `now` (ms) that what a platform sent may have changed the verdict about a worker; without one, that time has.

        A worker who is noted already waits in the turn of this platform, too.
        """
        heaviest = _heaviest(watched)
        if not watched.stale:
            watched.stale, watched.stale_since = True, now
            self._count += 1
        watched.stale_of = (*watched.stale_of, platform)
        platform = platform or heaviest
        statements = watched.weight
        share = (platform, platform != heaviest)
        ready_at = watched.evaluated_at + pause_after(statements)
        if ready_at > now and (platform == heaviest or platform in watched.evaluated_of):
            heappush(self._paused, (ready_at, next(self._numbers), watched))
        else:
            self._line_of(statements).add(share, (now, next(self._numbers), watched))

    def leave(self, workers: frozenset[str]) -> None:
        """Have these wait, whatever is due, for they have some rows of a record and not all; who waited so before goes on."""
        if workers != self._unfinished:
            left, self._left, self._unfinished = self._left, [], workers
            for line, share, entry in left:
                line.add(share, entry)

    def remove(self, watched: Watched) -> None:
        """Note that a worker is being evaluated."""
        self._count -= watched.stale
        watched.stale, watched.stale_of, watched.evaluated_of = False, (), watched.stale_of

    def take(self, now: int, catching_up: frozenset[str], *, heavy: bool | None = None) -> Iterator[Watched]:
        """Take out those who may be evaluated at `now` (ms), one after the other; the heavy ones alone, or all but these.

        Who became heavy while waiting is one of them once the others are taken. Those of platforms that are catching up wait,
        where no other platform has news of them, and not longer than the patience lasts.
        """
        self._release(now, catching_up)
        lines = [line for line, kind in ((self._line, False), (self._heavy, True)) if heavy in (None, kind)]
        for line in lines:
            while (turn := line.next()) is not None:
                share, entry = turn
                watched = entry[2]
                if not watched.stale or watched.stale_since > entry[0]:
                    continue  # it was evaluated meanwhile
                if watched.subject in self._unfinished:
                    self._left.append((line, share, entry))
                    continue
                if catching_up and not watched.may_be_evaluated(now, catching_up):
                    self._hold_back(entry)
                    continue
                statements = watched.weight
                if heavy is False and is_heavy(statements):
                    self._heavy.add(share, entry)  # it has become so while it waited
                    continue
                self.weight = weight_of(statements)
                line.charge(share, self.weight)
                self.remove(watched)
                yield watched

    def _release(self, now: int, catching_up: frozenset[str]) -> None:
        """Let those wait for their turn whose pause is over, and those who waited for a platform long enough."""
        while self._paused and self._paused[0][0] <= now:
            _, number, watched = heappop(self._paused)
            self._queue((watched.stale_since, number, watched))
        let_go = self._impatient(now) if catching_up == self._catching_up else self._freed(now, catching_up)
        for entry in let_go:
            self._queue(entry)

    def _hold_back(self, entry: _Entry) -> None:
        """Let a worker wait for a platform that is catching up: once, in however many turns."""
        _, number, watched = entry
        held = self._held_back.get(watched.subject)
        if held is None or held[0] < watched.stale_since:
            entry = self._held_back[watched.subject] = (watched.stale_since, number, watched)
            heappush(self._patience, entry)

    def _impatient(self, now: int) -> Iterator[_Entry]:
        """Take out those who have waited long enough. To look at all, each time, would cost as much as there are."""
        while self._patience and now - self._patience[0][0] >= PATIENCE_MS:
            entry = heappop(self._patience)
            if self._held_back.get(entry[2].subject) is entry:
                del self._held_back[entry[2].subject]
                yield entry

    def _freed(self, now: int, catching_up: frozenset[str]) -> list[_Entry]:
        """Take out those who need not wait, now that other platforms are catching up than before."""
        self._catching_up, held_back = catching_up, self._held_back.values()
        freed = [entry for entry in held_back if entry[2].may_be_evaluated(now, catching_up)]
        for entry in freed:
            del self._held_back[entry[2].subject]
        self._patience = sorted(self._held_back.values())
        return freed

    def _queue(self, entry: _Entry) -> None:
        """Let a worker wait in the turn of each platform whose news there are."""
        line, heaviest = self._line_of(entry[2].weight), _heaviest(entry[2])
        for platform in dict.fromkeys(each or heaviest for each in entry[2].stale_of):
            line.add((platform, platform != heaviest), entry)

    def _line_of(self, statements: int) -> Line:
        return self._heavy if is_heavy(statements) else self._line


def _heaviest(watched: Watched) -> str:
    platforms = watched.facts.platforms
    if len(platforms) == 1:
        return next(iter(platforms))
    return max(platforms, key=watched.facts.statements_of, default="")
