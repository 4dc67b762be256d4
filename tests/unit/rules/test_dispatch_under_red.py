"""Orders pushed while red: rain from 08:00 to 12:00, red from 09:00 to 10:00."""

from dataclasses import replace

import pytest

from schemas.findings.figures import RedTime
from schemas.findings.finding import Finding, Kind
from streams.facts.areas.area_view import AreaView
from streams.law.reading.loader import load_law
from streams.law.table import Law
from tests.unit.rules.areas import MINUTE, answered, at, busy, found, pushed, together, view, warning

RAIN = warning("08:00", "12:00", "yellow", "09:00 red", "10:00 yellow")


def under_red(law: Law, seen: AreaView) -> list[Finding]:
    return found(law, seen, "dispatch_under_red")


@pytest.mark.parametrize(
    ("time", "counts"),
    [("09:04:59.999", False), ("09:05", True), ("09:59:59.999", True), ("10:00", False), ("11:00", False)],
)
def test_an_order_counts_once_it_has_been_red_for_five_minutes_and_not_at_the_end(
    law: Law, time: str, counts: bool
) -> None:
    assert bool(under_red(law, view(pushed(time), RAIN))) is counts


def test_the_finding_counts_and_names_the_orders_pushed(law: Law) -> None:
    calls = pushed("09:00", "09:05", "09:10", "09:15", "10:05")
    active = busy("08:50", "10:10", active=MINUTE, orders=3)

    (finding,) = under_red(law, view(together(calls, active), RAIN))

    assert (finding.kind, finding.measured, finding.measured_low, finding.measured_high) == (Kind.INDICATION, 3, 3, 3)
    assert (finding.limit, finding.unit, finding.severity, finding.basis) == (0, "orders", None, None)
    assert (finding.starts_at, finding.ends_at, finding.episode) == (at("09:00"), at("10:00"), "w1/暴雨")
    assert (finding.platform, finding.platforms) == ("hema", {"hema": 6 * MINUTE})
    assert finding.red == (
        RedTime(start=at("09:00"), end=at("10:00"), pushed=3, first_at=at("09:05"), last_at=at("09:15")),
    )
    assert [used.parameter for used in finding.law] == ["dispatch_under_red.kinds", "dispatch_under_red.reaction"]


def test_the_sentence_says_who_pushed_how_many_and_when(law: Law) -> None:
    (finding,) = under_red(law, view(pushed("09:05", "09:10"), RAIN))

    assert finding.summary.en == (
        "hema pushed 2 orders in Qingyunpu District under a red rainstorm warning "
        "from 2022-06-01 09:00:00 to 2022-06-01 10:00:00."
    )
    assert finding.summary.zh == (
        "青云谱区暴雨红色预警期间自2022-06-01 09:00:00至2022-06-01 10:00:00，平台hema仍推送2单。"
    )


def test_two_red_times_of_an_episode_are_one_finding(law: Law) -> None:
    twice = warning("08:00", "12:00", "red", "08:30 yellow", "11:00 red", "11:12 blue", "11:15 red")

    (finding,) = under_red(law, view(pushed("08:10", "08:40", "11:06", "11:13", "11:19", "11:59"), twice))

    assert finding.red is not None
    assert (finding.starts_at, finding.ends_at, finding.measured) == (at("08:00"), at("12:00"), 3)
    assert [each.pushed for each in finding.red] == [1, 1, 1]


def test_the_slots_in_which_a_push_would_count_give_their_active_time_once(law: Law) -> None:
    twice = warning("08:00", "12:00", "red", "08:07 yellow", "08:08 red", "08:15 yellow")

    (finding,) = under_red(law, view(together(pushed("08:06"), busy("08:00", "08:30", active=MINUTE)), twice))

    assert finding.platforms == {"hema": 2 * MINUTE}


def test_a_platform_without_active_time_there_is_that_of_the_finding_all_the_same(law: Law) -> None:
    (finding,) = under_red(law, view(pushed("09:30"), RAIN))

    assert (finding.platform, finding.platforms) == ("hema", {})


def test_while_it_is_red_the_finding_has_no_end_and_what_is_to_come_does_not_count(law: Law) -> None:
    orders = pushed("09:10", "09:20", "09:20:00.001")

    (finding,) = under_red(law, view(orders, RAIN, now="09:20"))

    assert finding.red is not None
    assert (finding.measured, finding.ends_at, finding.red[0].end) == (2, None, None)


@pytest.mark.parametrize(("now", "ended"), [("09:59:59.999", False), ("10:00", True)])
def test_the_finding_ends_with_the_last_red_instant(law: Law, now: str, ended: bool) -> None:
    (finding,) = under_red(law, view(pushed("09:10"), RAIN, now=now))

    assert (finding.ends_at == at("10:00")) is ended


def test_red_that_is_still_to_come_is_nothing_yet(law: Law) -> None:
    answer = answered(law, view(pushed("09:10"), RAIN, now="08:59"))

    assert [each for each in answer.findings if each.rule == "dispatch_under_red"] == []
    assert {at("09:00"), at("10:00")} <= set(answer.changes)


def test_a_red_time_still_to_come_is_not_told_yet(law: Law) -> None:
    twice = warning("08:00", "12:00", "red", "08:30 yellow", "11:00 red")

    (finding,) = under_red(law, view(pushed("08:10", "11:10"), twice, now="09:00"))

    assert finding.red is not None
    assert ([each.start for each in finding.red], finding.measured, finding.ends_at) == ([at("08:00")], 1, None)


def test_where_the_rule_is_off_nothing_is_found(texts: dict[str, str]) -> None:
    off = load_law(texts, {"dispatch_under_red.yaml": "modes: [{from: 2022-05-12, areas: [360104], mode: off}]"})

    assert under_red(off, view(pushed("09:30"), RAIN)) == []


def test_orders_that_nobody_pushed_are_no_finding(law: Law) -> None:
    assert under_red(law, view(busy("09:00", "10:00", orders=50), RAIN)) == []


def test_red_of_another_kind_forbids_nothing(law: Law) -> None:
    assert under_red(law, view(pushed("09:30"), warning("08:00", "12:00", "red", kind="高温"))) == []


def test_before_the_law_an_operator_is_told_and_nothing_is_found(law: Law) -> None:
    early = warning("08:00", "12:00", "red", week=3)

    answer = answered(law, view(pushed("09:30"), early))

    assert answer.findings == []
    assert "dispatch_under_red.kinds" in {error.parameter for error in answer.unjudged.values()}


def test_a_push_counts_in_the_red_episode_that_began_first_and_then_by_the_order_of_kinds(law: Law) -> None:
    wind = warning("07:00", "12:00", "yellow", "09:10 red", kind="大风", name="w2")
    hail = warning("08:00", "12:00", "yellow", "09:00 red", kind="冰雹", name="w3")

    counted = under_red(law, view(pushed("09:06", "09:14", "09:15", "10:30"), RAIN, wind, hail))

    assert [(each.episode, each.measured) for each in counted] == [("w2/大风", 2), ("w1/暴雨", 2)]


def test_an_episode_that_is_settled_takes_its_pushes_and_is_not_found_again(law: Law) -> None:
    later = warning("08:30", "12:00", "red", kind="大风", name="w2")
    seen = view(pushed("09:30", "11:00"), RAIN, later)

    (finding,) = under_red(law, replace(seen, settled=at("08:15")))

    assert (finding.episode, finding.measured) == ("w2/大风", 1)
