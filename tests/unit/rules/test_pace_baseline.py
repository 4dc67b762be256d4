"""The usual pace: rain from 08:00 to 12:00 on 1 June, so the baseline is that of 08:30 to 12:00 in earlier weeks."""

import pytest

from schemas.findings.figures import PaceFigures
from schemas.findings.finding import Finding
from streams.facts.weather.episode import Episode
from streams.law.table import Law
from tests.unit.rules.areas import HOUR, Cells, at, busy, found, one, together, usual, view, warning

RAIN = warning("08:00", "12:00")
MANY = busy("08:30", "12:00", orders=100, promised=10)
BEFORE = busy("06:00", "08:00", orders=30, promised=5)


def judged(law: Law, cells: Cells, *others: Episode) -> Finding:
    (finding,) = (each for each in found(law, view(together(MANY, cells), RAIN, *others)) if each.episode == "w1/暴雨")
    return finding


def figures(law: Law, cells: Cells, *others: Episode) -> PaceFigures:
    told = judged(law, cells, *others).pace
    assert told is not None
    return told


def test_the_baseline_is_one_rate_over_all_weeks_together(law: Law) -> None:
    told = figures(law, together(usual(1, orders=4), usual(2, orders=9), usual(3, orders=9, end="09:20")))

    assert told.baseline is not None
    assert (told.baseline.kind, told.baseline.weeks, told.baseline.slots) == ("weeks", (1, 2, 3), 63)
    assert (told.baseline.counted.accepted, told.baseline.counted.active_low) == (4 * 21 + 9 * 21 + 9 * 5, 47 * HOUR)
    assert told.intake is not None
    assert told.intake.usual_low == 318_000 // 47


@pytest.mark.parametrize(("weeks", "kind"), [((3, 4), "weeks"), ((4,), "before")])
def test_two_weeks_are_a_baseline_and_one_is_none(law: Law, weeks: tuple[int, ...], kind: str) -> None:
    told = figures(law, together(usual(*weeks), BEFORE))

    assert told.baseline is not None
    assert told.baseline.kind == kind


def test_a_fifth_week_is_too_long_ago(law: Law) -> None:
    assert judged(law, usual(4, 5)).reasons == ("no_baseline",)


def test_a_week_without_known_active_time_contributes_nothing(law: Law) -> None:
    idle = busy("08:30", "12:00", orders=50, active=0, high=HOUR, week=3)

    told = figures(law, together(usual(1, 2), idle))

    assert told.baseline is not None
    assert (told.baseline.weeks, told.baseline.counted.accepted) == ((1, 2), 420)


@pytest.mark.parametrize(("short_of", "kind"), [(0, "weeks"), (1, "before")])
def test_weeks_need_five_active_hours_between_them(law: Law, short_of: int, kind: str) -> None:
    few = together(usual(1, end="09:00"), usual(2, end="08:50"), busy("08:30", "08:40", active=-short_of, week=1))

    told = figures(law, together(few, BEFORE))

    assert told.baseline is not None
    assert told.baseline.kind == kind


def test_slots_that_a_listed_warning_touched_are_left_out(law: Law) -> None:
    last_week = warning("08:55", "09:05", kind="冰雹", name="old", week=1)

    told = figures(law, usual(1, 2), last_week)

    assert told.baseline is not None
    assert told.baseline.slots == 40
    assert [(each.start, each.end) for each in told.baseline.times] == [
        (at("08:30", 2), at("12:00", 2)),
        (at("08:30", 1), at("08:50", 1)),
        (at("09:10", 1), at("12:00", 1)),
    ]


def test_a_warning_of_another_kind_leaves_a_day_as_it_usually_is(law: Law) -> None:
    told = figures(law, usual(1, 2), warning("08:00", "12:00", "red", kind="高温", name="old", week=1))

    assert told.baseline is not None
    assert told.baseline.slots == 42


def test_else_the_twelve_slots_before_the_start_are_usual(law: Law) -> None:
    told = figures(law, together(busy("05:50", "08:10", orders=30, promised=5)))

    assert told.baseline is not None
    assert [(each.start, each.end) for each in told.baseline.times] == [(at("06:00"), at("08:00"))]
    assert (told.baseline.kind, told.baseline.weeks, told.baseline.slots) == ("before", (), 12)


def test_slots_before_the_start_that_a_warning_touched_are_passed_over(law: Law) -> None:
    gale = warning("06:30", "07:05", kind="大风", name="w0")

    told = figures(law, busy("04:00", "08:00", orders=30, promised=5), gale)

    assert told.baseline is not None
    assert [(each.start, each.end) for each in told.baseline.times] == [
        (at("05:20"), at("06:30")),
        (at("07:10"), at("08:00")),
    ]


