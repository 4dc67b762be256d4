"""Events beyond a budget are refused; those that add nothing new, or merely go on, are taken."""

from dataclasses import replace

import pytest

from schemas.bilingual import Bilingual
from schemas.findings.finding import Kind
from schemas.legal_days import legal_day
from schemas.refusal import Refusal
from schemas.work import AnyRow, bucket_of, statement_of
from streams.core.workers.budget_use import WORKER_BYTES, shares
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import NotTaken, OverBudget
from streams.core.workers.partition import refusal_of
from streams.law.registers.budget import BUDGETS, USUAL, Budget
from streams.law.registers.places import Platform
from streams.law.table import Law
from tests.oracle.law import MINUTE
from tests.stored import dumped
from tests.unit.core.days import WORKER, at, beats, group, only, row, says

MANY = [f"{number:064x}" for number in range(2, 40)]
TWENTY = [f"08:{minute:02d} accepted o{minute}" for minute in range(20)]


def judge_with(law: Law, budget: Budget, horizon: int | None = None) -> Judge:
    return Judge(law, horizon, budgets={"hema": budget})


def over(refused: list[NotTaken]) -> list[str]:
    """The budgets that rows went beyond."""
    assert all(isinstance(each, OverBudget) for each in refused)
    return [each.budget for each in refused if isinstance(each, OverBudget)]


def test_more_statements_of_a_worker_than_the_budget_are_refused_and_those_before_stay(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, statements=12))

    refused = says(judge, *TWENTY, now="09:00")

    assert over(refused) == ["statements"] * 8
    assert judge.roster.workers[WORKER].facts.statements == 12


def test_a_repeat_is_not_refused_nor_a_heartbeat_that_goes_on_nor_one_known_of_any_kind(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, statements=6))
    lines = ("08:00 online", "08:01 beat", "08:02 accepted o1", "08:03 completed o1", "08:04 offline", "23:00 online")
    says(judge, *lines, now="08:05")
    before = judge.roster.workers[WORKER].facts.statements

    refused = says(judge, *lines, "08:02 beat", "08:03:59 beat", "08:00:30 beat", now="08:06")
    more = says(
        judge, "08:05 accepted o1", "08:05 completed o1", "08:05 online", "09:00 beat", "23:01 online", now="09:00"
    )

    assert (before, refused) == (6, [])
    assert over(more) == ["statements"] * 5
    assert judge.roster.workers[WORKER].facts.statements == 6


def test_bytes_of_a_worker_are_bounded_too_with_the_rows_that_wait(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, worker_bytes=1_000))

    refused = says(judge, *(f"23:{minute:02d} online s{minute}" for minute in range(40)), now="08:00")

    assert set(over(refused)) == {"worker_bytes"}
    assert judge.roster.workers[WORKER].facts.size_of("hema") < 1_200


def test_who_never_takes_a_break_is_judged_on_by_heartbeats_though_the_budget_is_used_up(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, statements=12), HORIZON_MS)
    says(judge, "08:00 online", *beats("08:01", "09:00"), now="09:00")
    refused = says(judge, *(f"09:00:{second:02d} accepted o{second}" for second in range(20)), now="09:01")
    for hour in range(9, 100):
        says(judge, *beats(f"{hour}:01", f"{hour}:59"), f"{hour + 1}:00 beat", now=f"{hour + 1}:00")
        published = list(judge.evaluate_due(at(f"{hour + 1}:00")))

    worker = judge.roster.workers[WORKER]
    finding = next(each for each in published[-1].findings if each.rule == "rest_missed")
    assert len(refused) > 0
    assert (finding.kind, finding.ends_at, finding.measured) == (Kind.BREACH, None, 92 * 60 * MINUTE)
    assert (worker.facts.speaks_from, worker.facts.statements) == (None, 12)


