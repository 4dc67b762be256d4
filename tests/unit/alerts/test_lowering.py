"""The leads that recorded events may withdraw or lower, and those that are left."""

from typing import Any

import pytest

from alerts.leads import LeadFinding, RecordedExtent
from alerts.leads.appending import LogAppender
from alerts.leads.chain import GENESIS
from alerts.leads.lead import Lead, LogHead
from alerts.leads.lowering import LeftLead, lowers
from alerts.leads.revising import revise
from alerts.leads.standing_set import LedgerSet
from schemas.findings.finding import Evidence, Finding, Kind, Severity
from schemas.findings.span import Span
from schemas.findings.stated import EntryStated
from tests.unit.alerts.builders import HOUR, LATE, found, standing


def rests_on(finding: Finding, *spans: tuple[int, int], what: str = "session", platform: str = "hema") -> Finding:
    """The finding with one more session or order in its evidence, over these hours."""
    known = tuple(Span(start=start * HOUR, end=end * HOUR, known=True) for start, end in spans)
    evidence = Evidence(platform=platform, what=what, id="s1", spans=known)
    return finding.model_copy(update={"evidence": (*finding.evidence, evidence)})


def extent(first: int, last: int, *, lowers: bool = True, **more: Any) -> RecordedExtent:
    periods = {("hema", "session"): [(first * HOUR, last * HOUR)], **more.get("others", {})}
    return RecordedExtent(periods, lowers)


def revised(
    before: list[Finding], after: list[Finding], given: RecordedExtent, speaks_from: int = -1000
) -> tuple[dict[int, Lead], list[LeftLead], list[str]]:
    """The leads of `before` after a set of recorded events, those that are left, and the steps that were taken."""
    log = LogAppender(LogHead(0, GENESIS, 0, 0), LATE)
    leads: dict[int, Lead] = {}
    revise(leads, LedgerSet.of(standing(1, *before)), log)
    raised = len(log.entries)
    left = revise(leads, LedgerSet.of(standing(2, *after, speaks_from=speaks_from)), log, given)
    return leads, left, [str(entry.change) for entry in log.entries[raised:]]


BREACH = rests_on(found(1, 6), (1, 6))


def test_a_lead_is_withdrawn_only_where_that_is_allowed() -> None:
    _, left, steps = revised([BREACH], [], extent(0, 24, lowers=False))
    _, none, taken = revised([BREACH], [], extent(0, 24))

    assert ([(each.lead.number, each.finding, each.covered) for each in left], steps) == ([(1, None, True)], [])
    assert (none, taken) == ([], ["withdrawn"])


def test_what_weighs_more_and_what_is_new_is_recorded_all_the_same() -> None:
    longer = rests_on(found(1, 7, measured=18_000_000, severity=Severity.SERIOUS), (1, 7))
    gone = rests_on(found(10, 15), (10, 15))

    leads, left, steps = revised([BREACH, gone], [longer, found(18, 23)], extent(0, 24, lowers=False))

    assert [each.lead.number for each in left] == [2]
    assert steps == ["amended", "raised"]
    assert leads[1].finding.ends_at == 7 * HOUR


@pytest.mark.parametrize(
    ("first", "last", "others"),
    [
        (2, 24, {}),  # it begins before the files do
        (0, 5, {}),  # it goes on after their last event
    ],
)
def test_a_part_of_the_time_lowers_no_lead_even_where_that_is_allowed(
    first: int, last: int, others: dict[str, Any]
) -> None:
    shorter = rests_on(found(max(first, 1), min(last, 6), measured=14_500_000), (2, 5))

    leads, left, steps = revised([BREACH], [shorter], extent(first, last, others=others))

    assert [(each.lead.number, each.covered) for each in left] == [(1, False)]
    assert (steps, leads[1].finding.text) == ([], LeadFinding.of(BREACH).text)


def test_a_part_of_the_platforms_or_of_the_kinds_lowers_no_lead() -> None:
    united = rests_on(rests_on(found(1, 6, platform=None), (1, 3)), (3, 6), platform="xunda")
    with_orders = rests_on(BREACH, (2, 3), what="order")

    assert [each.covered for each in revised([united], [], extent(0, 24))[1]] == [False]
    assert [each.covered for each in revised([with_orders], [], extent(0, 24))[1]] == [False]
    both = extent(0, 24, others={("xunda", "session"): [(0, 24 * HOUR)]})
    assert revised([united], [], both)[2] == ["withdrawn"]


def test_a_day_that_is_missing_between_two_is_not_covered() -> None:
    gap = RecordedExtent({("hema", "session"): [(0, 10 * HOUR), (48 * HOUR, 60 * HOUR)]}, lowers=True)
    between, over = rests_on(found(24, 30), (24, 30)), rests_on(found(8, 50), (8, 50))

    assert (gap.covers(LeadFinding.of(between)), gap.touches(LeadFinding.of(between))) == (False, False)
    assert gap.covers(LeadFinding.of(over))
    assert revised([between], [], gap)[1:] == ([], [])