def test_slots_longer_ago_than_a_day_are_not_taken_for_those_before_the_start(law: Law) -> None:
    gale = warning("-15:30", "07:40", kind="大风", name="w0")

    (gusts, rain) = found(law, view(together(MANY, busy("-17:00", "08:00", orders=30, promised=5)), RAIN, gale))

    assert (gusts.episode, rain.episode) == ("w0/大风", "w1/暴雨")
    assert rain.pace is not None
    assert rain.pace.baseline is not None
    assert [(each.start, each.end) for each in rain.pace.baseline.times] == [
        (at("-16:00"), at("-15:30")),
        (at("07:40"), at("08:00")),
    ]


@pytest.mark.parametrize(("short_of", "reasons"), [(0, ("short_baseline",)), (1, ("no_baseline",))])
def test_slots_before_the_start_need_five_active_hours_too(law: Law, short_of: int, reasons: tuple[str, ...]) -> None:
    few = together(busy("07:10", "08:00", orders=30, promised=5), one("07:30", low=-short_of))

    assert judged(law, few).reasons == reasons


def test_without_a_baseline_there_are_no_figures(law: Law) -> None:
    finding = judged(law, {})

    assert (finding.kind, finding.reasons) == ("undecidable", ("no_baseline",))
    assert (finding.measured, finding.measured_low, finding.measured_high, finding.limit) == (None,) * 4
    assert finding.pace is not None
    assert (finding.pace.baseline, finding.pace.intake, finding.pace.promise) == (None, None, None)
    assert finding.pace.counted.accepted == 2100


def test_against_the_hours_before_the_start_a_platform_can_be_cleared(law: Law) -> None:
    eased = busy("08:30", "12:00", orders=27, promised=10)

    assert found(law, view(together(eased, BEFORE), RAIN)) == []
    assert len(found(law, view(together(eased, one("09:00", accepted=1), BEFORE), RAIN))) == 1


@pytest.mark.parametrize(("promised", "reasons"), [(5, ("short_baseline",)), (0, ("no_promises", "short_baseline"))])
def test_against_the_hours_before_the_start_nothing_beyond_undecidable_is_found(
    law: Law, promised: int, reasons: tuple[str, ...]
) -> None:
    finding = judged(law, busy("06:00", "08:00", orders=30, promised=promised))

    assert (finding.kind, finding.reasons, finding.severity) == ("undecidable", reasons, None)
    assert (finding.measured, finding.limit) == (100_000, 27_000)
    assert finding.summary.zh.endswith("只能与预警前数小时比较，不足以认定。")


def test_a_slot_in_the_gap_of_an_episode_is_usual(law: Law) -> None:
    told = figures(law, usual(1, 2), warning("08:00", "12:00", name="old", week=1, gaps=(("09:00", "09:10"),)))

    assert told.baseline is not None
    assert told.baseline.slots == 22
    assert told.baseline.times[-1].start == at("09:00", 1)


def test_a_warning_whose_share_is_nought_touches_a_slot_too(law: Law) -> None:
    told = figures(law, usual(1, 2, 3), warning("08:00", "12:00", "blue", name="old", week=1))

    assert told.baseline is not None
    assert told.baseline.weeks == (2, 3)


def test_where_an_area_has_no_cell_those_beside_it_stand_in_slot_by_slot(law: Law) -> None:
    own = together(usual(1, end="10:00"), usual(2))
    county = usual(1, orders=40)
    other = busy("10:00", "11:00", orders=1, week=1)

    (finding,) = found(law, view(together(MANY, own), RAIN, beside={"360111": county, "360121": other}))

    assert finding.pace is not None
    baseline = finding.pace.baseline
    assert baseline is not None
    # 9 slots of its own and 12 of the county, 6 of them of both counties
    assert baseline.counted.accepted == 10 * 9 + 40 * 12 + 1 * 6 + 10 * 21
    assert baseline.slots == 42
    rows = [row for row in baseline.by_slot if row.start < at("00:00", 1) + 24 * HOUR and row.start >= at("00:00", 1)]
    assert [row.area for row in rows] == ["360104"] * 9 + ["360111", "360121"] * 6 + ["360111"] * 6


def test_the_hours_before_the_start_take_those_beside_too_and_a_cell_without_anything_is_none(law: Law) -> None:
    empty = busy("06:00", "08:00", active=0)

    (finding,) = found(law, view(together(MANY, empty), RAIN, beside={"360111": BEFORE}))

    assert finding.reasons == ("short_baseline",)


def test_an_area_of_its_own_is_judged_by_its_own_cells_alone(law: Law) -> None:
    assert found(law, view(usual(1, 2), RAIN, beside={"360111": MANY})) == []
