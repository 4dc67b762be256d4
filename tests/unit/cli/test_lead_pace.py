"""The figures of a lead about an area, as its page shows them."""

from dataclasses import replace

from schemas.findings.figures import PaceFigures, RedTime
from schemas.findings.finding import Finding
from streams.cli.leads.pace import SLOT_COLUMNS, WARNING_COLUMNS, pace_rows, red_rows, slot_rows, warning_rows
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
    shown = rows(together(usual(1, 2), MANY))

    assert shown["judged"] == "2022-06-01 08:30:00 +08:00 to 2022-06-01 12:00:00 +08:00, 21 slots of 10 min"
    assert shown["counted"] == (
        "210 orders in 21 h 00 min 00 s of active time, 3 h 30 min 00 s promised for 21000 m by 21 of them"
    )
    assert shown["under yellow"] == "21 slots, share 10 %: 21 h 00 min 00 s active, 21000 m promised"
    assert shown["orders"] == "210 taken, 189 allowed (usual an active hour: 10.000): NOT limited"
    assert shown["promise"] == (
        "3 h 30 min 00 s promised, 3 h 51 min 00 s required "
        "(a km 0 h 10 min 00 s, usual 0 h 10 min 00 s, required 0 h 11 min 00 s): NOT extended"
    )
    assert shown["declared"] == (
        "limit_orders in 360104, 2022-06-01 08:00:00 +08:00 to 2022-06-01 12:00:00 +08:00 (event m1): "
        "the figures do NOT show it"
    )


def test_where_the_readings_differ_both_are_shown() -> None:
    shown = rows(together(usual(1, 2), busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR)))

    assert shown["orders"] == (
        "210 taken, 189 (with unknown time 378) allowed (usual an active hour: 10.000): "
        "NOT limited (with unknown time limited)"
    )
    assert shown["declared"].endswith("the figures cannot tell")


def test_what_is_unknown_is_shown_as_unknown() -> None:
    without_promises = rows(together(usual(1, 2), busy("08:30", "12:00", orders=10)))
    without_baseline = rows(MANY)

    assert without_promises["promise"] == "unknown: too few orders with a promise and a distance"
    assert without_baseline["usual"] == "unknown: too little active time in earlier weeks and before the warning"
    assert without_baseline["declared"].endswith("the figures cannot tell")


def test_the_slots_of_either_side_are_shown_and_add_up_to_what_was_counted() -> None:
    (finding,) = found(packaged_law(), view(together(usual(1, 2), MANY), RAIN))
    told = figures(finding)
    assert told.baseline is not None

    mine, its = list(slot_rows(told.by_slot)), list(slot_rows(told.baseline.by_slot))

    assert mine[0] == (
        "2022-06-01 08:30:00 +08:00",
        "360104",
        "yellow",
        "3600000",
        "3600000",
        "10",
        "1",
        "600000",
        "1000",
    )
    assert mine[-1] == ("total", "", "", *map(str, dict(told.counted).values()))
    assert its[-1] == ("total", "", "", *map(str, dict(told.baseline.counted).values()))
    assert (len(mine), len(its)) == (22, 43)
    assert {len(row) for row in (*mine, *its)} == {len(SLOT_COLUMNS)}


def test_the_warnings_are_shown_by_time_to_the_millisecond_with_the_highest_level() -> None:
    first = LevelSpan(at("08:00"), at("10:00:00.007"), "360100", "w1", "yellow")
    rain = warning("08:00", "12:00", "yellow", "10:00:00.007 red")
    second = LevelSpan(at("10:00:00.007"), at("12:00"), "360100", "w2", "red")
    (finding,) = found(packaged_law(), view(together(usual(1, 2), MANY), replace(rain, warnings=(first, second))))

    shown = list(warning_rows(figures(finding).warned))

    turn, day = "2022-06-01 10:00:00.007 +08:00", "2022-06-01 {} +08:00"
    assert shown == [
        ("w1/暴雨", "360100/w1", "yellow", day.format("08:00:00.000"), turn),
        ("w1/暴雨", "360100/w2", "red", turn, day.format("12:00:00.000")),
        ("w1/暴雨", "highest in force", "yellow", day.format("08:00:00.000"), turn),
        ("w1/暴雨", "highest in force", "red", turn, day.format("12:00:00.000")),
    ]
    assert {len(row) for row in shown} == {len(WARNING_COLUMNS)}


def test_a_red_time_that_is_not_over_is_shown_so() -> None:
    red = (RedTime(start=at("09:00"), end=None, pushed=1, first_at=at("09:10"), last_at=at("09:10")),)

    assert list(red_rows(red)) == [
        ("2022-06-01 09:00:00 +08:00", "not over", "1", "2022-06-01 09:10:00 +08:00", "2022-06-01 09:10:00 +08:00")
    ]