def test_leads_of_other_platforms_and_other_times_are_none_of_the_files_business() -> None:
    elsewhere = rests_on(found(1, 6, platform="xunda"), (1, 6), platform="xunda")
    earlier, later = rests_on(found(-20, -15), (-20, -15)), rests_on(found(30, 35), (30, 35))

    _, left, steps = revised([elsewhere, earlier, later], [], extent(0, 24))

    assert (left, steps) == ([], [])


def test_the_parts_of_a_lead_that_is_left_are_not_raised_beside_it() -> None:
    long = rests_on(found(1, 12, measured=40_000_000, severity=Severity.GRAVE), (1, 12))
    parts = [rests_on(found(1, 6), (1, 6)), rests_on(found(7, 12), (7, 12))]

    _, left, steps = revised([long], parts, extent(0, 24, lowers=False))
    _, _, taken = revised([long], parts, extent(0, 24))

    assert ([each.lead.number for each in left], steps) == ([1], [])
    assert taken == ["amended", "raised"]


def test_what_all_platforms_show_in_the_time_of_a_lead_that_is_left_is_not_raised_beside_it() -> None:
    united = rests_on(found(3, 9, platform=None), (3, 9))
    elsewhere = rests_on(found(3, 9, platform="xunda"), (3, 9), platform="xunda")

    _, _, steps = revised([BREACH], [united, elsewhere], extent(0, 24, lowers=False))
    _, _, taken = revised([BREACH], [united, elsewhere], extent(0, 24))

    assert (steps, taken) == (["raised"], ["withdrawn", "raised", "raised"])


def test_a_lead_that_ran_when_it_was_recorded_is_not_continued_by_another_day() -> None:
    running = rests_on(found(20, measured=15_000_000), (20, 24))
    next_day = rests_on(found(32, 37, measured=18_000_000), (32, 37))

    leads, left, steps = revised([running], [next_day], extent(30, 48), speaks_from=30)

    assert (left, steps, sorted(leads)) == ([], ["raised"], [1, 2])
    assert leads[1].finding.ends_at is None


def test_what_goes_on_over_the_first_event_is_not_raised_beside_its_lead() -> None:
    night = rests_on(found(20, 30, measured=36_000_000), (20, 30))
    rest_of_it = rests_on(found(24, 30, measured=21_600_000), (24, 30))

    _, left, steps = revised([night], [rest_of_it], extent(24, 48), speaks_from=24)

    assert ([(each.lead.number, each.covered) for each in left], steps) == ([(1, False)], [])


def test_a_running_lead_is_amended_by_what_came_of_it() -> None:
    running = rests_on(found(20, measured=15_000_000), (20, 24))
    over = rests_on(found(20, 26, measured=21_600_000), (20, 26))

    leads, left, steps = revised([running], [over], extent(0, 48, lowers=False))

    assert (left, steps, leads[1].finding.ends_at) == ([], ["amended"], 26 * HOUR)


def test_a_running_lead_that_is_gone_is_withdrawn_as_it_was() -> None:
    running = rests_on(found(20, measured=15_000_000), (20, 24))

    leads, _, steps = revised([running], [], extent(0, 48))

    assert (steps, leads[1].finding) == (["withdrawn"], LeadFinding.of(running))


def test_leads_that_end_in_one_that_weighs_less_are_all_left() -> None:
    grave = rests_on(found(7, 12, severity=Severity.GRAVE), (7, 12))
    one = rests_on(found(1, 12, severity=Severity.SERIOUS), (1, 12))

    _, left, steps = revised([BREACH, grave], [one], extent(0, 24, lowers=False))

    assert ([each.lead.number for each in left], steps) == ([1], [])


def test_a_lead_beyond_the_files_gets_no_other_figures_of_the_same_weight() -> None:
    second = BREACH.model_copy(update={"measured_high": 15_100_000})
    worse = BREACH.model_copy(update={"measured": 15_100_000, "measured_low": 15_100_000})

    beyond = extent(2, 24)

    assert [(each.lead.number, each.covered) for each in revised([BREACH], [second], beyond)[1]] == [(1, False)]
    assert revised([BREACH], [BREACH], beyond)[1:] == ([], [])
    assert revised([BREACH], [worse], beyond)[1:] == ([], ["amended"])
    assert revised([BREACH], [second], extent(0, 24))[1:] == ([], ["amended"])


