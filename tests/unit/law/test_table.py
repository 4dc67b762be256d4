import pytest

from schemas.legal_days import day_from_text
from streams.law.errors import NoValueInForce, UnknownParameter
from streams.law.table import Law
from tests.unit.law.laws import entry, law


def held(rest: Law, day: str, area: str = "360111", sector: str = "delivery") -> str:
    return rest.find("rest.limit", sector=sector, area=area, day=day_from_text(day)).text


def silence(rest: Law, day: str, area: str = "360111", parameter: str = "rest.limit") -> str:
    with pytest.raises(NoValueInForce) as caught:
        rest.find(parameter, sector="delivery", area=area, day=day_from_text(day))
    return str(caught.value)


def test_a_value_holds_from_its_day_until_the_next() -> None:
    rest = law("2022-05-12 | 4 h", "2023-01-01 | 3 h")

    days = ["2022-05-12", "2022-12-31", "2023-01-01", "2040-01-01"]

    assert [held(rest, day) for day in days] == ["4 h", "4 h", "3 h", "3 h"]


def test_the_day_before_the_law_has_no_value_and_the_error_says_what_is_nearest() -> None:
    rest = law("2022-05-12 | 4 h", "2023-01-01 | 3 h")

    assert silence(rest, "2022-05-11") == (
        "rest.limit has no value in force on 2022-05-11 for delivery in 360111 (青山湖区): from 2022-05-12 it is 4 h;"
        " add an entry to rest.yaml if the law says more"
    )


def test_the_error_carries_what_was_asked() -> None:
    with pytest.raises(NoValueInForce) as caught:
        law("2022-05-12 | 4 h").find("rest.limit", sector="courier", area="360121", day=7)

    error = caught.value
    assert (error.parameter, error.sector, error.area, error.day) == ("rest.limit", "courier", "360121", 7)
    assert error.nearest == ("from 2022-05-12 it is 4 h",)


def test_a_value_that_ends_with_a_wage_class_is_named_with_its_end() -> None:
    rest = law("2018-01-01 | 4 h | wage_class: II")

    assert "from 2018-01-01 it is 4 h; from 2021-04-01 there is none" in silence(rest, "2022-01-01", area="NC-GX")


def test_a_place_without_any_value_is_told_so() -> None:
    rest = law("2022-05-12 | 4 h | areas: [360121]")

    assert "no other date has one" in silence(rest, "2022-05-12")


def test_an_unknown_area_has_no_value_and_the_error_lists_the_known() -> None:
    said = silence(law("2022-05-12 | 4 h"), "2022-05-12", area="360105")

    assert said.endswith("in 360105, which is no county or zone of areas.yaml (allowed: 360111, 360121, NC-GX, NC-X)")


def test_an_unknown_parameter_is_another_error() -> None:
    with pytest.raises(UnknownParameter, match=r"given the parameter 'rest\.limt'; allowed: rest\.limit"):
        law("2022-05-12 | 4 h").find("rest.limt", sector="delivery", area="360111", day=20000)


def test_the_value_of_a_sector_stands_before_the_general_one_whatever_its_date() -> None:
    rest = law("2022-05-12 | 4 h", "2022-06-01 | 3 h | sectors: [courier]", "2023-01-01 | 2 h")

    assert [held(rest, day, sector="courier") for day in ("2022-05-31", "2022-06-01", "2023-01-01")] == [
        "4 h",
        "3 h",
        "3 h",
    ]
    assert held(rest, "2023-01-01", sector="delivery") == "2 h"


def test_a_zone_stands_before_its_first_county_and_that_before_all_others() -> None:
    county = law("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360111]", "2022-05-12 | 2 h | areas: [360121]")
    zone = law("2022-05-12 | 4 h", "2022-05-12 | 3 h | areas: [360111]", "2022-05-12 | 1 h | areas: [NC-GX]")

    assert held(county, "2022-05-12", area="NC-GX") == "3 h"
    assert held(zone, "2022-05-12", area="NC-GX") == "1 h"
    assert held(zone, "2022-05-12", area="NC-X") == "4 h"


def test_a_place_weighs_more_than_a_sector() -> None:
    rest = law("2022-05-12 | 4 h | sectors: [delivery]", "2022-05-12 | 3 h | areas: [360111]")

    assert held(rest, "2022-05-12") == "3 h"