def test_of_ids_never_heard_of_so_many_a_day_are_taken_and_nothing_is_kept_of_the_others(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, new_workers=10))

    first = [each for name in MANY for each in says(judge, "08:00 online", now="08:00", worker=name)]
    known = [each for name in MANY[:10] for each in says(judge, "08:01 offline", now="08:02", worker=name)]
    next_day = [each for name in MANY[10:] for each in says(judge, "24:01 online", now="24:02", worker=name)]

    assert (over(first), known) == (["new_workers"] * 28, [])
    assert over(next_day) == ["new_workers"] * 18
    assert judge.roster.workers.keys() == set(MANY[:20])
    assert judge.accounts.workers["hema"] == 20


def test_a_worker_of_another_platform_is_new_to_this_one_and_stays_known_to_that(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, new_workers=1))
    says(judge, "08:00 online", now="08:00", worker=MANY[0])
    says(judge, "08:00 online", now="08:00", platform="tuche")

    refused = says(judge, "08:01 online", now="08:01")

    assert over(refused) == ["new_workers"]
    assert judge.roster.workers[WORKER].facts.platforms.keys() == {"tuche"}
    assert judge.roster.workers[WORKER].facts.refused_days == {"hema": {legal_day(at("08:01"))}}


def test_what_a_platform_has_in_all_is_counted_as_it_comes_is_cut_off_forgotten_and_taken_over(law: Law) -> None:
    judge, heir = judge_with(law, USUAL, HORIZON_MS), judge_with(law, USUAL)
    for name in MANY:
        says(judge, "08:00 online", "09:00 accepted o", "13:00 offline", "23:30 online", now="13:00", worker=name)
    heir.load(dumped(judge.roster), at("13:00"))
    taken_over = heir.accounts.size["hema"]
    held = sum(WORKER_BYTES + each.facts.size_of("hema") for each in judge.roster.workers.values())

    list(judge.evaluate_due(at("23:31")))
    for name in MANY[:5]:
        says(judge, "80:00 online s2", now="80:00", worker=name)
    list(judge.evaluate_due(at("80:01")))
    kept = sum(WORKER_BYTES + each.facts.size_of("hema") for each in judge.roster.workers.values())

    assert judge.accounts.size["hema"] == kept < held == taken_over
    working = [each for each in judge.roster.workers.values() if each.facts.platforms]
    assert judge.accounts.workers["hema"] == len(judge.roster.workers) == len(MANY)  # of the silent ones there are days
    assert len(working) == 5


def test_beyond_the_bytes_of_a_platform_nothing_more_is_kept_of_anybody(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, bytes=2_000))

    refused = [each for name in MANY for each in says(judge, *TWENTY[:3], now="09:00", worker=name)]

    assert set(over(refused)) == {"bytes"}
    assert 2_000 <= judge.accounts.size["hema"] < 2_300


def test_an_order_every_five_minutes_for_two_days_without_sleep_stays_within_the_usual_budget(law: Law) -> None:
    judge = judge_with(law, USUAL)
    said: list[AnyRow] = []
    for number in range(576):
        clock, name = f"{number // 12}:{number % 12 * 5:02d}", f"{number:0128d}"
        said += [
            row(f"{clock} accepted {name}"),
            *(row(f"{clock}:{second} completed {name}") for second in range(10, 19)),
        ]

    refused = judge.fold(group(said), at("49:00"))

    assert refused == []


def test_a_finding_that_is_no_breach_says_so_on_a_day_of_which_something_was_refused(law: Law) -> None:
    judge, heir = (judge_with(law, replace(USUAL, statements=2)) for _ in range(2))
    says(judge, "08:00 online", *beats("08:01", "12:30"), now="12:31")
    before = only(judge.everything(at("16:00")))

    refused = says(judge, "14:00 offline", "38:00 offline", now="38:00")
    after, again = only(judge.everything(at("38:01"))), None
    heir.load(dumped(judge.roster), at("38:01"))
    again = only(heir.everything(at("38:01")))

    assert (before.kind, len(over(refused))) == (Kind.BREACH, 2)
    assert after.reasons == again.reasons == ()


