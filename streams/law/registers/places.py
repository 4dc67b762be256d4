"""The places where the law holds: counties, zones, cities and provinces; and the platforms that report. Decides no value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_args

from schemas.bilingual import Bilingual
from schemas.envelope import Sector
from schemas.feed.reading import PlacesKnown
from schemas.findings.finding import LawStatus
from schemas.legal_days import Day
from schemas.places import WeatherOffice, WeatherPlaces
from streams.law.registers.budget import USUAL, Budget
from streams.law.registers.settlement import Settlement

SECTORS: tuple[str, ...] = get_args(get_args(Sector)[0])
"""The sectors of the contract."""


@dataclass(frozen=True, slots=True)
class WageClass:
    """The minimum-wage class of a place from a day on, until the next."""

    name: str
    from_day: Day
    status: LawStatus


@dataclass(frozen=True, slots=True)
class Area:
    """A county (by its GB/T 2260 code) or a zone (by our own id), with the responsible body.

    `counties` are the counties that it lies in: a county lies in itself, a zone in one or more. Where a zone has no
    value of its own, that of the **first** county holds. `status`: whether these facts were read, or chosen.
    """

    id: str
    name: Bilingual
    counties: tuple[str, ...]
    body: Bilingual
    wage_classes: tuple[WageClass, ...]
    status: LawStatus

    @property
    def is_zone(self) -> bool:
        """True for a zone, false for a county."""
        return self.counties[0] != self.id

    def wage_class(self, day: Day) -> WageClass | None:
        """The wage class on a day; `None` where none is known."""
        held = (each for each in self.wage_classes if each.from_day <= day)
        return max(held, key=lambda each: each.from_day, default=None)


@dataclass(frozen=True, slots=True)
class Platform:
    """A listed platform, its sectors, its budget: how much of it is kept, and the periods by which it settles, ascending."""

    id: str
    name: Bilingual
    sectors: tuple[str, ...]
    budget: Budget = USUAL
    settles: tuple[Settlement, ...] = ()


@dataclass(frozen=True, slots=True)
class WeatherGazetteer:
    """The names in weather messages beside places: offices, towns that count as their county, and kinds beside the 14 signals.

    `kinds`: the English name by the Chinese one. `towns`: the county by the code of nine digits.
    """

    offices: tuple[WeatherOffice, ...] = ()
    towns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """Every place that the law names. `area in places` is true of counties and zones alone."""

    counties: Mapping[str, Area]
    zones: Mapping[str, Area]
    cities: Mapping[str, Bilingual]
    provinces: Mapping[str, Bilingual]
    weather: WeatherGazetteer = field(default_factory=WeatherGazetteer)
    _areas: dict[str, Area] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_areas", {**self.counties, **self.zones})

    def __contains__(self, area: object) -> bool:
        return area in self._areas

    @property
    def areas(self) -> tuple[str, ...]:
        """The ids of all counties and zones, counties first, in the order of the file."""
        return tuple(self._areas)

    def area(self, area: str) -> Area:
        """A county or zone; `KeyError` where there is none of that id."""
        return self._areas[area]

    def beside(self, area: str) -> tuple[str, ...]:
        """The areas that share ground with one: of a zone the counties that it lies in, of a county the zones in it."""
        if area in self.zones:
            return self.zones[area].counties
        return tuple(zone.id for zone in self.zones.values() if area in zone.counties)

    def name(self, code: str) -> Bilingual:
        """The name of a county, zone, city or province; the code itself where it is none of these."""
        if code in self._areas:
            return self._areas[code].name
        return self.cities.get(code) or self.provinces.get(code) or Bilingual(code, code)

    @property
    def known(self) -> PlacesKnown:
        """The places as the readers of the feed and of weather messages need them."""
        return PlacesKnown(
            areas=frozenset(self.areas),
            cities=frozenset(self.cities),
            weather=WeatherPlaces(
                counties={code: area.name.zh for code, area in self.counties.items()},
                cities={code: name.zh for code, name in self.cities.items()},
                provinces={code: name.zh for code, name in self.provinces.items()},
                towns=self.weather.towns,
                offices=self.weather.offices,
                kinds=tuple(self.weather.kinds),
            ),
        )

    def lies_in(self) -> Mapping[str, tuple[str, ...]]:
        """The counties that each area lies in, by its id: a county in itself."""
        return {area.id: area.counties for area in self._areas.values()}

    def reached_by(self, code: str) -> tuple[str, ...]:
        """The areas that lie in a county, city or province: a zone in any county that it has land in.

        A zone's own id reaches that zone; a code that is none of these reaches nothing.
        """
        if code in self.zones:
            return (code,)
        digits = 6 if code in self.counties else 4 if code in self.cities else 2 if code in self.provinces else None
        if digits is None:
            return ()
        stem = code[:digits]
        return tuple(
            area.id for area in self._areas.values() if any(county.startswith(stem) for county in area.counties)
        )


def places(
    areas: Iterable[Area],
    cities: Mapping[str, Bilingual],
    provinces: Mapping[str, Bilingual],
    weather: WeatherGazetteer | None = None,
) -> Places:
    """Build places from a list of counties and zones."""
    known = list(areas)
    return Places(
        {area.id: area for area in known if not area.is_zone},
        {area.id: area for area in known if area.is_zone},
        cities,
        provinces,
        weather or WeatherGazetteer(),
    )
