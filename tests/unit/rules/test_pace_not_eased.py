"""Each figure at its edge: rain from 08:00 to 12:00 under yellow, so 21 slots from 08:30 on, 10 orders an active hour usual."""

import pytest

from schemas.findings.finding import Finding, Kind, Severity
from streams.law.reading.loader import load_law
from streams.law.table import Law
from tests.unit.rules.areas import HOUR, Cells, answered, at, busy, found, one, together, usual, view, warning

RAIN = warning("08:00", "12:00")
USUAL = usual(1, 2, 3, 4)
STORM = busy("08:30", "12:00", orders=9, promised=1)
"""Exactly what is allowed: nine tenths of the usual."""


def said(law: Law, *cells: Cells) -> Finding | None:
    findings = found(law, view(together(USUAL, *cells), RAIN))
    return findings[0] if findings else None


def verdict(law: Law, *cells: Cells) -> tuple[str, tuple[str, ...]] | None:
    finding = said(law, *cells)
    return None if finding is None else (finding.kind.value, finding.reasons)


def test_exactly_the_orders_allowed_are_a_limit_that_shows(law: Law) -> None:
    assert said(law, STORM) is None


def test_one_order_more_than_allowed_is_a_breach(law: Law) -> None:
    finding = said(law, STORM, one("09:00", accepted=1))

    assert finding is not None
    assert finding.kind is Kind.BREACH
    assert (finding.measured, finding.limit, finding.unit) == (190 * 1000 // 21, 9000, "orders/1000 h")


def test_where_promises_are_longer_by_just_the_share_many_orders_are_no_breach(law: Law) -> None:
    longer = one("09:00", accepted=1, promised_ms=21 * 60_000)

    assert verdict(law, STORM, longer) is None
    assert verdict(law, STORM, longer, one("09:00", promised_ms=-1)) == ("breach", ())


def test_the_finding_says_who_where_when_and_how_bad(law: Law) -> None:
    finding = said(law, STORM, one("09:00", accepted=1))

    assert finding is not None
    assert (finding.subject, finding.platform, finding.sector, finding.area) == (
        "hema/delivery/360104",
        "hema",
        "delivery",
        "360104",
    )
    assert (finding.episode, finding.starts_at, finding.ends_at) == ("w1/暴雨", at("08:30"), at("12:00"))
    assert (finding.severity, finding.basis, finding.platforms) == (Severity.MINOR, "online", {"hema": 21 * HOUR})
    assert (finding.due_at, finding.second_opinion, finding.evidence) == (None, None, ())


def test_the_finding_cites_every_law_value_that_decided(law: Law) -> None:
    finding = said(law, STORM, one("09:00", accepted=1))

    assert finding is not None
    names = [
        used.parameter.removeprefix("pace_not_eased.") for used in finding.law if "measuring." not in used.parameter
    ]
    assert names == [
        *("kinds", "share_blue", "share_yellow", "share_orange", "share_red"),
        *("reaction", "least_active", "least_orders", "least_promised", "severity"),
    ]


@pytest.mark.parametrize(("short_of", "judged"), [(0, True), (1, False)])
def test_five_active_hours_are_judged_and_a_millisecond_less_is_not(law: Law, short_of: int, judged: bool) -> None:
    hours = busy("08:30", "09:20", orders=40, promised=20)

    assert (said(law, hours, one("09:00", low=-short_of)) is not None) is judged


@pytest.mark.parametrize(("orders", "judged"), [(20, True), (19, False)])
def test_twenty_orders_are_judged_and_nineteen_are_not(law: Law, orders: int, judged: bool) -> None:
    calm = usual(1, 2, 3, 4, orders=0)
    taken = together(calm, busy("08:30", "12:00"), one("09:00", accepted=orders))

    assert bool(found(law, view(taken, RAIN))) is judged


def few(*, low: int, orders: int = 10, promised: int = 4) -> Cells:
    """Five hours in the high reading, in five slots, of which `low` ms of each are known."""
    return busy("08:30", "09:20", orders=orders, active=low, high=HOUR, promised=promised)


def test_five_hours_in_the_high_reading_alone_leave_it_open_whether_it_may_be_judged(law: Law) -> None:
    finding = said(law, few(low=HOUR - 1))

    assert finding is not None
    assert (finding.kind, finding.reasons, finding.severity) == (Kind.UNDECIDABLE, ("pulse_gap",), None)
    assert (finding.measured_low, finding.measured_high, finding.limit) == (10_000, 10_000, 9_000)
    assert said(law, few(low=HOUR - 1), one("09:00", accepted=0, low=5)) is not None
    assert verdict(law, few(low=HOUR)) == ("breach", ())


def test_less_than_five_hours_in_the_high_reading_are_not_judged(law: Law) -> None:
    assert said(law, busy("08:30", "09:20", orders=10, active=0, high=HOUR - 1)) is None


def test_with_too_little_known_time_a_limit_by_the_high_reading_or_a_longer_promise_is_enough(law: Law) -> None:
    assert said(law, few(low=HOUR - 1, orders=9)) is None
    assert said(law, few(low=HOUR - 1), one("09:00", promised_ms=20 * 60_000)) is None
    assert verdict(law, few(low=HOUR - 1), one("09:00", promised_ms=20 * 60_000 - 1)) == ("undecidable", ("pulse_gap",))


def test_with_too_little_known_time_and_too_few_promises_both_reasons_are_told(law: Law) -> None:
    assert verdict(law, few(low=HOUR - 1, promised=0)) == ("undecidable", ("no_promises", "pulse_gap"))


def test_without_any_known_time_the_figures_are_those_of_the_high_reading(law: Law) -> None:
    finding = said(law, few(low=0))

    assert finding is not None
    assert (finding.measured, finding.measured_low, finding.measured_high, finding.limit) == (None, None, 10_000, 9_000)
    assert (finding.reasons, finding.platforms) == (("pulse_gap",), {})


def test_where_only_one_reading_of_active_time_shows_a_limit_it_depends_on_unknown_time(law: Law) -> None:
    more = busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR)

    finding = said(law, more)

    assert finding is not None
    assert (finding.kind, finding.reasons, finding.severity) == (Kind.UNDECIDABLE, ("pulse_gap",), None)
    assert (finding.measured_low, finding.measured_high, finding.limit) == (10_000, 5_000, 9_000)
    assert finding.platforms == {"hema": 21 * HOUR}


