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
from streams.law.registers.settlement import Settlement, settled_by

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
    value of its own, that of the **first** county holds. `status`: whether these facts were read, or chosen. `overlaid`: it
    stands in a file laid over ours; `replaces`: then ours of its id, if any.
    """

    id: str
    name: Bilingual
    counties: tuple[str, ...]
    body: Bilingual
    wage_classes: tuple[WageClass, ...]
    status: LawStatus
    overlaid: bool = False
    replaces: "Area | None" = None

    @property
    def is_zone(self) -> bool:
        """True for a zone, false for a county."""
        return self.counties[0] != self.id

    def wage_class(self, day: Day) -> WageClass | None:
        """The wage class on a day; `None` where none is known."""
        held = (each for each in self.wage_classes if each.from_day <= day)
        return max(held, key=lambda each: each.from_day, default=None)

    def replaced_class(self, day: Day) -> str | None:
        """Our wage class in the place of another one on a day, as `wage class II`; None where the class is as ours."""
        if not self.overlaid:
            return None
        ours = None if self.replaces is None else self.replaces.wage_class(day)
        theirs = self.wage_class(day)
        if ours is None:
            return None if theirs is None else "no wage class"
        if theirs is not None and theirs.name == ours.name:
            return None if theirs.status == ours.status else f"wage class {ours.name} ({ours.status})"
        return f"wage class {ours.name}"

    def replaced_counties(self) -> str | None:
        """Our first county in the place of another one, whose values a zone has, as `county 360108`; None where it is as ours."""
        if not self.overlaid or not self.is_zone:
            return None
        ours = None if self.replaces is None else self.replaces.counties[0]
        return None if ours == self.counties[0] else f"county {ours}" if ours else "no zone"


@dataclass(frozen=True, slots=True)
class Platform:
    """A listed platform, its sectors, its budget: how much of it is kept, and the periods by which it settles, ascending.

    `overlaid`: it stands in a file laid over ours; `replaces`: then ours of its id, if any.
    """

    id: str
    name: Bilingual
    sectors: tuple[str, ...]
    budget: Budget = USUAL
    settles: tuple[Settlement, ...] = ()
    overlaid: bool = False
    replaces: "Platform | None" = None

    @property
    def shown_name(self) -> Bilingual:
        """Its name, with a mark where a file laid over ours gives it another."""
        return marked_name(self.name, None if self.replaces is None else self.replaces.name)

    def replaced_settlement(self, day: Day) -> str | None:
        """Our period in the place of another one on a day, as `settled by the day`; None where it is as ours."""
        ours = settled_by(self.replaces.settles if self.replaces else (), day)
        same = not self.overlaid or ours == settled_by(self.settles, day)
        return None if same else f"settled by the {ours}"


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

    def shown_name(self, code: str) -> Bilingual:
        """The name as pages show it: with a mark where a file laid over ours gives an area another name."""
        area = self._areas.get(code)
        ours = area.replaces if area else None
        return marked_name(self.name(code), None if ours is None else ours.name)

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


def marked_name(name: Bilingual, ours: Bilingual | None) -> Bilingual:
    """A name, with ours behind it where it stands in its place.

    >>> marked_name(Bilingual("甲", "A"), Bilingual("乙", "B")).zh
    '甲（本地名称，原为乙）'
    """
    if ours is None or ours == name:
        return name
    return Bilingual(f"{name.zh}（本地名称，原为{ours.zh}）", f"{name.en} [OVERLAY in place of {ours.en}]")


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
