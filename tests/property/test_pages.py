"""Every finding of every law case, added up by hand from its printed page alone and from its JSON alone."""

import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from alerts.leads import Change, Lead, LogEntry
from alerts.leads.finding import LeadFinding
from alerts.leads.lead import fold
from alerts.ledger import History
from schemas.findings.finding import Finding, Kind
from schemas.findings.rest_figures import OtherStretch
from schemas.findings.span import Span
from streams.cli.leads.lead_json import entry_json, json_of
from streams.cli.leads.page import page
from streams.rules import AREA_RULES, WORKER_RULES
from tests.by_hand.checking import differences
from tests.by_hand.from_json import sheet_of_json
from tests.by_hand.from_page import sheet_of_page
from tests.oracle.area_notation import AreaCase, load_area_cases
from tests.oracle.notation import Case, load_cases
from tests.property.core.feeding import heard, judged, law_with
from tests.property.test_area_cases import found_in

CASES = Path(__file__).parents[1] / "cases"


def history(finding: Finding, now: int) -> History:
    """The finding as a lead that was raised by a judgement at `now`."""
    entry = LogEntry(
        sequence=1,
        lead=1,
        change=Change.RAISED,
        finding=LeadFinding.of(finding).text,
        other=None,
        actor=None,
        assignee=None,
        reason=None,
        recorded_at=now,
        version=f"1.1.{now}",
        previous="",
        hash="",
    )
    return History(fold(None, entry), (entry,))


def printed(shown: History) -> str:
    out = StringIO()
    with redirect_stdout(out):
        page(shown, None, 7)
    return out.getvalue()


def plain(lead: Lead, shown: History) -> dict[str, Any]:
    said = {**json_of(lead), "rest_lead": 7, "history": [entry_json(entry) for entry in shown.entries]}
    again: dict[str, Any] = json.loads(json.dumps(said))
    return again


def assert_all_add_up(findings: Iterator[Finding] | list[Finding], now: int) -> None:
    for finding in findings:
        shown = history(finding, now)
        copied, said = sheet_of_page(printed(shown)), sheet_of_json(plain(shown.lead, shown))
        assert (differences(copied), differences(said)) == ({}, {})
        assert (copied.claims, copied.judged_at, said.judged_at) == (said.claims, now, now)


@pytest.mark.parametrize(
    "case",
    [case for rule in WORKER_RULES for case in load_cases(CASES / f"{rule.name}.yaml")],
    ids=lambda case: case.name,
)
def test_the_figures_of_a_workers_law_case_come_out_of_the_page_alone_and_of_the_json_alone(case: Case) -> None:
    assert_all_add_up(judged(heard(case.events), case.now), case.now)


@pytest.mark.parametrize(
    "case",
    [case for rule in AREA_RULES for case in load_area_cases(CASES / f"{rule.name}.yaml")],
    ids=lambda case: case.name,
)
def test_the_figures_of_an_areas_law_case_come_out_of_the_page_alone_and_of_the_json_alone(case: AreaCase) -> None:
    assert_all_add_up(found_in(case), case.now)


BY_ORDERS = """
parameters:
  basis:
    values:
      - {from: 2022-05-12, value: order, sectors: [delivery], source: reading, status: policy}
      - {from: 2022-05-12, value: order, sectors: [courier], source: reading, status: policy}
      - {from: 2022-05-12, value: order, sectors: [ride_hailing], source: reading, status: policy}
"""


def test_where_order_time_decides_the_second_opinion_comes_out_of_the_page_alone_and_of_the_json_alone() -> None:
    law = law_with(BY_ORDERS)
    found = [
        (finding, case.now)
        for rule in ("rest_missed", "rest_due", "dispatch_during_rest")
        for case in load_cases(CASES / f"{rule}.yaml")
        for finding in judged(heard(case.events), case.now, law)
    ]

    for finding, now in found:
        assert_all_add_up([finding], now)
    of_rest = [finding for finding, _ in found if finding.rule == "rest_missed" and finding.basis == "order"]
    beyond = [
        each
        for each in of_rest
        if each.rest and each.rest.other and each.rest.other.largest.end > (each.ends_at or each.rest.other.largest.end)
    ]
    assert {each.second_opinion.kind for each in of_rest if each.second_opinion} >= {Kind.BREACH}
    assert beyond