def test_a_reading_is_compared_with_the_baseline_of_the_same_reading(law: Law) -> None:
    unknown_then_too = together(
        *(busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR, week=week) for week in range(3))
    )

    (finding,) = found(law, view(unknown_then_too, RAIN))

    assert (finding.kind, finding.measured_high) == (Kind.BREACH, 5_000)


def test_an_extended_promise_settles_it_whatever_the_unknown_time_was(law: Law) -> None:
    unclear = busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR)

    assert verdict(law, unclear, one("09:00", promised_ms=21 * 60_000)) is None


@pytest.mark.parametrize(("promised", "reasons"), [(20, ()), (19, ("no_promises",))])
def test_twenty_promised_orders_are_enough_to_know_and_nineteen_are_not(
    law: Law, promised: int, reasons: tuple[str, ...]
) -> None:
    many = busy("08:30", "12:00", orders=10)
    told = one("09:00", promised=promised, promised_ms=promised * 600_000, metres=promised * 1000)

    finding = said(law, many, told)

    assert finding is not None
    assert finding.reasons == reasons


def test_too_few_promises_in_the_baseline_leave_it_open_too(law: Law) -> None:
    untold = together(usual(1, 2, 3, 4, promised=0), usual(1, orders=0, promised=1, end="11:40"))
    many = busy("08:30", "12:00", orders=10, promised=1)

    (finding,) = found(law, view(together(untold, many), RAIN))

    assert (finding.kind, finding.reasons) == (Kind.UNDECIDABLE, ("no_promises",))
    assert finding.pace is not None
    assert finding.pace.promise is None


