"""`dispatch_during_rest` and `pay_below_minimum` against their second reading."""

from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339
from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.oracle.days import Pick, now_for, worker_day
from tests.oracle.law import HOUR, legal_day
from tests.oracle.pay.days import now_after, paid_day
from tests.oracle.pay.facts import day_start
from tests.oracle.pay.findings import expected_pay
from tests.oracle.pay.law import PayLaw
from tests.oracle.pay.page import added_up
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, built, told
from tests.property.core.feeding import (
    PAY_BY_TIME_ONLINE,
    fold,
    heard,
    judged,
    law_settling,
    law_with,
    standing,
    the_law,
)
from tests.property.core.live import Service
from tests.property.core.pushed import pushed_day
from tests.property.core.shifts import Tick, ticks
from tests.stored import dumped

SHUFFLES = st.randoms(use_true_random=False)


def paid_day_and_now(pick: Pick) -> tuple[list[Event], int]:
    events = paid_day(pick)
    return events, now_after(pick, events)


def pushed_day_and_now(pick: Pick) -> tuple[list[Event], int]:
    events = pick((pushed_day, pushed_day, worker_day))(pick)
    return events, now_for(pick, events)


def found(events: list[Event], now: int, law: Law, rule: str, shuffle: Random) -> list[Finding]:
    """The findings of a rule, the events folded in any order and some of them twice, by platform and time."""
    rows = heard(events)
    mixed = shuffle.sample(rows, len(rows)) + shuffle.choices(rows, k=len(rows) // 4)
    findings = [finding for finding in judged(mixed, now, law) if finding.rule == rule]
    return sorted(findings, key=lambda finding: (finding.platform or "", finding.starts_at))


def pay_told(finding: Finding) -> dict[str, Any]:
    return told(finding) | {"limit": finding.limit, "shortfall_fen": finding.shortfall_fen}


def dispatch_told(finding: Finding) -> dict[str, Any]:
    return told(finding) | {"orders": sorted(each.id for each in finding.evidence)}


@settings(max_examples=200)
@given(SEEDS, SHUFFLES)
def test_pay_is_judged_as_the_second_reading_judges_it(seed: int, shuffle: Random) -> None:
    events, now = built(paid_day_and_now, seed)

    findings = found(events, now, the_law(), "pay_below_minimum", shuffle)

    assert [*map(pay_told, findings)] == expected_pay(events, now)


@settings(max_examples=100)
@given(SEEDS, SHUFFLES, st.sampled_from(("week", "month")))
def test_pay_is_judged_by_the_period_where_the_platform_settles_so(seed: int, shuffle: Random, by: str) -> None:
    events, now = built(paid_day_and_now, seed)
    now += shuffle.choice((0, 7, 8, 14, 20, 37, 44)) * 24 * HOUR
    since = legal_day(from_rfc3339(events[0]["occurred_at"])) + timedelta(days=shuffle.choice((-99, -1, 0, 1)))
    oracle = PayLaw(settles={"hema": ((since, by),)})

    findings = found(events, now, law_settling(("hema", by), since=since.isoformat()), "pay_below_minimum", shuffle)

    assert [*map(pay_told, findings)] == expected_pay(events, now, oracle)


@settings(max_examples=100)
@given(SEEDS, st.sampled_from(("order", "online")))
def test_every_figure_of_a_finding_about_pay_can_be_added_up_from_the_finding_alone(seed: int, basis: str) -> None:
    events, now = built(paid_day_and_now, seed)
    law = the_law() if basis == "order" else law_with(PAY_BY_TIME_ONLINE, "pay_below_minimum")

    findings = [each for each in judged(heard(events), now, law) if each.rule == "pay_below_minimum"]

    for finding in findings:
        page = finding.model_dump(mode="json")
        figures = page | page["pay"]
        sums = added_up(page)
        if finding.reasons == ("no_pay_reported",):
            sums |= dict.fromkeys(("measured", "measured_high", "limit"))
        if finding.shortfall_fen is None:
            sums["shortfall_fen"] = None
        assert sums == {name: figures.get(name) for name in sums}


@settings(max_examples=100)
@given(seed=SEEDS, shuffle=SHUFFLES)
@example(
    seed=78593722084046, shuffle=Random(0)
)  # an entry for days before and after the law began: those before by orders
def test_pay_is_judged_on_time_online_where_the_law_says_so(seed: int, shuffle: Random) -> None:
    events, now = built(paid_day_and_now, seed)

    findings = found(events, now, law_with(PAY_BY_TIME_ONLINE, "pay_below_minimum"), "pay_below_minimum", shuffle)

    assert [*map(pay_told, findings)] == expected_pay(events, now, PayLaw(basis="online"))


@settings(max_examples=200)
@given(SEEDS, SHUFFLES)
def test_pushes_are_found_where_the_second_reading_finds_them(seed: int, shuffle: Random) -> None:
    events, now = built(pushed_day_and_now, seed)

    findings = found(events, now, the_law(), "dispatch_during_rest", shuffle)

    assert [*map(dispatch_told, findings)] == expected_dispatch(events, now)


@settings(max_examples=25)
@given(SEEDS)
def test_what_was_last_said_live_of_pay_and_pushes_is_what_a_replay_would_say(seed: int) -> None:
    day = built(day_in_service, seed)
    service = Service(Judge(the_law()), Judge(the_law()))

    for tick in day:
        service.hear(tick.rows, tick.now)
        service.tick(tick.now)

        if not tick.rows:
            service.must_be_true_at(tick.now)


@settings(max_examples=50)
@given(SEEDS)
def test_a_judge_that_takes_over_a_bucket_finds_what_the_one_before_found(seed: int) -> None:
    events, now = built(paid_day_and_now, seed)
    before, after = Judge(the_law()), Judge(the_law())
    fold(before, heard(events), now - HOUR)

    after.load(dumped(before.roster), now - HOUR)

    assert standing(after, now) == standing(before, now)


ASKED = (30, 54, 8 * 24, 9 * 24, 10 * 24)
"""The hours after which the grace of the first two days is over, and the seven days after the first three."""


def day_in_service(pick: Pick) -> list[Tick]:
    """A day as it arrives, with questions around the instants at which the grace of a day of it is over."""
    day = ticks(pick, pick((paid_day, paid_day, pushed_day))(pick))
    asked = [day_start(legal_day(day[0].now)) + hours * HOUR + late for hours in ASKED for late in (-1, 0)]
    return sorted([*day, *(Tick(at, ()) for at in asked)], key=lambda tick: tick.now)
