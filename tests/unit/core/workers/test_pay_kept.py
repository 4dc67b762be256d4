"""Evaluations of a day's pay: when it is judged again, and when nobody need be evaluated."""

import pytest

from schemas.findings.finding import Finding
from schemas.work import PayRow
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.table import Law
from tests.stored import dumped
from tests.unit.core.days import WORKER, asked, at, group, kinds, says

WORK = ("08:00 accepted o1", "10:00 completed o1")


def is_paid(judge: Judge, clock: str, order: str | None, now: str, fen: int = 1000) -> None:
    """Let the judge hear at `now` what was paid at an instant."""
    name = f"e{clock}"
    row = PayRow(
        WORKER,
        at(clock),
        "360104",
        "delivery",
        0,
        0,
        None,
        name,
        at(clock),
        0,
        name,
        "pay.accrued",
        "piece",
        fen,
        order,
    )
    judge.fold(group([row]), at(now))


def stands(judge: Judge, now: str) -> Finding:
    """The one finding about pay."""
    found = (finding for said in judge.everything(at(now)) for finding in said.findings)
    (finding,) = (each for each in found if each.rule == "pay_below_minimum")
    return finding


def test_pay_of_a_day_that_goes_on_asks_about_nobody_and_pay_of_a_judged_day_does(law: Law) -> None:
    judge = Judge(law)
    says(judge, *WORK, now="10:00")
    asked(judge, "10:00")
    is_paid(judge, "10:01", "o1", now="10:01")
    behind_on_the_day = judge.behind

    said = asked(judge, "30:00")
    is_paid(judge, "10:02", "o1", now="31:00")

    assert (behind_on_the_day, kinds(said), judge.behind) == (0, [("pay_below_minimum", "breach")], 1)


def test_whoever_is_first_heard_of_by_pay_is_asked_about(law: Law) -> None:
    judge = Judge(law)

    is_paid(judge, "10:01", "o1", now="10:01")

    assert judge.behind == 1


def test_pay_for_the_order_of_a_judged_day_counts_whenever_it_is_said(law: Law) -> None:
    judge = Judge(law)
    says(judge, *WORK, now="10:00")
    is_paid(judge, "10:01", "o1", now="10:01")
    before = stands(judge, "30:00")

    is_paid(judge, "35:00", "o1", now="35:00", fen=600)

    assert (before.measured, stands(judge, "35:00").measured) == (500, 800)


def test_pay_for_an_order_that_is_accepted_on_a_later_day_counts_where_it_was_paid(law: Law) -> None:
    judge = Judge(law)
    says(judge, *WORK, now="10:00")
    is_paid(judge, "10:01", "o1", now="10:01")
    is_paid(judge, "23:00", "o2", now="23:00", fen=600)
    before = stands(judge, "30:00")

    says(judge, "25:00 accepted o2", now="30:30")

    assert (before.measured, stands(judge, "30:30").measured) == (500, 800)


@pytest.mark.parametrize("late", ["31:00 beat", "08:00 beat"])
def test_a_late_heartbeat_that_makes_a_silence_unknown_changes_the_day_of_the_beginning(law: Law, late: str) -> None:
    """The second of them joins one that came while the session was off, as if work merely went on."""
    judge = Judge(law)
    says(judge, "07:30 online", "07:50 offline", "08:00 online", *WORK, "31:00 offline", now="38:02")
    says(judge, "07:58 beat", now="38:03")
    is_paid(judge, "10:01", "o1", now="38:03")
    before = stands(judge, "38:10")

    says(judge, late, now="38:11")

    after = stands(judge, "38:11")
    assert before.second_opinion is not None
    assert after.second_opinion is not None
    # 20 min and 16 h of that day were work; after it the silence is unknown, and 20 min and the order's 2 h are left
    assert (before.second_opinion.measured, after.second_opinion.measured) == (1000 * 3 // 49, 1000 * 3 // 7)


def contradicted(law: Law) -> Judge:
    """A judge with a horizon who has received two amounts for two hours of 1 June, 100 fen and 9,000 fen."""
    judge = Judge(law, HORIZON_MS)
    says(judge, *WORK, now="10:00")
    for fen in (100, 9000):
        is_paid(judge, "10:01", "o1", now="10:01", fen=fen)
    return judge


def test_a_contradiction_is_decided_live_when_seven_days_have_passed_though_nothing_comes(law: Law) -> None:
    judge = contradicted(law)
    clocks = ("10:01", "29:59:59.999", "30:00", "82:00", "191:59:59.999", "192:00", "193:00")

    said = {clock: kinds(asked(judge, clock)) for clock in clocks}

    undecidable, breach = (("pay_below_minimum", kind) for kind in ("undecidable", "breach"))
    assert [clock for clock, found in said.items() if undecidable in found] == ["30:00"]
    assert [clock for clock, found in said.items() if breach in found] == ["192:00"]
    assert judge.roster.workers[WORKER].facts.platforms == {}


def test_of_a_worker_without_a_contradiction_nothing_but_days_is_left_after_two_days(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    says(judge, *WORK, now="10:00")
    is_paid(judge, "10:01", "o1", now="10:01")

    asked(judge, "82:00")

    assert judge.roster.workers[WORKER].facts.platforms == {}


def test_a_contradiction_is_decided_by_the_row_of_its_day_while_its_worker_works_on(law: Law) -> None:
    judge, found = contradicted(law), {}
    for day in range(1, 10):
        shift = (f"{24 * day + 8}:00 accepted o{day}x", f"{24 * day + 10}:00 completed o{day}x")
        says(judge, *shift, now=f"{24 * day + 10}:00")
        found[day] = [each for said in judge.everything(at(f"{24 * day + 10}:00")) for each in said.findings]

    first = {day: [each.kind.value for each in of if each.starts_at == at("00:00")] for day, of in found.items()}
    wanted = {day: ["undecidable"] for day in range(1, 8)} | {8: ["breach"], 9: ["breach"]}
    cut = judge.roster.workers[WORKER].facts.speaks_from

    assert first == wanted
    assert cut == at("154:20")


def test_a_judge_that_takes_over_decides_a_contradiction_in_time(law: Law) -> None:
    before, after = contradicted(law), Judge(law, HORIZON_MS)
    asked(before, "30:00")

    after.load(dumped(before.roster), at("100:00"))
    said = {clock: kinds(asked(after, clock)) for clock in ("100:00", "191:59:59.999", "192:00")}

    assert said == {
        "100:00": [("pay_below_minimum", "undecidable")],
        "191:59:59.999": [],
        "192:00": [("pay_below_minimum", "breach")],
    }