def test_a_page_that_lacks_a_row_of_the_other_basis_does_not_add_up() -> None:
    text = next(
        printed(history(one, case.now))
        for case in load_cases(CASES / "rest_missed.yaml")
        for one in judged(heard(case.events), case.now, law_with(BY_ORDERS))
        if one.rule == "rest_missed" and one.rest and one.rest.other and _is_of_one_known_piece(one.rest.other)
    )
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith("另一依据明细")) + 3
    rows = [number for number in range(first, lines.index("", first)) if "total" not in lines[number]]

    assert differences(sheet_of_page(text)) == {}
    assert [is_found_out("\n".join(lines[:row] + lines[row + 1 :])) for row in rows] == [True]


def _is_of_one_known_piece(other: OtherStretch) -> bool:
    return other.pieces is not None and [each.known for each in other.pieces] == [True]


@pytest.mark.parametrize(
    ("rule", "title"),
    [
        ("rest_missed", "时段明细"),
        ("dispatch_during_rest", "推送订单"),
        ("pay_below_minimum", "工时分段"),
        ("pay_below_minimum", "报酬记录"),
    ],
)
def test_a_page_that_lacks_any_row_does_not_add_up(rule: str, title: str) -> None:
    every = (one for case in load_cases(CASES / f"{rule}.yaml") for one in judged(heard(case.events), case.now))
    breach = next(one for one in every if one.rule == rule and one.kind is Kind.BREACH)
    text = printed(history(breach, NOW))
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.startswith(title)) + 3
    last = lines.index("", first)
    rows = [number for number in range(first, last) if "total" not in lines[number]]

    lacking = ["\n".join(lines[:row] + lines[row + 1 :]) for row in rows]

    assert differences(sheet_of_page(text)) == {}
    assert lacking
    assert all(map(is_found_out, lacking))


def is_found_out(text: str) -> bool:
    try:
        return differences(sheet_of_page(text)) != {}
    except (ArithmeticError, AssertionError, ValueError):
        return True


@pytest.mark.parametrize("rule", ["rest_missed", "dispatch_during_rest", "pay_below_minimum"])
def test_a_lead_of_an_earlier_release_has_a_page_without_what_it_did_not_say(rule: str) -> None:
    found = [one for case in load_cases(CASES / f"{rule}.yaml") for one in judged(heard(case.events), case.now)]

    for finding in (one for one in found if one.rule == rule):
        text = printed(history(as_it_was(finding), NOW))

        assert finding.summary.zh in text
        assert "Stretches" not in text
        assert "Orders pushed" not in text
        assert "Other basis" not in text
    assert found


NOW = 1_654_100_000_000


def as_it_was(finding: Finding) -> Finding:
    """The finding as the release before wrote it."""
    evidence = [one.model_copy(update={"spans": tuple(map(bare, one.spans))}) for one in finding.evidence]
    pay = finding.pay and finding.pay.model_copy(update={"other": None})
    gone = {"rest": None, "dispatch": None, "under_red": None, "pay": pay, "evidence": tuple(evidence)}
    before = finding.model_copy(update=gone)
    return Finding.model_validate_json(before.model_dump_json())


def bare(span: Span) -> Span:
    return span.model_copy(update={"reasons": ()})


def test_the_law_cases_have_every_kind_of_finding_that_a_page_can_show() -> None:
    areas = (load_area_cases(CASES / f"{rule.name}.yaml") for rule in AREA_RULES)
    workers = (load_cases(CASES / f"{rule.name}.yaml") for rule in WORKER_RULES)

    seen = {(one.rule, one.kind) for file in areas for case in file for one in found_in(case)}
    seen |= {(one.rule, one.kind) for file in workers for case in file for one in judged(heard(case.events), case.now)}

    assert seen == {
        ("rest_missed", Kind.BREACH),
        ("rest_missed", Kind.UNDECIDABLE),
        ("rest_due", Kind.WARNING),
        ("dispatch_during_rest", Kind.BREACH),
        ("pay_below_minimum", Kind.BREACH),
        ("pay_below_minimum", Kind.UNDECIDABLE),
        ("daily_hours", Kind.INDICATION),
        ("daily_hours", Kind.UNDECIDABLE),
        ("weekly_rest", Kind.INDICATION),
        ("weekly_rest", Kind.UNDECIDABLE),
        ("pace_not_eased", Kind.BREACH),
        ("pace_not_eased", Kind.UNDECIDABLE),
        ("dispatch_under_red", Kind.INDICATION),
    }
