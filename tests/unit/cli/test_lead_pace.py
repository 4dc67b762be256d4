"""The figures of a lead about an area, as its page shows them."""

from dataclasses import replace

from schemas.findings.figures import PaceFigures, RedTime
from schemas.findings.finding import Finding
from streams.cli.leads.sections.pace import (
    SLOT_COLUMNS,
    WARNING_COLUMNS,
    level_rows,
    pace_rows,
    slot_rows,
    sum_rows,
    warning_rows,
)
from streams.cli.leads.sections.red import red_rows
from streams.facts.weather.episode import LevelSpan
from streams.law.files import packaged_law
from tests.unit.rules.areas import HOUR, Cells, at, busy, declared, found, together, usual, view, warning

MANY = busy("08:30", "12:00", orders=10, promised=1)
RAIN = warning("08:00", "12:00")


def rows(cells: Cells) -> dict[str, str]:
    seen = view(cells, RAIN, mitigations=(declared("limit_orders", "08:00", "12:00"),))
    (finding,) = found(packaged_law(), seen)
    return dict(pace_rows(figures(finding)))


def figures(finding: Finding) -> PaceFigures:
    assert finding.pace is not None
    return PaceFigures.model_validate_json(finding.pace.model_dump_json())


def test_the_page_shows_what_was_counted_and_allowed_and_that_neither_measure_shows() -> None:
    cells = together(usual(1, 2), MANY)
    (finding,) = found(packaged_law(), view(cells, RAIN))
    shown = rows(cells)

    assert shown["判定时间 judged time"] == ("2022-06-01 08:30:00.000 – 12:00:00.000，21 个十分钟时段 slots of 10 min")
    assert list(sum_rows(figures(finding))) == [
        ("判定 judged", "21", "75600000", "75600000", "210", "21", "12600000", "21000"),
        ("平时 usual", "42", "151200000", "151200000", "420", "42", "25200000", "42000"),
    ]
    assert list(level_rows(figures(finding))) == [("黄 yellow", "10", "21", "75600000", "75600000", "21000")]
    assert shown["接单 orders，已知 known"] == (
        "平时每小时 usual an hour 10.000，允许 allowed 189，接单 taken 210：未限单 NOT limited"
    )
    assert shown["承诺 promise"] == "承诺 promised 12600000 ms，应承诺 required 13860000 ms：未延长 NOT extended"
    assert shown["每公里毫秒 ms a km"] == "承诺 promised 600000，平时 usual 600000，应承诺 required 660000"
    assert shown["平台申报 declared"] == (
        "limit_orders，360104，2022-06-01 08:00:00.000 – 12:00:00.000，event m1：数据未见 the figures do NOT show it"
    )


def test_where_the_readings_differ_both_are_shown() -> None:
    shown = rows(together(usual(1, 2), busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR)))

    assert shown["接单 orders，已知 known"].endswith("允许 allowed 189，接单 taken 210：未限单 NOT limited")
    assert shown["接单 orders，含未知 with unknown"].endswith("允许 allowed 378，接单 taken 210：已限单 limited")
    assert shown["平台申报 declared"].endswith("the figures cannot tell")


def test_what_is_unknown_is_shown_as_unknown() -> None:
    without_promises = rows(together(usual(1, 2), busy("08:30", "12:00", orders=10)))
    without_baseline = rows(MANY)

    assert without_promises["承诺 promise"].endswith("unknown: too few orders with a promise and a distance")
    assert without_baseline["平时 usual"].endswith("unknown: too little active time in earlier weeks and before")
    assert without_baseline["平台申报 declared"].endswith("the figures cannot tell")


def test_the_slots_of_either_side_are_shown_and_add_up_to_what_was_counted() -> None:
    (finding,) = found(packaged_law(), view(together(usual(1, 2), MANY), RAIN))
    told = figures(finding)
    assert told.baseline is not None

    mine, its = list(slot_rows(told.by_slot)), list(slot_rows(told.baseline.by_slot))

    assert mine[0] == (
        "2022-06-01 08:30",
        "360104",
        "黄 yellow",
        "3600000",
        "3600000",
        "10",
        "1",
        "600000",
        "1000",
    )
    assert mine[-1] == ("合计 total", "", "", *map(str, dict(told.counted).values()))
    assert its[-1] == ("合计 total", "", "", *map(str, dict(told.baseline.counted).values()))
    assert (len(mine), len(its)) == (22, 43)
    assert {len(row) for row in (*mine, *its)} == {len(SLOT_COLUMNS)}


def test_the_warnings_are_shown_by_time_to_the_millisecond_with_the_highest_level() -> None:
    first = LevelSpan(at("08:00"), at("10:00:00.007"), "360100", "w1", "yellow")
    rain = warning("08:00", "12:00", "yellow", "10:00:00.007 red")
    second = LevelSpan(at("10:00:00.007"), at("12:00"), "360100", "w2", "red")
    (finding,) = found(packaged_law(), view(together(usual(1, 2), MANY), replace(rain, warnings=(first, second))))

    shown = list(warning_rows(figures(finding).warned))

    turn, day = "2022-06-01 10:00:00.007", "2022-06-01 {}"
    assert shown == [
        ("360100/w1", "黄 yellow", day.format("08:00:00.000"), "10:00:00.007"),
        ("360100/w2", "红 red", turn, "12:00:00.000"),
        ("最高 highest，暴雨", "黄 yellow", day.format("08:00:00.000"), "10:00:00.007"),
        ("最高 highest，暴雨", "红 red", turn, "12:00:00.000"),
    ]
    assert {len(row) for row in shown} == {len(WARNING_COLUMNS)}


def test_a_red_time_that_is_not_over_is_shown_so() -> None:
    red = (RedTime(start=at("09:00"), end=None, pushed=1, first_at=at("09:10"), last_at=at("09:10")),)

    assert list(red_rows(red)) == [
        ("2022-06-01 09:00:00.000", "未结束 not over", "1", "2022-06-01 09:10:00.000", "2022-06-01 09:10:00.000")
    ]
