"""A finding with more than the figures that a decision was about."""

import pytest

from alerts.leads.figures import DecidedFigures, More, says_less
from alerts.leads.finding import LeadFinding
from schemas.findings.finding import Finding, Kind, Severity
from tests.unit.alerts.builders import found

MINUTE = 60_000
DECIDED = found(1, 6, measured=14_400_000 + 5 * MINUTE)


def figures(finding: Finding) -> DecidedFigures:
    return DecidedFigures.of(LeadFinding.of(finding))


def more(before: Finding, after: Finding) -> set[More]:
    return set(figures(before).less_than(figures(after)))


def pay(low: int, high: int | None = None, limit: int = 2_000) -> Finding:
    high = low if high is None else high
    update = {"unit": "fen/h", "measured": low, "measured_low": low, "measured_high": high, "limit": limit}
    return found(0, 24, rule="pay_below_minimum").model_copy(update=update)


def orders(count: int) -> Finding:
    update = {"unit": "orders", "measured": count, "measured_low": count, "measured_high": count, "limit": 0}
    return found(0, 2, rule="dispatch_under_red", severity=None).model_copy(update=update)


@pytest.mark.parametrize(("minutes", "says_more"), [(-60, False), (0, False), (14, False), (15, True), (590, True)])
def test_a_quarter_of_an_hour_more_is_more(minutes: int, says_more: bool) -> None:
    after = found(1, 6, measured=14_400_000 + (5 + minutes) * MINUTE)

    assert more(DECIDED, after) == ({More.MEASURE} if says_more else set())


def test_one_millisecond_less_than_a_quarter_is_not_more() -> None:
    assert more(DECIDED, found(1, 6, measured=14_400_000 + 20 * MINUTE - 1)) == set()


def test_a_quarter_more_in_the_high_reading_alone_is_more() -> None:
    after = DECIDED.model_copy(update={"measured_high": 14_400_000 + 20 * MINUTE})

    assert more(DECIDED, after) == {More.MEASURE}


def moved(start: int, end: int | None) -> Finding:
    """The finding decided about, its ends moved by minutes; end None: it runs."""
    ends_at = None if end is None else 6 * 60 * MINUTE + end * MINUTE
    return DECIDED.model_copy(update={"starts_at": 60 * MINUTE + start * MINUTE, "ends_at": ends_at})


@pytest.mark.parametrize(
    ("start", "end", "says_more"),
    [
        (15, 15, True),
        (140, 144, True),
        (-15, -15, True),
        (14, 200, False),
        (200, 14, False),
        (200, -200, False),
        (-200, 200, False),
        (-15, -14, False),
        (70, None, True),
        (69, None, False),
    ],
)
def test_what_lies_at_another_time_was_not_decided_about(start: int, end: int | None, says_more: bool) -> None:
    assert more(DECIDED, moved(start, end)) == ({More.TIME} if says_more else set())


def test_an_undecidable_case_in_the_place_of_a_breach_may_begin_and_end_elsewhere() -> None:
    undecidable = moved(30, 30).model_copy(update={"kind": Kind.UNDECIDABLE, "severity": None})

    assert more(DECIDED, undecidable) == set()
    assert more(undecidable, undecidable) == set()


def test_a_count_that_still_runs_reaches_for_ever() -> None:
    running = orders(3).model_copy(update={"ends_at": None})
    later = orders(3).model_copy(update={"starts_at": 60 * MINUTE, "ends_at": 180 * MINUTE})

    assert [more(running, later), more(orders(3), later), more(later, running)] == [set(), {More.TIME}, set()]


def test_a_lower_limit_is_as_much_more_as_a_larger_measure() -> None:
    assert more(DECIDED, DECIDED.model_copy(update={"limit": 14_400_000 - 15 * MINUTE})) == {More.MEASURE}