@pytest.mark.parametrize(
    ("change", "lower"),
    [
        ({"kind": Kind.UNDECIDABLE, "severity": None}, True),
        ({"severity": Severity.MINOR}, True),
        ({"measured": 17_999_999}, True),
        ({}, False),
        ({"measured": 18_000_001}, False),
        ({"severity": Severity.GRAVE, "measured": 15_000_000}, False),
        ({"limit": 14_300_000}, False),
        ({"limit": 14_500_000}, True),
    ],
)
def test_what_lowers_a_breach(change: dict[str, Any], *, lower: bool) -> None:
    before = found(1, 6, measured=18_000_000, severity=Severity.SERIOUS)

    assert lowers(LeadFinding.of(before), LeadFinding.of(before.model_copy(update=change))) is lower


def test_less_pay_an_hour_is_a_larger_breach_and_an_undecidable_lead_cannot_be_lowered() -> None:
    pay = found(0, 24, rule="pay_below_minimum").model_copy(update={"unit": "fen/h", "limit": 1800, "measured": 1500})
    more, less = (LeadFinding.of(pay.model_copy(update={"measured": amount})) for amount in (1600, 1400))
    unknown = LeadFinding.of(pay.model_copy(update={"kind": Kind.UNDECIDABLE, "severity": None}))

    assert (lowers(LeadFinding.of(pay), more), lowers(LeadFinding.of(pay), less)) == (True, False)
    assert not lowers(unknown, LeadFinding.of(pay))


def of_pay(**more: Any) -> Finding:
    """A finding about the pay of the first day, which was worked from 1 to 6."""
    plain = {"unit": "fen/h", "limit": 1800, "measured": 1500, **more}
    return rests_on(found(0, 24, rule="pay_below_minimum"), (1, 6), what="order").model_copy(update=plain)


UNPAID = of_pay(kind=Kind.UNDECIDABLE, severity=None, reasons=("no_pay_reported",), measured=None, limit=None)


def with_orders(*paid: tuple[int, int], **more: Any) -> RecordedExtent:
    """Files that have all orders of the day, and pay of these hours."""
    periods = {("hema", "order"): [(0, 24 * HOUR)], ("hema", "entry"): [(a * HOUR, b * HOUR) for a, b in paid]}
    return RecordedExtent(periods, lowers=True, **more)


@pytest.mark.parametrize("paid", [(), ((60, 70),), ((-40, -30),)])
def test_a_day_without_reported_pay_is_no_lead_where_the_files_have_no_pay_of_its_time(
    paid: tuple[tuple[int, int], ...],
) -> None:
    assert revised([], [UNPAID], with_orders(*paid))[1:] == ([], [])
    assert revised([], [UNPAID], with_orders((2, 5)))[1:] == ([], ["raised"])


def test_a_day_that_pay_of_others_names_is_one_of_which_the_files_have_pay() -> None:
    weekly = with_orders((150, 150), named_days={"hema": frozenset({0})})

    assert revised([], [UNPAID], weekly)[2] == ["raised"]


@pytest.mark.parametrize(
    "before", [of_pay(), of_pay(kind=Kind.UNDECIDABLE, severity=None), UNPAID.model_copy(update={"measured_high": 1})]
)
def test_files_without_pay_word_no_lead_about_pay_anew(before: Finding) -> None:
    leads, left, steps = revised([before], [UNPAID], with_orders())

    assert ([(each.lead.number, each.covered) for each in left], steps) == ([(1, False)], [])
    assert leads[1].finding == LeadFinding.of(before)
    assert revised([before], [UNPAID], with_orders((0, 24)))[1:] == ([], ["amended"])


def test_files_without_pay_bring_no_withdrawn_lead_back() -> None:
    log = LogAppender(LogHead(0, GENESIS, 0, 0), LATE)
    leads: dict[int, Lead] = {}
    for version, findings in ((1, (UNPAID,)), (2, ())):
        revise(leads, LedgerSet.of(standing(version, *findings)), log)

    assert revise(leads, LedgerSet.of(standing(3, UNPAID)), log, with_orders()) == []
    assert [str(entry.change) for entry in log.entries] == ["raised", "withdrawn"]


def test_a_pay_entry_that_the_files_do_not_reach_is_not_covered_by_another_of_another_day() -> None:
    stated = EntryStated(
        deducted=False,
        category="piece",
        order=None,
        occurred_at=5 * HOUR,
        whole_fen=100,
        left_out=None,
        contradicts=False,
    )
    entry = Evidence(platform="hema", what="entry", id="e1", spans=(), amount_fen=100, entry=stated)
    paid = of_pay()
    rests = paid.model_copy(update={"evidence": (*paid.evidence, entry)})

    assert not with_orders((30, 40)).covers(LeadFinding.of(rests))
    assert with_orders((5, 40)).covers(LeadFinding.of(rests))
