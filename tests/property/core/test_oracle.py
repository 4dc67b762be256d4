from collections.abc import Iterable
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339
from streams.core.workers.judge import Judge
from tests.oracle.days import Pick, now_for, worker_day
from tests.oracle.rest.findings import expected_findings
from tests.oracle.scripts import Event
from tests.property.core.drawn import READINGS, SEEDS, built, reading, told
from tests.property.core.feeding import fold, heard, judged, standing, the_law
from tests.property.core.shifts import shift


def day_and_now(pick: Pick) -> tuple[list[Event], int]:
    events = pick((worker_day, worker_day, worker_day, shift))(pick)
    return events, now_for(pick, events)


def about_rest(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The judge's findings of the two rules of this reading, in its own form."""
    return [told(finding) for finding in findings if finding.rule in ("rest_missed", "rest_due")]


def in_order(findings: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(findings, key=lambda each: (each["rule"], each["scope"], each["platform"] or "", each["starts_at"]))


@given(SEEDS, READINGS)
def test_the_judge_finds_what_the_second_reading_of_the_rule_finds(seed: int, law: str) -> None:
    (events, now), laws = built(day_and_now, seed), reading(law)
    # what the other basis would have said of a stretch that is older than the law is nobody's question
    assume(law != "couriers by order" or events[0]["occurred_at"] > "2022-05-12")

    found = judged(heard(events), now, laws.law)

    assert in_order(about_rest(found)) == in_order(expected_findings(events, now, laws.oracle, laws.agreed))


@given(SEEDS, st.randoms(use_true_random=False))
def test_what_has_not_happened_yet_does_not_count_and_counts_from_its_instant_on(seed: int, random: Random) -> None:
    events = built(worker_day, seed)
    rows = heard(events)
    instants = sorted({from_rfc3339(event["occurred_at"]) for event in random.choices(events, k=6)})
    judge = Judge(the_law())
    fold(judge, random.sample(rows, len(rows)), instants[0] - 1)

    for now in (each + late for each in instants for late in (-1, 0)):
        said = about_rest(standing(judge, now))

        assert in_order(said) == in_order(expected_findings(events, now))
