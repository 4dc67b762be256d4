"""The parts of a finding about pay besides its figures, which the law cases hold."""

from datetime import date

import pytest

from schemas.findings.finding import Finding, LawUsed
from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.oracle.law import HOUR
from tests.oracle.notation import read_case
from tests.property.core.feeding import fold, heard, judged


def found(law: Law, day: str, *pay: str) -> Finding:
    """The finding about the pay of an hour of that day."""
    hour = {"name": "", "day": date.fromisoformat(day), "now": "30:00", "findings": []}
    case = read_case("pay_below_minimum", hour | {"events": ["09:00-10:00 serving hema o1", *pay]})
    (finding,) = judged(heard(case.events), case.now, law)
    return finding


def used(finding: Finding, parameter: str) -> list[LawUsed]:
    return [each for each in finding.law if each.parameter == parameter]


@pytest.mark.parametrize(
    ("day", "fen", "read"), [("2024-03-31", 1000, True), ("2024-04-01", 1900, False), ("2026-06-01", 1900, False)]
)
def test_a_minimum_that_nobody_read_in_a_source_is_cited_as_such(law: Law, day: str, fen: int, read: bool) -> None:
    finding = found(law, day, f"10:00 accrued hema e1 {fen} fen piece for o1")

    (minimum,) = used(finding, "pay_below_minimum.hourly_minimum")
    assert (minimum.status != "unread") is read
    assert (finding.reasons == ("law_unread",)) is not read
    assert ("未读到原文" in minimum.source) is not read
    assert ("不能单独据以认定" in finding.summary.zh) is not read
    assert ("未经原文核实" in finding.summary.zh) is not read
    assert ("read in no source" in finding.summary.en) is not read


@pytest.mark.parametrize("pay", [[], ["10:00 accrued hema e1 1000 fen piece for o1"]], ids=["no pay", "too little"])
def test_a_finding_of_a_statutory_holiday_says_which_and_cites_it(law: Law, pay: list[str]) -> None:
    finding = found(law, "2022-10-01", *pay)

    (holiday,) = used(finding, "holiday")
    assert (holiday.value, holiday.in_force_from, holiday.status) == ("国庆节", "2022-10-01", "copy")
    assert finding.summary.zh.endswith(
        "当日为法定节假日（国庆节），按第6条应支付高于正常工作时间劳动报酬的合理报酬，条文无数字。"
    )
    assert "It was a statutory holiday (National Day)" in finding.summary.en


def test_a_holiday_changes_neither_what_is_measured_nor_what_it_is_held_against(law: Law) -> None:
    pay = "10:00 accrued hema e1 1000 fen piece for o1"

    holiday, before = found(law, "2022-10-01", pay), found(law, "2022-09-30", pay)

    assert (holiday.measured, holiday.limit, holiday.severity) == (before.measured, before.limit, before.severity)
    assert used(before, "holiday") == []
    assert "节假日" not in before.summary.zh


def test_a_day_before_there_was_a_law_is_said_to_be_unjudged_once_its_grace_is_over(law: Law) -> None:
    hour = {"name": "", "day": date(2017, 12, 31), "now": "30:00", "findings": []}
    case = read_case("pay_below_minimum", hour | {"events": ["22:30-25:00 serving hema o1"]})
    judge = Judge(law)
    fold(judge, heard(case.events), case.now - HOUR)

    early, later = [(list(judge.evaluate_due(now)), dict(judge.totals.unjudged))[1] for now in (case.now - 1, case.now)]

    assert early == {}
    ((missing, error),) = later.items()
    assert missing[:2] == ("pay_below_minimum.basis", "360104")
    assert "on 2017-12-31" in str(error)
    assert error.nearest == ("from 2018-01-01 it is order",)


def test_what_the_minimum_read_before_finds_too_cites_both_and_is_held_against_that(law: Law) -> None:
    finding = found(law, "2026-06-01", "10:00 accrued hema e1 1000 fen piece for o1")

    cited = used(finding, "pay_below_minimum.hourly_minimum")
    assert (finding.kind, finding.limit, finding.reasons) == ("breach", 1850, ())
    assert [(each.value, each.status) for each in cited][:1] == [("1850", "copy")]
    assert "结论相同" in finding.summary.zh
