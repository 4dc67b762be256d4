"""Pay that comes when the events of its day are cut, and days that their platform has yet to settle."""

from schemas.legal_days import Day, legal_day
from schemas.refusal import Code, Refusal
from schemas.work import PayRow, encode_work
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import NotTaken
from streams.core.workers.partition import WorkPartition, refusal_of
from streams.facts.days.kept import KeptDays
from streams.rules.pay.pay_below_minimum import NOT_SETTLED
from tests.property.core.feeding import law_settling, the_law
from tests.stored import dumped
from tests.unit.core.days import WORKER, asked, at, group, kinds, says

DAY: Day = legal_day(at("08:00"))
WORK = ("08:00 accepted o1", "10:00 completed o1")
BREACH, NO_PAY = ("pay_below_minimum", "breach"), ("pay_below_minimum", "undecidable")


def paid(judge: Judge, now: str, *, order: str | None = None, days: tuple[int, int] | None = None, fen: int = 3700,
         entry: str = "e1", clock: str = "10:01", said: str | None = None) -> list[NotTaken]:  # fmt: skip
    """Let the judge hear at `now` of pay of an instant, for an order or for days counted from the first."""
    first, last = (DAY + days[0], DAY + days[1]) if days else (-1, -1)
    stated = at(said or clock)
    where = (WORKER, at(clock), "360104", "delivery", 0, 0, None)
    row = PayRow(*where, entry, stated, 0, "v", "pay.accrued", "piece", fen, order, first, last)
    return judge.fold(group([row]), at(now))


def cut(*by: tuple[str, str]) -> Judge:
    """A judge that heard two hours of work on 1 June, and cut their events three days later."""
    judge = Judge(law_settling(*by), HORIZON_MS)
    says(judge, *WORK, now="10:00")
    for clock in ("10:00", "30:00", "82:00"):
        asked(judge, clock)
    assert judge.roster.workers[WORKER].facts.platforms == {}
    return judge


def test_pay_for_an_order_whose_events_are_cut_is_that_orders_and_takes_the_finding_away() -> None:
    judge = cut()

    refused = paid(judge, "100:00", order="o1")
    said = asked(judge, "100:01")

    assert refused == []
    assert [each.findings for each in said] == [()]


def test_so_is_pay_that_names_the_day_and_pay_of_an_instant_of_it() -> None:
    for stated in ({"days": (0, 0)}, {}, {"order": "o9", "days": (0, 0)}):
        judge = cut()

        assert paid(judge, "100:00", **stated) == []
        assert [each.findings for each in asked(judge, "100:01")] == [()]


def test_it_is_taken_until_eight_days_after_the_day_and_then_refused_with_what_can_be_done() -> None:
    in_time, late, nobodys = cut(), cut(), cut()

    assert paid(in_time, "215:59:59.999", order="o1") == []
    (refused,) = paid(late, "216:00", order="o1")
    (orderless,) = paid(nobodys, "100:00", order="o9")

    refusal = Refusal.model_validate_json(refusal_of(refused).value or b"")
    assert (refusal.code, "eight days" in refusal.detail) == (Code.TOO_LATE, True)
    assert Refusal.model_validate_json(refusal_of(orderless).value or b"").code is Code.TOO_LATE


def test_where_the_platform_settles_by_the_month_it_is_taken_for_five_weeks_after_that() -> None:
    days = 30 + 35  # 1 June; the month ends with 30 June
    in_time, late = cut(("hema", "month")), cut(("hema", "month"))

    assert paid(in_time, f"{24 * days - 1}:59:59.999", order="o1") == []
    assert [kinds([each]) for each in asked(in_time, f"{24 * days - 1}:59:59.999")] in ([], [[]])
    assert len(paid(late, f"{24 * days}:00", order="o1")) == 1


def test_an_entry_for_several_days_is_taken_as_long_as_one_of_them_has_its_orders() -> None:
    judge = cut()

    assert len(paid(judge, "220:00", days=(-3, 0), clock="220:00")) == 1
    assert paid(judge, "220:00", days=(-3, 1), clock="220:00", entry="e2") == []


def test_a_later_statement_takes_the_earlier_one_out_of_its_day_whichever_form_that_was_kept_in() -> None:
    judge = cut()
    paid(judge, "83:00", order="o1")
    says(judge, "84:00 accepted o5", "85:00 completed o5", "140:00 accepted o6", "141:00 completed o6", now="141:00")
    list(judge.everything(at("150:00")))  # the entry is cut, too, and kept by its digest
    kept = judge.roster.workers[WORKER].facts.days

    paid(judge, "151:00", order="o1", fen=100, said="151:00")
    (said,) = judge.everything(at("152:00"))

    assert kept is not None
    assert len(kept.entries_of("hema")) == 1
    of_day = [each for each in said.findings if each.starts_at == at("00:00")]
    assert [(each.kind.value, each.pay and each.pay.larger_fen) for each in of_day] == [("breach", 100)]
    assert [line.what for each in of_day for line in each.evidence] == ["day"]


