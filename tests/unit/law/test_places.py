import pytest

from streams.law.geography.places import Name
from tests.unit.law.laws import law

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

    assert (zone.body, zone.is_zone, county.is_zone) == (Name("管委会", "Committee"), True, False)


def test_a_listed_platform_has_a_name_and_sectors() -> None:
    hema = law("2022-05-12 | 4 h").platforms["hema"]

    assert (hema.name.zh, hema.sectors) == ("河马", ("delivery",))
