"""The weeks through a judge as it runs live, which is killed now and then, and through one that remembers everything."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from schemas.findings.finding import Finding
from schemas.work import Group
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.tools.replay.result import ReplayResult
from tests.weeks.people import Weeks

COMPARED = ("weekly_rest", "daily_hours", "pay_below_minimum")

_TICK, _CHECKPOINT, _KILL = 1 / 12, 1 / 24, 1 / 200
"""Chances an hour: the judge is asked twice a day, a checkpoint is written once a day, and there is a kill a week."""


@dataclass
class Chances:
    """The times an hour that something happens."""

    tick: float = _TICK
    checkpoint: float = _CHECKPOINT
    kill: float = _KILL


@dataclass
class Live:
    """A judge with a horizon. `stored`: its last checkpoint; `since`: what it heard after that, which is read again after a kill.

    `told` has what was published, as the ledger keeps it: what lies behind `speaks_from` or `days_from` stays.
    """

    law: Law = field(default_factory=packaged_law)
    stored: dict[bytes, bytes] = field(default_factory=dict)
    since: list[Group] = field(default_factory=list)
    told: ReplayResult = field(default_factory=lambda: ReplayResult(0, 0, 0, 0))
    refused: int = 0
    kills: int = 0

    def __post_init__(self) -> None:
        self.judge = Judge(self.law, HORIZON_MS)

    def hear(self, groups: Iterable[Group], now: int) -> None:
        for group in groups:
            self.since.append(group)
            self.refused += len(self.judge.fold(group, now))

    def tick(self, now: int) -> None:
        for published in self.judge.evaluate_due(now):
            self.told.add(published)

    def checkpoint(self) -> None:
        for units in self.judge.roster.dump(1):
            for name, value in units:
                if value is None:
                    self.stored.pop(name, None)
                else:
                    self.stored[name] = value
        for finals in self.judge.roster.finals.values():
            finals.survived(finals.number)
            finals.arrived(finals.number)
        self.since = []

    def kill(self, now: int) -> None:
        """Another judge goes on from the last checkpoint, silent until it has read again what came since."""
        self.kills += 1
        again, self.since = self.since, []
        self.judge = Judge(self.law, HORIZON_MS)
        self.judge.taking_over = True
        self.judge.load(self.stored, now)
        self.hear(again, now)
        self.judge.taking_over = False
        self.tick(now)

    def findings(self, now: int) -> list[Finding]:
        """All that stands after everybody was evaluated."""
        for published in self.judge.everything(now):
            self.told.add(published)
        return self.told.findings()


def live_and_replayed(weeks: Weeks, rng: Random, chances: Chances) -> tuple[Live, list[Finding]]:
    """The judge after all that was sent, killed at random instants; and what one without horizon finds in the same."""
    service, unlimited = Live(), Judge(packaged_law())
    for now, groups in weeks.hours():
        for group in groups:
            unlimited.fold(group, now)
        cut = rng.randint(0, len(groups))
        service.hear(groups[:cut], now)
        if rng.random() < chances.checkpoint:
            service.checkpoint()
        if rng.random() < chances.kill:
            service.kill(now)
        if rng.random() < chances.tick:
            service.tick(now)
        service.hear(groups[cut:], now)
    found = [finding for said in unlimited.everything(weeks.judged_at) for finding in said.findings]
    return service, found


def gist(findings: Iterable[Finding]) -> dict[str, dict[str, Any]]:
    """By id the findings that are compared, without their evidence, which of a day that was cut is its row."""
    return {each.finding_id: each.model_dump(include=GIST, mode="json") for each in findings if each.rule in COMPARED}


GIST = {
    *("rule", "kind", "scope", "subject", "platform", "sector", "area", "starts_at", "ends_at", "due_at", "basis"),
    *("measured", "measured_low", "measured_high", "limit", "severity", "shortfall_fen", "reasons"),
}


def differences(one: dict[str, dict[str, Any]], other: dict[str, dict[str, Any]]) -> Iterator[str]:
    """A line for each finding that one of the two lacks or has otherwise."""
    for name in sorted(one.keys() | other.keys()):
        if one.get(name) != other.get(name):
            yield f"{name}: live {one.get(name)}, replay {other.get(name)}"
