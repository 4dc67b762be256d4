from schemas.instants import from_rfc3339
from schemas.work import PayRow
from streams.core.workers.judge import Judge
from streams.law.table import Law
from streams.law.value import RuleMode
from streams.rules.pay.pay_below_minimum import ORDERLESS
from tests.oracle.law import MINUTE
from tests.stored import dumped
from tests.unit.core.days import WORKER, asked, at, group, kinds, only, row, says

OTHER = "0" * 63 + "2"
SHIFT = ("08:00 online", "12:30 offline")


def test_who_is_met_in_service_and_has_no_finding_is_not_spoken_of(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", now="08:00")

    assert asked(judge, "08:00") == []


def test_who_is_new_while_taking_over_gets_a_first_set_even_if_it_is_empty_and_only_one(law: Law) -> None:
    judge = Judge(law)
    judge.taking_over = True
    says(judge, "08:00 online", now="08:00")
    first = asked(judge, "08:00")
    judge.taking_over = False
    says(judge, "08:00 online", now="08:01", worker=OTHER)
    says(judge, "08:01 offline", now="08:01")

    assert [(said.subject, said.findings) for said in first] == [(WORKER, ())]
    assert asked(judge, "08:01") == []


def test_who_is_loaded_gets_a_first_set(law: Law) -> None:
    before, after = Judge(law), Judge(law)
    says(before, *SHIFT, now="13:00")

    after.load(dumped(before.roster), at("13:00"))

    assert kinds(asked(after, "13:00")) == [("rest_missed", "breach")]
    assert not before.roster.dirty


def test_what_was_said_once_is_not_said_again(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="13:00")
    asked(judge, "13:00")
    says(judge, *SHIFT, now="13:01")

    assert asked(judge, "13:01") == []
    assert judge.behind == 0


def test_a_finding_that_goes_is_withdrawn_by_an_empty_set(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="13:00")
    asked(judge, "13:00")
    says(judge, "10:00 offline", "10:30 online", now="13:01")

    (said,) = asked(judge, "13:01")

    assert said.findings == ()
    assert sum(judge.totals.standing.values()) == 0


def test_standing_findings_are_counted_by_what_they_are(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="13:00")

    asked(judge, "13:00")

    assert +judge.totals.standing == {("rest_missed", "breach", "360104", "hema", "platform"): 1}


def test_no_more_are_asked_about_than_wanted_and_the_others_wait(law: Law) -> None:
    judge = Judge(law)
    for worker in (WORKER, OTHER):
        says(judge, *SHIFT, now="13:00", worker=worker)

    first = list(judge.evaluate_due(at("13:00"), most=1))

    assert [said.subject for said in first] == [WORKER]
    assert judge.behind == 1
    assert [said.subject for said in asked(judge, "13:00")] == [OTHER]


def test_time_never_runs_backwards(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="13:00")

    said = asked(judge, "09:00")

    assert judge.now == at("13:00")
    assert only(said).ends_at == at("12:30")


def test_what_has_not_happened_yet_is_kept_and_counts_at_its_instant(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="08:00")

    before, after = asked(judge, "12:29:59.999"), asked(judge, "12:30")

    assert kinds(before) == []
    assert only(after).measured == 16_200_000


def test_pay_is_no_sign_of_life_and_is_not_kept_where_no_law_judges_it(law: Law) -> None:
    modes = [RuleMode(each.rule, "off", each.from_day, each.where) for each in law.modes]
    judges = Judge(law), Judge(Law(law.values, modes, law.places, law.platforms))
    stated = PayRow(
        WORKER, at("08:00"), "360104", "delivery", 0, 0, None, "p", 0, 0, "e", "pay.accrued", "piece", 1, None
    )

    for judge in judges:
        judge.fold(group([stated]), at("08:00"))

    assert [[each.facts.latest for each in judge.roster.workers.values()] for judge in judges] == [[0], []]


def test_pay_whose_order_nobody_accepted_is_counted_as_long_as_it_is_so(law: Law) -> None:
    judge = Judge(law)
    paid = [
        PayRow(WORKER, at("08:30"), "360104", "delivery", 0, 0, None, name, 0, 0, "e", "pay.accrued", "piece", 1, order)
        for name, order in (("p1", "o1"), ("p2", "o1"), ("p3", None))
    ]
    counted = []
    for lines, clock in (((), "08:30"), ((), "08:31"), (("08:00 accepted o1",), "08:32")):
        says(judge, *lines, now=clock)
        judge.fold(group(paid), at(clock))
        asked(judge, clock)
        list(judge.everything(at(clock)))
        counted.append(judge.totals.gauge(ORDERLESS).get("hema", 0))

    assert counted == [2, 2, 0]


def test_pay_that_came_since_is_counted_beside_what_was_counted_before(law: Law) -> None:
    judge = Judge(law)
    counted = []
    for clock, name, order, second in (
        ("08:30", "p1", "o1", 0),  # nobody accepted o1
        ("08:31", "p2", "o2", 0),  # nor o2
        ("08:32", "p3", None, 0),
        ("08:33", "p2", None, 1),  # it is of no order after all
        ("08:34", "p3", "o1", 1),
    ):
        stated = (name, 0, second, "e", "pay.accrued", "piece", 1, order)
        judge.fold(group([PayRow(WORKER, at("08:30"), "360104", "delivery", 0, 0, None, *stated)]), at(clock))
        list(judge.everything(at(clock)))
        counted.append(judge.totals.gauge(ORDERLESS).get("hema", 0))

    assert counted == [1, 2, 2, 1, 2]


def test_pay_of_a_worker_who_is_forgotten_is_counted_no_more(law: Law) -> None:
    judge = Judge(law, 48 * 60 * MINUTE)
    paid = PayRow(
        WORKER, at("08:30"), "360104", "delivery", 0, 0, None, "p1", 0, 0, "e", "pay.accrued", "piece", 1, "o1"
    )
    judge.fold(group([paid]), at("08:30"))
    asked(judge, "08:30")
    counted = judge.totals.gauge(ORDERLESS).get("hema", 0)

    asked(judge, "56:30")

    assert (counted, judge.totals.gauge(ORDERLESS).get("hema", 0), judge.roster.workers) == (1, 0, {})


def test_what_no_law_lets_it_judge_is_reported_with_the_missing_value(law: Law) -> None:
    judge = Judge(law)
    day_before = from_rfc3339("2022-05-11T00:00+08:00") - from_rfc3339("2022-06-01T00:00+08:00")
    days = day_before // 86_400_000
    judge.fold(group([row(line, day=days) for line in SHIFT]), at("13:00") + day_before)

    said = list(judge.evaluate_due(judge.now))

    assert kinds(said) == []
    assert {key[:3] for key in judge.totals.unjudged} == {("rest_missed.limit", "360104", "delivery")}
    assert "no value in force on 2022-05-11" in str(next(iter(judge.totals.unjudged.values())))