def test_an_undecidable_finding_has_the_reason_and_another_day_and_platform_have_not(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, statements=4))
    says(judge, "06:00 online", "08:00 beat", "10:00 beat", "12:30 beat", now="12:31")
    before = only(judge.everything(at("16:00")))

    other_day = says(judge, "40:00 accepted o1", now="40:00")
    unmoved = only(judge.everything(at("40:01")))
    same_day = says(judge, "12:40 accepted o2", now="40:02")
    after = only(judge.everything(at("40:03")))

    assert before.kind is Kind.UNDECIDABLE
    assert over(other_day) == over(same_day) == ["statements"]
    assert unmoved.reasons == before.reasons
    assert after.reasons == tuple(sorted((*before.reasons, "over_budget")))
    assert judge.accounts.days["hema"] == 2


def test_refused_days_go_with_the_horizon_and_what_is_cut_off_makes_room(law: Law) -> None:
    judge = judge_with(law, replace(USUAL, statements=2), HORIZON_MS)
    says(judge, "08:00 online", "09:00 offline", "10:00 online", now="10:00")
    list(judge.evaluate_due(at("10:01")))
    facts = judge.roster.workers[WORKER].facts

    (refused,) = judge.fold(group([row("08:00 online s4", day=4)]), at("104:00"))
    list(judge.evaluate_due(at("104:01")))
    then, room = {name: set(days) for name, days in (facts.refused_days or {}).items()}, facts.statements
    for day in (4, 8):
        now = at("09:01") + day * 24 * 60 * MINUTE
        judge.fold(group([row("08:02 online s5", day=day), row("09:00 offline s5", day=day)]), now)
        list(judge.evaluate_due(now))

    assert (room, then) == (0, {"hema": {legal_day(at("10:00")), legal_day(refused.row.at)}})
    assert facts.refused_days == {"hema": {legal_day(refused.row.at), legal_day(refused.row.at) + 4}}
    assert judge.accounts.days["hema"] == 2


def test_a_share_of_many_partitions_is_met_by_chance_by_no_platform_that_keeps_within_its_budget() -> None:
    platform = Platform("hema", Bilingual("", ""), ("delivery",), replace(USUAL, new_workers=4_000))
    share = shares([platform], 8)["hema"]
    fallen = [0] * 8
    for number in range(4_000):
        fallen[bucket_of(f"{number:064x}") % 8] += 1

    assert max(fallen) <= share.new_workers < 700
    assert (share.statements, share.worker_bytes) == (USUAL.statements, USUAL.worker_bytes)
    assert USUAL.bytes / 8 < share.bytes < USUAL.bytes / 4
    assert shares([platform], 1)["hema"] == platform.budget


@pytest.mark.parametrize("budget", BUDGETS)
def test_the_refusal_says_which_budget_and_where_the_event_lies_and_is_small(budget: str) -> None:
    refused = OverBudget(group([]), row("08:00 online"), budget, 10_000)

    sent = refusal_of(refused)
    refusal = Refusal.model_validate_json(sent.value)

    assert (sent.topic, refusal.code, refusal.event) == ("refused.hema", "over_budget", b"")
    assert (refusal.topic, refusal.partition, refusal.offset, refusal.index) == ("feed.hema", 0, 0, 0)
    assert f"budget {budget}: 10,000" in refusal.detail
    assert refusal.kept == statement_of(refused.row)
    assert len(sent.value) < 600


def test_without_budgets_everything_is_kept(law: Law) -> None:
    judge = Judge(law)

    refused = judge.fold(group(row(f"08:00 accepted {number}") for number in range(12_000)), at("08:00") + MINUTE)

    assert (refused, judge.roster.workers[WORKER].facts.statements) == ([], 12_000)
