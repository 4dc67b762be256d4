"""Geocodes of a weather message: the counties of ours that an `info` names, and what of its codes is passed over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from schemas.places import WeatherPlaces
from schemas.weather.xml import XmlPart, XmlText

_cut: Final = re.compile(r"[\s,，]+").split
_is_code: Final = re.compile(r"[0-9]{6}([0-9]{3}|[0-9]{6})?").fullmatch
_other_scheme: Final = re.compile("UGC|SAME|FIPS|EMMA|NUTS|CLC|CAP-CP|WARNCELL|ISO", re.IGNORECASE).search
"""Names of schemes of other countries, whose codes can have six digits too."""
_ALL: Final = "全省"
_BEFORE_COUNTY: Final = r"[\s：:（(的]*"
"""Signs that can stand between our city's name and that of a county in it."""
_QUOTED: Final = 80
"""Characters of an element that a refusal quotes: enough to recognise it."""


@dataclass(slots=True)
class Reached:
    """The counties of ours that an `info` names; `coded`: it has a code of our scheme. Mutable while it is read.

    `passed`: a remark about each code that was passed over.
    """

    counties: set[str] = field(default_factory=set)
    coded: bool = False
    passed: list[str] = field(default_factory=list)


def reached_by(info: XmlPart, places: WeatherPlaces) -> Reached:
    """The places that an `info` names."""
    found = Reached()
    for area in info.parts("area"):
        described = area.text_of("areaDesc")
        description = described.text if described else ""
        known: dict[str, set[str]] = {}
        for element, scheme in _codes(area):
            if _other_scheme(scheme) or not _is_code(element.text):
                found.passed.append(_remark(element, "a code of another scheme"))
                continue
            found.coded = True
            if element.text not in known:
                # once a code: the words beside it may be long, and a list may name it ten thousand times
                known[element.text] = _counties(element.text, description, places)
            counties = known[element.text]
            found.counties |= counties
            if not counties:
                found.passed.append(_remark(element, "a place elsewhere, or one that counts as no county of ours"))
    return found


def _codes(area: XmlPart) -> Iterator[tuple[XmlText, str]]:
    """Each code as it was written, with its scheme: the value of CAP's pair, or the text of the national list."""
    for geocode in area.parts("geocode"):
        name = geocode.text_of("valueName")
        for element in geocode.texts_of("value"):
            yield from ((each, name.text if name else "") for each in _split(element))
    for element in area.texts_of("geocode"):
        yield from ((each, "") for each in _split(element))


def _split(element: XmlText) -> Iterator[XmlText]:
    return (XmlText(element.where, code) for code in _cut(element.text) if code)


def _counties(code: str, description: str, places: WeatherPlaces) -> set[str]:
    """The counties of ours that a code of our scheme names."""
    stem, rest = code[:6], code[6:]
    if rest.strip("0"):
        county = places.towns.get(code[:9])
        return {county} if county is not None and county in places.counties else set()
    if stem in places.counties:
        return {stem}
    if stem in places.cities:
        return {county for county in places.counties if county.startswith(stem[:4])}
    if stem in places.provinces:
        return _described(stem, description, places)
    return set()


def _described(province: str, description: str, places: WeatherPlaces) -> set[str]:
    """The counties of ours that a province's code names, by the description beside it: all, or those in its words."""
    ours = {county for county in places.counties if county.startswith(province[:2])}
    whole = places.provinces[province]
    if _ALL in description or description in (whole, whole.removesuffix("省")) or _names_city(description, places):
        return ours
    return {county for county in ours if places.counties[county] in description}


def _names_city(description: str, places: WeatherPlaces) -> bool:
    """True where our city stands in the description, neither before a county's name nor as the beginning of one."""
    counties = "|".join(map(re.escape, places.counties.values()))
    for city in places.cities.values():
        stem = city.removesuffix("市")
        for each in re.finditer(f"{stem}市?", description):
            as_county = re.compile(counties).match(description, each.start())
            if not as_county and not re.compile(f"{_BEFORE_COUNTY}({counties})").match(description, each.end()):
                return True
    return False


def _remark(element: XmlText, why: str) -> str:
    shown = element.text if len(element.text) <= _QUOTED else element.text[:_QUOTED] + "…"
    return f"{element.where}: {shown} is passed over: {why}"
