"""Subjects that a replay did not judge for want of law: a line for each parameter and area, with the nearest dates."""

import pytest

from schemas.legal_days import day_from_text
from streams.cli.recordings.unjudged_view import print_unjudged
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.tools.replay.result import ReplayResult
from tests.unit.law.laws import law


def missing(rest: Law, day: str, area: str = "360111", sector: str = "delivery") -> NoValueInForce:
    with pytest.raises(NoValueInForce) as caught:
        rest.find("rest.limit", sector=sector, area=area, day=day_from_text(day))
    return caught.value


def said(capsys: pytest.CaptureFixture[str], *errors: NoValueInForce) -> list[str]:
    outcome = ReplayResult(0, 0, 0, 0)
    outcome.unjudged = {(each.parameter, each.area, each.sector, each.day): each for each in errors}
    print_unjudged(outcome)
    return capsys.readouterr().err.splitlines()


def test_the_days_of_a_parameter_and_area_are_one_line_with_the_nearest_dates(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rest = law("2022-05-12 | 4 h")
    days = [
        missing(rest, day, sector=sector) for day in ("2022-05-11", "2022-05-09") for sector in ("delivery", "courier")
    ]

    lines = said(capsys, *days, missing(rest, "2022-05-11", area="360121"))

    none = "no value of rest.limit is in force there then (from 2022-05-12 it is 4 h)"
    assert lines == [
        f"not judged: stretches that began in 360111 on 2 days from 2022-05-09 to 2022-05-11 by rest: {none}",
        f"not judged: stretches that began in 360121 on 2022-05-11 by rest: {none}",
    ]


def test_nearest_dates_on_both_sides_are_named_each_once(capsys: pytest.CaptureFixture[str]) -> None:
    gap = law("2018-01-01 | 4 h | wage_class: II")

    (line,) = said(capsys, missing(gap, "2017-05-01", area="NC-GX"), missing(gap, "2022-05-01", area="NC-GX"))

    assert line.endswith("then (from 2018-01-01 it is 4 h; from 2021-04-01 there is none)")


def test_a_place_without_any_value_is_reported_with_none(capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = law("2022-05-12 | 4 h | areas: [360121]")

    (line,) = said(capsys, missing(elsewhere, "2022-06-01"))

    assert line.endswith("no value of rest.limit is in force there then (no other date has one)")


def test_whom_a_rule_raised_about_is_reported_with_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    outcome = ReplayResult(0, 0, 0, 0, aside={"rest_missed": 1_200})

    print_unjudged(outcome)

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("not judged: 1,200 workers or areas, since rest_missed raised an error about them")
