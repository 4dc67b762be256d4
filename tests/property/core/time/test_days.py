"""The rules about days: any order, any duplicate, any cut, any kill; live, without horizon, and by the oracle."""

from collections.abc import Iterable
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.days.memory import KEPT_DAYS
from streams.law.table import Law
from streams.law.terms.days import DAILY, WEEKLY
from tests.oracle.days import shuffled
from tests.oracle.law import HOUR
from tests.oracle.legal_days import expected_days
from tests.oracle.scripts import Event
from tests.oracle.weeks import DAY, FIRST_DAY, OF_THE_STANDARD, OUTSIDE, weeks
from tests.property.core.agreed import BOTH, FOR_A_WHILE, agreed_to, law_agreed
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, heard, judged, standing

LAWS = {"as it is": (), "agreed by one platform": BOTH, "agreed for some days": FOR_A_WHILE}
LATEST = 20 * HOUR
"""The longest delay of an event: days are judged 6 h after their end, and may be cut 24 h after it."""


@settings(max_examples=25)
@given(SEEDS, st.sampled_from(sorted(LAWS)))
def test_the_judge_finds_of_days_what_the_oracle_finds(seed: int, law: str) -> None:
    events, rng = built(weeks, seed), Random(seed)
    now = FIRST_DAY + rng.randint(7, 14) * DAY + rng.choice((6 * HOUR, 6 * HOUR - 1, 12 * HOUR))
    so_far = [event for event in events if _at(event) <= now]

    found = on_days(judged(heard(shuffled(rng, so_far)), now, law_agreed(LAWS[law])))

    expected = [
        each
        for rule in (DAILY, WEEKLY)
        for each in expected_days(so_far, now, agreed=agreed_to(rule, LAWS[law]))
        if each["rule"] == rule
    ]
    assert ordered(map(in_words, found)) == ordered(expected)


@settings(max_examples=6)
@given(SEEDS, st.sampled_from(sorted(LAWS)))
def test_with_a_horizon_and_kills_a_judge_finds_of_days_what_one_without_finds(seed: int, name: str) -> None:
    events, rng = placed(built(partial(weeks, days=9), seed)), Random(seed)
    hours, law = rng.choice((4, 7)), law_agreed(LAWS[name])
    service, unlimited = Killed(law), Judge(law)
    arriving = delayed(rng, heard(events))

    for now in range(FIRST_DAY, FIRST_DAY + 14 * DAY, hours * HOUR):
        due = [row for at, row in arriving if now - hours * HOUR < at <= now]
        fold(unlimited, due, now)
        assert fold(service.judge, due, now) == []
        service.tick(now)
        if rng.random() < 0.2:
            service.kill(now)

        assert gist(service.findings(now)) == gist(on_days(standing(unlimited, now)))


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=1)
@given(seed=SEEDS)
@example(seed=107856211865175)  # an order outside of the city, in the city's place of three days before
@example(seed=4246350814996)  # a run that ended with the last day that is forgotten
@example(seed=40402323923765)  # a run whose first days, of other places, are forgotten
def test_a_run_of_days_goes_on_though_its_first_days_are_forgotten(name: str, seed: int) -> None:
    number, law = KEPT_DAYS + 15, law_agreed(LAWS[name])
    events, service, unlimited = placed(built(partial(weeks, days=number), seed)), Killed(law), Judge(law)
    rows = heard(events)

    for now in range(FIRST_DAY, FIRST_DAY + (number + 4) * DAY, DAY // 2):
        due = [row for row in rows if now - DAY // 2 < row[1].at <= now]
        fold(unlimited, due, now)
        assert fold(service.judge, due, now) == []
        service.tick(now)
        if now // DAY % 5 == 0:
            service.kill(now)

    days_from = service.days_from(now)
    assert days_from is not None
    replayed = [each for each in on_days(standing(unlimited, now)) if (each.ends_at or now) > days_from]
    assert gist(service.findings(now), platforms=False) == gist(replayed, platforms=False)


class Killed:
    """A judge with a horizon whose state is stored; it is killed now and then, and another one goes on."""

    def __init__(self, law: Law) -> None:
        self.judge = Judge(law, HORIZON_MS)
        self._law = law
        self._stored: dict[bytes, bytes] = {}

    def tick(self, now: int) -> None:
        list(self.judge.evaluate_due(now))

    def kill(self, now: int) -> None:
        for units in self.judge.roster.dump(1):
            for name, value in units:
                if value is None:
                    self._stored.pop(name, None)
                else:
                    self._stored[name] = value
        self.judge = Judge(self._law, HORIZON_MS)
        self.judge.load(self._stored, now)

    def findings(self, now: int) -> list[Finding]:
        return on_days(standing(self.judge, now))

    def days_from(self, now: int) -> int | None:
        (said,) = self.judge.everything(now)
        return said.days_from


def placed(events: list[Event]) -> list[Event]:
    """The events without orders outside of the city that lie between a silence of 48 h and the next place inside.

    With somebody who was silent for so long the last place is forgotten, which one without horizon remembers.
    """
    left: list[Event] = []
    dropped: set[str] = set()
    inside, latest = True, _at(events[0])
    for event in events:
        inside = (inside and _at(event) - latest < HORIZON_MS) or event["area"] != OUTSIDE
        if not inside:
            dropped.add(event["order_id"])
        if event.get("order_id") not in dropped:
            left.append(event)
            latest = _at(event)
    return left


def delayed(rng: Random, rows: Iterable[Heard]) -> list[tuple[int, Heard]]:
    """The rows with the instants at which they arrive, some twice."""
    several = [(row, rng.choice((0, 0, 0, HOUR, LATEST))) for row in rows for _ in range(rng.choice((1, 1, 2)))]
    return [(row[1].at + late, row) for row, late in several]


def on_days(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.rule in OF_THE_STANDARD]


def gist(findings: Iterable[Finding], *, platforms: bool = True) -> list[dict[str, Any]]:
    """All but the evidence, which of a day that was cut is its row."""
    but = {"evidence", "evidence_rest"} | (set() if platforms else {"platforms"})
    every = [each.model_dump(exclude=but) for each in findings]
    return sorted(every, key=lambda each: (each["rule"], each["scope"], each["finding_id"]))


def in_words(finding: Finding) -> dict[str, Any]:
    """A finding in the words of the oracle."""
    plain = finding.model_dump() | {"platform": finding.platform, "reasons": [*finding.reasons]}
    opinion = finding.second_opinion
    plain["second_opinion"] = (
        None if opinion is None else {"measured": opinion.measured, "kind": opinion.kind and opinion.kind.value}
    )
    plain |= {"kind": finding.kind.value, "scope": finding.scope.value}
    return {name: plain[name] for name in WORDS} | {"shortfall_fen": None}


WORDS = (
    *("subject", "platforms", "rule", "kind", "scope", "platform", "sector", "area", "starts_at", "basis", "severity"),
    *("reasons", "ends_at", "due_at", "measured", "measured_low", "measured_high", "limit", "second_opinion"),
)


def ordered(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda one: (one["rule"], one["scope"], str(one["platform"]), one["starts_at"]))


def _at(event: dict[str, Any]) -> int:
    return from_rfc3339(event["occurred_at"])