def test_where_neither_measure_can_be_known_both_reasons_are_told(law: Law) -> None:
    unclear = busy("08:30", "12:00", orders=10, high=2 * HOUR)

    assert verdict(law, unclear) == ("undecidable", ("no_promises", "pulse_gap"))


def test_a_limit_that_shows_needs_no_promise(law: Law) -> None:
    assert said(law, busy("08:30", "12:00", orders=9)) is None


def test_before_the_law_an_operator_is_told_and_nothing_is_found(law: Law) -> None:
    early = warning("08:00", "12:00", week=3)

    answer = answered(law, view(together(usual(3, orders=20), usual(4, 5, 6)), early))

    assert answer.findings == []
    assert {error.parameter.partition(".")[0] for error in answer.unjudged.values()} == {"pace_not_eased"}


def test_another_kind_of_warning_asks_for_nothing(law: Law) -> None:
    heat = warning("08:00", "12:00", "red", kind="高温")

    assert found(law, view(together(USUAL, busy("08:30", "12:00", orders=20, promised=1)), heat)) == []


def test_where_the_rule_is_off_nothing_is_found(texts: dict[str, str]) -> None:
    off = load_law(texts, {"pace_not_eased.yaml": "modes: [{from: 2022-05-13, areas: [360104], mode: off}]"})

    assert said(off, STORM, one("09:00", accepted=1)) is None


def test_the_time_to_react_is_that_of_the_day_on_which_it_is_over(texts: dict[str, str]) -> None:
    longer = "{from: 2022-06-01, value: 60 min, source: policy, status: policy}"
    changed = load_law(texts, {"pace_not_eased.yaml": f"parameters: {{reaction: {{values: [{longer}]}}}}"})
    evening = warning("-00:10", "05:00")
    night = together(*(busy("00:00", "05:00", orders=10, promised=1, week=week) for week in range(3)))

    (finding,) = found(changed, view(night, evening))

    assert finding.starts_at == at("00:50")
    assert {used.in_force_from for used in finding.law if used.parameter.endswith("reaction")} == {"2022-06-01"}


@pytest.mark.parametrize(("start", "judged"), [("-00:30", True), ("-00:30:00.001", False)])
def test_an_episode_is_judged_by_the_law_of_the_day_on_which_the_time_to_react_is_over(
    texts: dict[str, str], start: str, judged: bool
) -> None:
    begun = load_law({name: text.replace("2022-05-12", "2022-06-01") for name, text in texts.items()}, {})
    night = together(*(busy("00:00", "05:00", orders=10, promised=1, week=week) for week in range(3)))

    answer = answered(begun, view(night, warning(start, "05:00")))

    assert [each.starts_at for each in answer.findings] == ([at("00:00")] if judged else [])
    assert bool(answer.unjudged) is not judged


def test_an_episode_that_no_law_lets_be_judged_claims_no_slot(texts: dict[str, str]) -> None:
    begun = load_law({name: text.replace("2022-05-12", "2022-06-01") for name, text in texts.items()}, {})
    night = together(*(busy("00:00", "05:00", orders=10, promised=1, week=week) for week in range(3)))
    evening, rain = warning("-02:00", "05:00", kind="大风", name="w0"), warning("00:00", "05:00")

    (finding,) = found(begun, view(night, evening, rain))

    assert (finding.episode, finding.pace and finding.pace.slots) == ("w1/暴雨", 27)


def test_a_settled_episode_is_not_judged_and_keeps_the_slots_that_were_judged_for_it(law: Law) -> None:
    gale = warning("07:30", "10:00", kind="大风", name="w0")
    many = together(USUAL, busy("08:00", "12:00", orders=10, promised=1))

    (finding,) = found(law, view(many, gale, RAIN, settled=at("08:00")))

    assert (finding.episode, finding.pace and finding.pace.slots) == ("w1/暴雨", 12)
