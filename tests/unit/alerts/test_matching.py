"""Findings matched to leads, case by case."""

import pytest

from alerts.leads.appending import LogAppender
from alerts.leads.chain import GENESIS
from alerts.leads.finding import LeadFinding
from alerts.leads.lead import Lead, LogHead
from alerts.leads.matching import LeadMatches, match
from schemas.findings.finding import Evidence, Finding, Kind
from schemas.findings.stated import DayStated
from tests.unit.alerts.builders import HOUR, found


def leads_of(*findings: Finding) -> list[Lead]:
    log = LogAppender(LogHead(0, GENESIS, 0, 0), 0)
    return [log.raise_lead(LeadFinding.of(finding), None, "1.1.1") for finding in findings]


def matched(leads: list[Lead], *findings: Finding, speaks_from: int | None = None) -> LeadMatches:
    return match(leads, [LeadFinding.of(finding) for finding in findings], speaks_from and speaks_from * HOUR)


def pairs(result: LeadMatches) -> list[tuple[int, int]]:
    return [(lead.number, finding.starts_at // HOUR) for lead, finding in result.matched]


def raised(result: LeadMatches) -> list[tuple[int, int | None]]:
    return [(finding.starts_at // HOUR, None if origin is None else origin.number) for finding, origin in result.new]


def test_overlap_is_one_lead_whatever_the_kind_and_basis() -> None:
    leads = leads_of(found(1, 6))

    result = matched(leads, found(5, 9, kind=Kind.UNDECIDABLE))

    assert (pairs(result), raised(result), result.unmatched) == ([(1, 5)], [], ())


def test_touching_is_no_overlap() -> None:
    leads = leads_of(found(1, 6))

    result = matched(leads, found(6, 9))

    assert (pairs(result), raised(result), result.unmatched) == ([], [(6, None)], tuple(leads))


def test_a_running_lead_reaches_into_all_time_to_come() -> None:
    assert pairs(matched(leads_of(found(1)), found(1000, 1001))) == [(1, 1000)]
    assert pairs(matched(leads_of(found(1)), found(0, 1))) == []


def test_an_interval_of_no_length_is_found_again() -> None:
    assert pairs(matched(leads_of(found(3, 3)), found(3, 3))) == [(1, 3)]


def test_another_key_is_another_lead() -> None:
    others = [
        found(1, 6, rule="dispatch_during_rest"),
        found(1, 6, platform="xunda"),
        found(1, 6, platform=None),
        found(1, 6, episode="e1"),
        found(1, 6, subject="b" * 64),
    ]

    for other in others:
        assert pairs(matched(leads_of(found(1, 6)), other)) == []


def test_a_merge_keeps_the_oldest_number() -> None:
    leads = leads_of(found(6, 9), found(1, 4))

    result = matched(leads, found(1, 9))

    assert pairs(result) == [(1, 1)]
    assert [(gone.number, survivor.number) for gone, survivor in result.merged] == [(2, 1)]


def test_of_several_findings_the_one_of_the_same_id_keeps_the_lead() -> None:
    result = matched(leads_of(found(1, 9)), found(1, 2), found(3, 9))

    assert (pairs(result), raised(result)) == ([(1, 1)], [(3, 1)])


def test_without_the_same_id_the_largest_overlap_keeps_it() -> None:
    result = matched(leads_of(found(1, 9)), found(0, 3), found(4, 9))

    assert (pairs(result), raised(result)) == ([(1, 4)], [(0, 1)])


def test_of_equal_overlaps_the_earliest_keeps_it() -> None:
    result = matched(leads_of(found(2, 8)), found(6, 10), found(0, 4))

    assert (pairs(result), raised(result)) == ([(1, 0)], [(6, 1)])


def test_a_lead_that_another_finding_keeps_is_not_superseded() -> None:
    leads = leads_of(found(1, 4), found(5, 9))

    result = matched(leads, found(1, 2), found(3, 9))

    assert (pairs(result), result.merged, raised(result)) == ([(1, 1), (2, 3)], (), [])


def test_silence_withdraws_what_starts_at_the_wall_and_spares_what_starts_before_it() -> None:
    leads = leads_of(found(3, 6), found(4, 6, platform="xunda"))

    result = matched(leads, speaks_from=4)

    assert [lead.number for lead in result.unmatched] == [2]


@pytest.mark.parametrize("start", [5, 9])
def test_a_finding_from_the_wall_on_does_not_take_a_settled_lead_that_was_never_ended(start: int) -> None:
    result = matched(leads_of(found(1)), found(start), speaks_from=5)

    assert (pairs(result), raised(result), result.unmatched) == ([], [(start, None)], ())


def test_a_lead_at_the_wall_is_not_settled() -> None:
    assert pairs(matched(leads_of(found(5)), found(6), speaks_from=5)) == [(1, 6)]


def test_findings_of_one_id_keep_each_the_lead_that_says_the_same() -> None:
    first, second = found(1, 6, measured=1), found(1, 6, measured=2)

    for leads in (leads_of(first, second), leads_of(second, first)):
        assert [lead.finding == finding for lead, finding in matched(leads, second, first).matched] == [True, True]


def test_a_finding_between_two_leads_that_others_keep_is_split_from_the_older() -> None:
    result = matched(leads_of(found(1, 5), found(5, 9)), found(1, 4), found(4, 6), found(6, 9))

    assert (pairs(result), raised(result)) == ([(1, 1), (2, 6)], [(4, 1)])


def test_a_finding_before_the_wall_still_finds_its_lead() -> None:
    result = matched(leads_of(found(1, 6)), found(1, 6), speaks_from=5)

    assert (pairs(result), raised(result)) == ([(1, 1)], [])


def test_a_finding_that_is_given_twice_becomes_one_lead() -> None:
    result = matched([], found(1, 6), found(1, 6))

    assert raised(result) == [(1, None)]


def test_of_rules_on_days_a_lead_is_closed_by_the_first_day_that_is_remembered() -> None:
    leads = leads_of(found(0, 24, rule="daily_hours"), found(48, 72, rule="daily_hours"), found(48, 60))

    result = match(leads, [], 100 * HOUR, 24 * HOUR)

    assert [lead.number for lead in result.unmatched] == [2]
    assert [lead.number for lead in match(leads, [], 100 * HOUR).unmatched] == []
    assert [lead.number for lead in match(leads, [], 24 * HOUR, 100 * HOUR).unmatched] == [3]


def test_rows_of_days_that_take_the_place_of_orders_amend_no_lead() -> None:
    day = DayStated(low=15_000_000, high=15_000_000, reasons=())
    order, row = (
        (Evidence(platform="hema", what=what, id=what, spans=(), day=stated),)
        for what, stated in (("order", None), ("day", day))
    )
    orders, rows, more = (
        LeadFinding.of(found(0, 24, rule=rule, measured=ms).model_copy(update={"evidence": evidence}))
        for rule, ms, evidence in (("daily_hours", 9, order), ("daily_hours", 9, row), ("daily_hours", 10, row))
    )

    assert not rows.amends(orders)
    assert orders.amends(rows)
    assert more.amends(orders)
