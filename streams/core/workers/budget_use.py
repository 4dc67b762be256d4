"""The share of its budget that each platform uses in a work partition, and the rows that go beyond. Pure.

Budgets are of the whole city, and workers are spread over the partitions by their checksum: of what is not a worker's alone a
partition allows its share, and five standard deviations, so that chance alone refuses nothing. Who chooses ids of one partition
reaches that partition's share first. New ids are counted with the state of their buckets, so that a takeover counts on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from math import isqrt

from schemas.instants import NEVER
from schemas.legal_days import Day, legal_day
from schemas.work import AnyRow, Group
from streams.core.state.roster import Roster
from streams.core.watched import Watched
from streams.core.workers.not_taken import OverBudget
from streams.facts.novelty import adds_statement
from streams.facts.tolerance import Tolerance
from streams.facts.worker import WorkerFacts
from streams.law.registers.budget import Budget
from streams.law.registers.places import Platform

_DEVIATIONS = 5
"""Standard deviations of a sum over workers that are spread at random; more happen once in three million partitions."""

WORKER_BYTES = 2_000
"""Bytes that a worker takes in memory beside the facts, measured 1.9 kB: a million ids of one event are 2 GB."""


def shares(platforms: Iterable[Platform], partitions: int) -> dict[str, Budget]:
    """The share of each platform's budget that one of so many partitions allows."""
    return {each.id: _share(each.budget, partitions) for each in platforms}


def _share(budget: Budget, partitions: int) -> Budget:
    if partitions == 1:
        return budget
    workers, size = -(-budget.new_workers // partitions), -(-budget.bytes // partitions)
    return replace(
        budget,
        new_workers=workers + _DEVIATIONS * (isqrt(workers) + 1),
        # as if it were of workers who have all that one may have, in whose number the deviation is
        bytes=size + _DEVIATIONS * (isqrt(size * budget.worker_bytes) + 1),
    )


class Accounts:
    """The use by platform; mutable. `workers`: those with facts. `size`: the bytes of these, with `WORKER_BYTES` for each.

    `days`: on how many days of workers something was refused: two workers of whom something was on one day count two.
    """

    def __init__(self, allowed: Mapping[str, Budget], tolerance: Tolerance) -> None:
        """Begin with nothing kept; a platform without a budget may have all."""
        self._allowed = allowed
        self._tolerance = tolerance
        self._day: Day = 0
        self._new: Counter[str] = Counter()
        self.workers: Counter[str] = Counter()
        self.size: Counter[str] = Counter()
        self.days: Counter[str] = Counter()

    def refusal(self, group: Group, row: AnyRow, facts: WorkerFacts | None, now: int) -> OverBudget | None:
        """The reason why a row of a worker with these facts goes beyond a budget at `now` (ms); None where it does not."""
        name = self._beyond(group.platform, facts, row, now)
        return None if name is None else OverBudget(group, row, name, getattr(self._allowed[group.platform], name))

    def note(self, facts: WorkerFacts, platform: str, at: int, *, is_sign: bool) -> bool:
        """Note that a row of a worker at `at` (ms) was refused, a sign of life or not; true if the first of its legal day."""
        fresh = facts.remember_refusal(platform, at, legal_day(at), is_sign=is_sign)
        self.days[platform] += fresh
        return fresh

    def _beyond(self, platform: str, facts: WorkerFacts | None, row: AnyRow, now: int) -> str | None:
        """The budget that a row goes beyond at `now` (ms); None where none. A repetition goes beyond none."""
        budget = self._allowed.get(platform)
        if budget is None:
            return None
        kept = None if facts is None else facts.platforms.get(platform)
        if facts is None or (kept is None and _is_new(platform, facts)):
            return self._beyond_as_new(platform, budget, now)
        if kept is None or facts.waiting or facts.days is not None:
            statements, size = facts.statements_of(platform), facts.size_of(platform)
        else:  # nearly all
            statements, size = kept.statements, kept.size
        if statements >= budget.statements:
            name = "statements"
        elif size >= budget.worker_bytes:
            name = "worker_bytes"
        elif self.size[platform] >= budget.bytes:
            name = "bytes"
        else:
            return None
        return name if adds_statement(facts, platform, row, self._tolerance) else None

    def register(self, platform: str, watched: Watched, roster: Roster, now: int) -> None:
        """Count a worker whose first row on a platform is about to be taken, and have the roster remember that."""
        if _is_new(platform, watched.facts):
            self._begin_day(now)
            self._new[platform] += 1
            self.workers[platform] += 1
            self.size[platform] += WORKER_BYTES
            roster.count_new(watched, platform, self._day)

    def restore_new(self, new_on: Callable[[Day], Counter[str]], now: int) -> None:
        """Go on with the count of new ids on the legal day of `now` (ms), which `new_on` gives."""
        self._begin_day(now)
        self._new = new_on(self._day)

    def let_in(self, watched: Watched, now: int, most: int = NEVER) -> bool:
        """Fold the rows of a worker whose instant has come at `now` (ms), `most` at the most, and weigh them; true for any."""
        if not watched.facts.waiting:
            return False
        self.weigh(watched, -1)
        folded = watched.facts.fold_due(now, self._tolerance, most)
        for changed_from in folded:
            watched.changed_from(NEVER if changed_from is None else changed_from, read_alone=True)
        self.weigh(watched, 1)
        return bool(folded)

    def weigh(self, watched: Watched, sign: int) -> None:
        """Add what is kept of a worker, or take it away again (-1): before and after the facts change other than by a row."""
        for platform in watched.facts.platforms_kept():
            self.workers[platform] += sign
            self.size[platform] += sign * (WORKER_BYTES + watched.facts.size_of(platform))
        for platform, days in (watched.facts.refused_days or {}).items():
            self.days[platform] += sign * len(days)

    def _begin_day(self, now: int) -> None:
        day = legal_day(now)
        if day != self._day:
            self._day = day
            self._new.clear()

    def _beyond_as_new(self, platform: str, budget: Budget, now: int) -> str | None:
        self._begin_day(now)
        if self._new[platform] >= budget.new_workers:
            return "new_workers"
        return "bytes" if self.size[platform] >= budget.bytes else None


def _is_new(platform: str, facts: WorkerFacts) -> bool:
    return not facts.keeps(platform)
