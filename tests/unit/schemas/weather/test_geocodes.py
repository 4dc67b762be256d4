"""The places that a weather message names, and the codes that are passed over."""

from collections import UserDict
from dataclasses import replace

import pytest

from schemas.weather.message import WeatherReader
from tests.unit.schemas.said import PLACES
from tests.unit.schemas.weather.messages import alert, geocode, info, read, taken

ALL = ("360104", "360113", "360121")


def named(area: str) -> tuple[str, ...]:
    row = taken(alert(info(area=area)))
    assert {each.counties for each in row.begins} == {row.counties}
    return row.counties


def described(text: str) -> str:
    return f"<areaDesc>{text}</areaDesc>{geocode('360000')}"


def test_lists_are_cut_at_commas_and_blanks_and_codes_of_all_areas_count() -> None:
    areas = f"{geocode('360113000000')}</area><area><geocode>360104， 410000000000,\n360104 360121000000</geocode>"

    assert named(areas) == ALL
    assert named(geocode("360113,360104")) == ("360104", "360113")


def test_a_city_names_all_of_its_areas_and_a_county_itself() -> None:
    assert named(geocode("360100000000")) == named(geocode("360100")) == ALL
    assert named(geocode("360121")) == ("360121",)


@pytest.mark.parametrize(
    "text", ["全省", "江西省全省", "江西省", "南昌市", "九江、南昌市、进贤", "南昌市，南昌县", "南昌西部"]
)
def test_a_province_names_all_of_our_areas_where_its_description_does(text: str) -> None:
    assert named(described(text)) == ALL


@pytest.mark.parametrize(
    ("text", "counties"),
    [
        ("南昌市青云谱区", ("360104",)),
        ("南昌市（青云谱区、红谷滩区）", ("360104", "360113")),
        ("南昌县", ("360121",)),
        ("江西省南昌市南昌县", ("360121",)),
    ],
)
def test_a_province_else_names_the_counties_of_its_description(text: str, counties: tuple[str, ...]) -> None:
    assert named(described(text)) == counties


@pytest.mark.parametrize("text", ["", "九江市", "江西省北部"])
def test_a_province_whose_description_names_none_of_us_names_none(text: str) -> None:
    assert read(alert(info(area=described(text)))).rows == []


def test_a_town_counts_as_its_county_only_where_the_areas_file_says_so() -> None:
    assert named(geocode("360121101000", "360104001000")) == ("360121",)
    assert named(geocode("360121101201")) == ("360121",)
    assert read(alert(info(area=geocode("360104001000")))).rows == []


@pytest.mark.parametrize("code", ["36010", "3601040", "36010A", "NC-GX", "３６０１０４", "360104000000000", "JXZ014"])
def test_a_code_of_another_scheme_is_passed_over(code: str) -> None:
    reading = read(alert(info(area=geocode("360104", code))))

    assert [row.counties for row in reading.rows] == [("360104",)]
    assert reading.passed == [f"info[0]/area[0]/geocode[1]/value: {code} is passed over: a code of another scheme"]


@pytest.mark.parametrize("scheme", ["UGC", "SAME", "FIPS6", "EMMA_ID"])
def test_six_digits_of_a_named_other_scheme_are_no_code_of_ours(scheme: str) -> None:
    other = geocode("360113").replace("GB/T 2260", scheme)

    assert named(geocode("360104") + other) == ("360104",)


@pytest.mark.parametrize("area", [None, "", "<geocode/>", "<areaDesc>南昌市</areaDesc>", geocode(" "), geocode("x")])
def test_a_warning_without_a_place_of_ours_is_passed_over(area: str | None) -> None:
    reading = read(alert(info(area=area)))

    assert (reading.rows, reading.faults, len(reading.passed) >= 1) == ([], [], True)


def test_a_lift_without_a_code_of_our_scheme_is_everywhere_and_one_elsewhere_is_not() -> None:
    def lift(area: str | None) -> list[tuple[tuple[str, ...], bool]]:
        rows = read(alert(info(headline="解除暴雨预警", area=area))).rows
        return [(each.counties, each.everywhere) for row in rows for each in row.lifts]

    assert lift(None) == lift(geocode("JXZ014")) == [((), True)]
    assert lift(geocode("360104", "JXZ014")) == [(("360104",), False)]
    assert lift(geocode("360200")) == []


class Provinces(UserDict[str, str]):
    """Names of provinces that count how often one is asked for."""

    asked = 0

    def __getitem__(self, code: str) -> str:
        self.asked += 1
        return super().__getitem__(code)


def test_the_words_beside_a_code_are_read_once_however_often_a_list_names_it() -> None:
    provinces = Provinces(PLACES.weather.provinces)
    reader = WeatherReader(replace(PLACES, weather=replace(PLACES.weather, provinces=provinces)))
    area = f"<areaDesc>{'江西西湖' * 50}</areaDesc>{geocode(','.join(['360000'] * 500))}"

    reading = reader.read(alert(info(area=area)), arrival=None, offset=0)

    assert len(reading.passed) == 501
    assert provinces.asked == 1