def test_pay_of_a_day_stays_as_it_is_when_its_orders_are_forgotten() -> None:
    judge = cut()
    paid(judge, "100:00", order="o1", fen=100)

    found = {clock: kinds(judge.everything(at(clock))) for clock in ("101:00", "400:00", "863:00")}

    assert found == {"101:00": [BREACH], "400:00": [BREACH], "863:00": [BREACH]}
    assert kinds(judge.everything(at("864:00"))) == []


def test_a_day_that_is_not_settled_is_counted_also_when_rows_alone_are_left_and_then_judged() -> None:
    judge = cut(("hema", "week"))

    counted = judge.totals.daily_gauge(NOT_SETTLED)
    before, after = kinds(asked(judge, "287:59:59.999")), kinds(asked(judge, "288:00"))

    assert counted == {("hema", DAY): 1}
    assert (before, after) == ([], [NO_PAY])
    assert judge.totals.daily_gauge(NOT_SETTLED) == {}


def test_a_judge_that_takes_over_judges_it_in_time() -> None:
    before, after = cut(("hema", "week")), Judge(law_settling(("hema", "week")), HORIZON_MS)

    after.load(dumped(before.roster), at("100:00"))

    found = {clock: kinds(asked(after, clock)) for clock in ("100:00", "287:59:59.999", "288:00")}
    assert found == {"100:00": [], "287:59:59.999": [], "288:00": [NO_PAY]}


def test_orders_that_are_forgotten_do_not_come_back_with_a_law_that_keeps_them_for_longer() -> None:
    judge, heir = cut(), Judge(law_settling(("hema", "month")), HORIZON_MS)
    paid(judge, "217:00", days=(9, 9), clock="217:00", entry="e2")

    heir.load(dumped(judge.roster), at("218:00"))

    assert [len(paid(heir, "218:00", **stated)) for stated in ({"order": "o1"}, {"days": (0, 0)}, {})] == [1, 1, 1]
    assert paid(heir, "218:00", days=(1, 1), said="34:00") == []


def test_rows_of_a_release_that_kept_nothing_of_pay_are_judged_by_the_rules_about_days_alone() -> None:
    judge = cut()
    facts = judge.roster.workers[WORKER].facts
    assert facts.days is not None
    facts.days = KeptDays(facts.days.rows, facts.days.fixed_until, facts.days.first, facts.days.before)
    judge.roster.touch(judge.roster.workers[WORKER])
    heir = Judge(the_law(), HORIZON_MS)

    heir.load(dumped(judge.roster), at("100:00"))
    (said,) = heir.everything(at("100:00"))

    assert (said.findings, said.days_from) == ((), at("24:00"))
    assert len(paid(heir, "101:00", order="o1")) == 1


def test_what_is_kept_of_pay_counts_for_the_budget_of_the_platform() -> None:
    judge = cut()
    before = judge.accounts.size["hema"]

    paid(judge, "100:00", order="o1")
    asked(judge, "100:01")
    paid(judge, "300:00", days=(11, 11), clock="300:00", entry="e2")
    asked(judge, "300:01")
    asked(judge, "400:00")
    after = judge.accounts.size["hema"]

    fresh = Judge(the_law(), HORIZON_MS)
    fresh.load(dumped(judge.roster), at("400:00"))
    assert before > 0
    assert fresh.accounts.size["hema"] == after


def test_a_worker_whose_rows_are_judged_anew_weighs_them_and_their_orders_and_pay() -> None:
    judge = cut()
    watched = judge.roster.workers[WORKER]
    paid(judge, "100:00", order="o1")
    anew = watched.weight
    asked(judge, "100:01")
    judged = watched.weight

    assert judged == 3  # a statement about pay, which may name 31 days
    assert anew >= 3 + 1 + 6  # the statement, its order, and a row as six statements


def test_before_pay_of_days_that_have_lost_their_orders_is_fixed_a_partition_folds_one_worker_at_a_time() -> None:
    work = WorkPartition(0, cut(), 1, 0, 0)
    pay = [
        PayRow(
            worker,
            at("217:00"),
            "360104",
            "delivery",
            0,
            0,
            None,
            "e1",
            at("217:00"),
            0,
            "v",
            "pay.accrued",
            "piece",
            1,
            None,
        )
        for worker in (WORKER, "0" * 64)
    ]
    work.read(0, encode_work([group(pay)]))

    unfolded = []
    while work.unfolded:
        work.fold(at("217:00"), 100)
        unfolded.append(work.unfolded)

    assert unfolded == [1, 0]


def test_refusals_of_pay_go_to_the_platform() -> None:
    partition = WorkPartition(0, cut(), 1, 0, 0)
    (refused,) = paid(partition.judge, "216:00", order="o1")

    assert refusal_of(refused).topic == "refused.hema"
