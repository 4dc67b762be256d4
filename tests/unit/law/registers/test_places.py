import pytest

from schemas.bilingual import Bilingual
from schemas.places import WeatherPlaces
from streams.law.files import packaged_law
from streams.law.reading.loader import load_law
from tests.unit.law.laws import AREAS, PLATFORMS, faults, law

PLACES = law("2022-05-12 | 4 h").places


def test_counties_and_zones_are_areas_and_nothing_else_is() -> None:
    known = [code in PLACES for code in ("360111", "NC-GX", "360100", "360000", "360105", "")]

    assert known == [True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("code", "reached"),
    [
        ("360111", ("360111", "NC-GX")),
        ("360121", ("360121", "NC-GX", "NC-X")),
        ("NC-X", ("NC-X",)),
        ("360100", ("360111", "360121", "NC-GX", "NC-X")),
        ("360000", ("360111", "360121", "NC-GX", "NC-X")),
        ("360200", ()),
        ("370000", ()),
        ("360105", ()),
        ("000000", ()),
        ("", ()),
    ],
)
def test_a_warning_reaches_a_zone_by_any_county_that_it_lies_in(code: str, reached: tuple[str, ...]) -> None:
    assert PLACES.reached_by(code) == reached


def test_every_place_has_a_name_and_an_unknown_one_is_its_code() -> None:
    names = [PLACES.name(code).zh for code in ("360121", "NC-GX", "360100", "360000", "360105")]

    assert names == ["南昌县", "高新区", "南昌市", "江西省", "360105"]


def test_a_zone_has_its_own_body_and_says_that_it_is_one() -> None:
    zone, county = PLACES.area("NC-GX"), PLACES.area("360111")

    assert (zone.body, zone.is_zone, county.is_zone) == (Bilingual("管委会", "Committee"), True, False)


def test_a_listed_platform_has_a_name_and_sectors() -> None:
    hema = law("2022-05-12 | 4 h").platforms["hema"]

    assert (hema.name.zh, hema.sectors) == ("河马", ("delivery",))


OFFICES = """
offices:
  P: {zh: 省气象台, en: Province, channels: [渠道], source: list}
  C: {zh: 市气象台, en: City, names: [市气象局], codes: ["C2"], channels: [渠道], under: P, source: list}
  D: {zh: 县气象台, en: County, under: C, source: list}
towns: {360121101: "360121"}
weather_kinds: {雷雨大风: thunderstorm gale}
"""


def read(text: str) -> WeatherPlaces:
    return load_law({"areas.yaml": AREAS + text, "platforms.yaml": PLATFORMS}).places.known.weather


def test_offices_are_known_by_all_their_names_and_lie_below_all_above_them() -> None:
    known = read(OFFICES)

    assert [known.office_of(name) for name in ("C", "市气象台", "市气象局", "C2", "渠道", "x")] == [
        *"CCCC",
        "渠道",
        "x",
    ]
    assert [known.below(office) for office in "PCDx"] == [("C", "D"), ("D",), (), ()]
    assert (known.towns, known.kinds) == ({"360121101": "360121"}, ("雷雨大风",))
    assert (known.counties["360121"], known.cities, known.provinces) == (
        "南昌县",
        {"360100": "南昌市"},
        {"360000": "江西省"},
    )


def test_an_overlay_replaces_an_office_of_its_code_and_adds_others() -> None:
    files = {"areas.yaml": AREAS + OFFICES, "platforms.yaml": PLATFORMS}
    overlay = "sources: {own: {document: x}}\noffices: {D: {zh: 新县台, en: New, under: P, source: own}}"

    known = load_law(files, {"areas.yaml": overlay}).places.known.weather

    assert (known.office_of("新县台"), known.office_of("县气象台"), known.below("C")) == ("D", "县气象台", ())


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("offices: {P: {zh: 台, en: X, under: Q, source: list}}", "offices.P.under: given 'Q'"),
        (
            "offices: {P: {zh: 台, en: X, under: C, source: list}, C: {zh: 局, en: Y, under: P, source: list}}",
            "offices.P.under: given 'C'",
        ),
        ("offices: {P: {zh: 台, en: X, source: nowhere}}", "offices.P.source: given 'nowhere'"),
        ('towns: {360104101: "360121"}', "towns.360104101: given '360121'"),
    ],
)
def test_an_office_above_or_a_county_that_is_none_is_a_fault(text: str, given: str) -> None:
    found = faults({"areas.yaml": AREAS + text, "platforms.yaml": PLATFORMS})

    assert any(given in fault for fault in found), found


def test_the_packaged_offices_are_those_of_the_nation_the_province_the_city_and_its_counties() -> None:
    known = packaged_law().places.known.weather

    city, province = known.office_of("南昌市气象台"), known.office_of("江西省气象局")
    assert (city, province) == ("36010041600000", "36000041600000")
    assert len(known.below(city)) == 4
    assert city in known.below(province)
    assert known.office_of("国家预警信息发布中心") == "国家预警信息发布中心"
    assert known.kinds == ("雷雨大风", "雷暴大风", "海上大风", "台风暴雨")