@pytest.mark.parametrize("before", [None, *Severity])
@pytest.mark.parametrize("after", [None, *Severity])
def test_a_higher_severity_is_more_and_a_lower_one_is_not(before: Severity | None, after: Severity | None) -> None:
    order = [None, *Severity]
    expected = {More.SEVERITY} if order.index(after) > order.index(before) else set()

    assert more(found(1, 6, severity=before), found(1, 6, severity=after)) == expected


def test_a_breach_is_more_than_an_undecidable_case_and_not_the_other_way_round() -> None:
    undecidable = found(1, 6, kind=Kind.UNDECIDABLE, severity=None)
    breach = found(1, 6, severity=None)

    assert more(undecidable, breach) == {More.KIND}
    assert more(breach, undecidable) == set()


@pytest.mark.parametrize(("fen", "says_more"), [(1_900, False), (1_801, False), (1_800, True), (2_100, False)])
def test_of_pay_a_twentieth_of_the_minimum_less_is_more(fen: int, says_more: bool) -> None:
    assert more(pay(1_900), pay(fen)) == ({More.MEASURE} if says_more else set())


@pytest.mark.parametrize(("lacks", "says_more"), [(1_499, False), (1_500, True)])
def test_of_pay_what_a_quarter_of_an_hour_earns_is_more(lacks: int, says_more: bool) -> None:
    before, after = (DecidedFigures({**figures(pay(1_900)).fields, "shortfall_fen": fen}) for fen in (1_000, lacks))

    assert before.less_than(after) == ((More.SHORTFALL,) if says_more else ())


@pytest.mark.parametrize(("decided", "one_more"), [(1, 2), (19, 20), (40, 42), (300, 315)])
def test_of_orders_a_twentieth_more_is_more_and_at_least_one(decided: int, one_more: int) -> None:
    assert more(orders(decided), orders(one_more)) == {More.MEASURE}
    assert more(orders(decided), orders(one_more - 1)) == set()


def test_the_examples_of_the_document_are_right() -> None:
    hours = [
        found(1, 6, measured=14_400_000 + 20 * MINUTE + more_ms, severity=Severity.SERIOUS)
        for more_ms in (0, 899_999, 900_000)
    ]
    lacks = [DecidedFigures({**figures(pay(1_900)).fields, "shortfall_fen": fen}) for fen in (1_000, 1_499, 1_500)]

    assert [more(hours[0], after) for after in hours[1:]] == [set(), {More.MEASURE}]
    assert more(orders(3), orders(4)) == more(orders(300), orders(315)) == {More.MEASURE}
    assert more(orders(300), orders(314)) == set()
    assert [lacks[0].less_than(after) for after in lacks[1:]] == [(), (More.SHORTFALL,)]


def test_figures_of_another_unit_are_not_compared() -> None:
    assert more(orders(1), pay(1).model_copy(update={"severity": None})) == set()


def test_figures_can_be_read_back_and_name_the_finding_by_its_digest() -> None:
    written = figures(DECIDED)

    assert DecidedFigures.parse(written.text) == written
    assert written.fields["digest"] != figures(found(1, 7)).fields["digest"]
    assert written.fields["starts_at"] == "1970-01-01T01:00:00.000Z"


@pytest.mark.parametrize(
    ("before", "after", "less"),
    [
        (found(1, 6), found(1, 6, measured=14_999_999), True),
        (found(1, 6), found(1, 6, severity=None), True),
        (found(1, 6), found(1, 6, kind=Kind.UNDECIDABLE, severity=None), True),
        (found(1, 6), found(1, 6), False),
        (found(1, 6), found(1, 6, measured=14_999_999, severity=Severity.GRAVE), False),
        (pay(1_500), pay(1_501), True),
        (pay(1_500), pay(1_499), False),
    ],
)
def test_less_is_nearer_to_the_limit_or_of_a_lower_kind_or_severity(
    before: Finding,
    after: Finding,
    less: bool,
) -> None:
    assert says_less(figures(before).fields, figures(after).fields) == less