def test_a_wage_class_stands_between_an_area_and_everywhere() -> None:
    classes = ("2018-01-01 | 3 h | wage_class: I", "2018-01-01 | 1 h | wage_class: II")
    rest = law("2018-01-01 | 4 h", *classes, "2018-01-01 | 2 h | areas: [360121]")

    assert held(rest, "2018-01-01", area="360121") == "2 h"
    assert held(rest, "2018-01-01", area="360111") == "3 h"
    assert held(rest, "2021-03-31", area="NC-GX") == "1 h"
    assert held(rest, "2021-04-01", area="NC-GX") == "3 h"
    assert held(rest, "2021-04-01", area="NC-X") == "2 h"


def test_a_value_that_rests_on_an_unread_wage_class_is_unread() -> None:
    rest = law("2018-01-01 | 4 h | wage_class: I", "2018-01-01 | 3 h | wage_class: II")
    day = day_from_text("2021-04-01")

    found = [rest.find("rest.limit", sector="delivery", area=area, day=day) for area in ("NC-GX", "360111")]

    assert [value.status for value in found] == ["unread", "copy"]


def test_asked_again_it_gives_the_same() -> None:
    rest = law("2022-05-12 | 4 h", "2023-01-01 | 3 h")

    twice = [held(rest, day) for day in ("2022-06-01", "2023-06-01", "2022-06-01", "2023-06-01")]

    assert twice == ["4 h", "3 h", "4 h", "3 h"]


def test_a_row_of_none_ends_a_value_and_the_more_general_holds_again() -> None:
    rest = law(
        "2022-05-12 | 4 h",
        "2022-06-01 | 3 h | areas: [360111]",
        "2023-01-01 | none | areas: [360111]",
        "2024-01-01 | 2 h",
    )

    assert [held(rest, day) for day in ("2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01")] == [
        "3 h",
        "4 h",
        "4 h",
        "2 h",
    ]


def test_a_value_after_the_end_holds_again() -> None:
    entries = ("2022-06-01 | 3 h", "2023-01-01 | none", "2024-01-01 | 2 h")
    rest = law("2022-05-12 | 4 h", *(f"{each} | areas: [360111]" for each in entries))

    assert [held(rest, day) for day in ("2022-12-31", "2023-12-31", "2024-01-01")] == ["3 h", "4 h", "2 h"]


def test_a_row_of_none_that_nothing_more_general_stands_behind_leaves_no_value_and_the_error_names_both_dates() -> None:
    rest = law("2022-05-12 | 4 h", "2023-01-01 | none")

    assert held(rest, "2022-12-31") == "4 h"
    assert "from 2022-05-12 it is 4 h; from 2023-01-01 there is none; add" in silence(rest, "2023-01-01")


def test_a_row_of_no_rule_leaves_no_value_there_though_the_more_general_holds_elsewhere() -> None:
    rest = law("2022-05-12 | 4 h", "2023-01-01 | no_rule | sectors: [courier]")

    assert held(rest, "2022-12-31", sector="courier") == "4 h"
    with pytest.raises(NoValueInForce):
        rest.find("rest.limit", sector="courier", area="360111", day=day_from_text("2023-01-01"))
    assert held(rest, "2023-01-01", sector="delivery") == "4 h"


def test_of_two_rows_of_one_scope_the_later_holds_though_they_name_other_areas_beside() -> None:
    rest = law("2022-05-12 | 4 h", "2022-06-01 | 3 h | areas: [360111, 360121]", "2023-01-01 | none | areas: [360111]")

    assert [held(rest, "2023-01-01", area=area) for area in ("360111", "360121")] == ["4 h", "3 h"]


def test_an_overlay_can_end_a_value_of_ours() -> None:
    rest = law("2022-05-12 | 4 h", overlay="parameters: {limit: {values: [" + entry("2023-01-01 | none") + "]}}")

    assert held(rest, "2022-12-31") == "4 h"
    assert silence(rest, "2023-01-01")


def test_a_value_of_an_overlay_names_ours_in_its_place() -> None:
    over = ("2020-01-01 | 7 h", "2022-05-12 | 5 h", "2022-06-01 | 6 h | areas: [360121]")
    laid = law("2022-05-12 | 4 h", overlay=f"parameters: {{limit: {{values: [{', '.join(map(entry, over))}]}}}}")

    found = {value.text: value.replaces for value in laid.values}

    assert found == {"5 h": "4 h", "6 h": "4 h", "7 h": "nothing"}
    assert {value.replaces for value in law("2022-05-12 | 4 h").values} == {None}
