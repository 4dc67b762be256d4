"""Builds `Places` and platforms from the files of places and platforms; an overlay's entry replaces the one of its id."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from schemas.bilingual import Bilingual
from schemas.legal_days import day_text
from schemas.places import WeatherOffice
from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed
from streams.law.reading.sources import source_named
from streams.law.registers.budget import Budget
from streams.law.registers.places import Area, Places, Platform, WageClass, WeatherGazetteer, places
from streams.law.registers.settlement import Settlement
from streams.law.shape import CountyShape, NameShape, OfficeShape, PlacesShape, PlatformShape, PlatformsShape


def places_of(files: Sequence[Parsed[PlacesShape]], faults: list[FileFault]) -> Places:
    """Merge the places of the files; errors are added to the faults."""
    counties = {code for file in files for code in file.shape.counties}
    areas: dict[str, Area] = {}
    cities: dict[str, Bilingual] = {}
    provinces: dict[str, Bilingual] = {}
    ours: dict[str, Area] = {}
    for file in files:
        found = {code: _area(code, county, (code,)) for code, county in file.shape.counties.items()}
        found |= {key: _area(key, zone, tuple(zone.counties)) for key, zone in file.shape.zones.items()}
        if file is not files[0]:
            found = {key: replace(area, overlaid=True, replaces=ours.get(key)) for key, area in found.items()}
        areas |= found
        ours = ours or found
        faults += [*_unknown(file, files, counties), *_unsorted(file)]
        cities |= {code: _name(city) for code, city in file.shape.cities.items()}
        provinces |= {code: _name(province) for code, province in file.shape.provinces.items()}
    return places(areas.values(), cities, provinces, _weather(files, counties, faults))


def platforms_of(files: Sequence[Parsed[PlatformsShape]], faults: list[FileFault]) -> dict[str, Platform]:
    """Merge the platforms of the files, by id; errors are added to the faults."""
    found: dict[str, Platform] = {}
    ours: dict[str, Platform] = {}
    for file in files:
        laid = file is not files[0]
        for key, shape in file.shape.platforms.items():
            faults += _unsettled(file, key, shape)
            found[key] = Platform(
                key,
                _name(shape),
                tuple(shape.sectors),
                Budget(**shape.budget.model_dump(exclude_none=True)),
                tuple(Settlement(each.by, each.from_day) for each in shape.settles),
                overlaid=laid,
                replaces=ours.get(key) if laid else None,
            )
        ours = ours or dict(found)
    return found


def _unsettled(file: Parsed[PlatformsShape], key: str, shape: PlatformShape) -> Iterator[FileFault]:
    """Faults of entries about a settlement that do not follow on one another."""
    for index, (before, after) in enumerate(pairwise(shape.settles), 1):
        path = ("platforms", key, "settles", index)
        if before.from_day >= after.from_day:
            given = f"{day_text(after.from_day)} below {day_text(before.from_day)}"
            yield file.fault((*path, "from"), given, "days that rise, each with one period")
        elif before.by == after.by:
            yield file.fault((*path, "by"), f"{after.by} as before", "another period than that of the entry above")


def _weather(files: Sequence[Parsed[PlacesShape]], counties: set[str], faults: list[FileFault]) -> WeatherGazetteer:
    """Merge offices, towns and kinds of warnings."""
    shapes = {key: shape for file in files for key, shape in file.shape.offices.items()}
    for file in files:
        for key, shape in file.shape.offices.items():
            source_named(shape.source, file, files, ("offices", key), faults)
            if shape.under and (shape.under not in shapes or key in _above(shape.under, shapes)):
                allowed = f"another office of areas.yaml that is not below it: {', '.join(sorted(shapes))}"
                faults.append(file.fault(("offices", key, "under"), repr(shape.under), allowed))
        faults += [
            file.fault(("towns", town), repr(county), "the county of areas.yaml with whose code the town's begins")
            for town, county in file.shape.towns.items()
            if county not in counties or not town.startswith(county)
        ]
    offices = tuple(
        WeatherOffice(key, frozenset({key, shape.zh, *shape.names, *shape.codes, *shape.channels}), _above(key, shapes))
        for key, shape in shapes.items()
    )
    towns = {town: county for file in files for town, county in file.shape.towns.items()}
    return WeatherGazetteer(offices, towns, {zh: en for file in files for zh, en in file.shape.weather_kinds.items()})


def _above(key: str, shapes: Mapping[str, OfficeShape]) -> frozenset[str]:
    """The ids of the offices above one, however far."""
    above: set[str] = set()
    while key in shapes and (key := shapes[key].under) and key not in above:
        above.add(key)
    return frozenset(above)


def _name(shape: NameShape) -> Bilingual:
    return Bilingual(shape.zh, shape.en)


def _area(key: str, shape: CountyShape, counties: tuple[str, ...]) -> Area:
    classes = tuple(
        WageClass(each.wage_class, each.from_day, each.read_status("unread")) for each in shape.wage_classes
    )
    return Area(key, _name(shape), counties, _name(shape.body), classes, shape.read_status("unread"))


def _sourced(file: Parsed[PlacesShape]) -> list[tuple[str, str, CountyShape]]:
    counties = [("counties", key, shape) for key, shape in file.shape.counties.items()]
    return counties + [("zones", key, shape) for key, shape in file.shape.zones.items()]


def _unsorted(file: Parsed[PlacesShape]) -> list[FileFault]:
    allowed = "days that rise, each with one wage class"
    return [
        file.fault(
            (section, key, "wage_classes", index + 1, "from"),
            f"{day_text(after.from_day)} below {day_text(before.from_day)}",
            allowed,
        )
        for section, key, shape in _sourced(file)
        for index, (before, after) in enumerate(pairwise(shape.wage_classes))
        if before.from_day >= after.from_day
    ]


def _unknown(file: Parsed[PlacesShape], files: Sequence[Parsed[PlacesShape]], counties: set[str]) -> list[FileFault]:
    """Faults for sources that no file has and for unknown counties."""
    faults: list[FileFault] = []
    for section, key, shape in _sourced(file):
        source_named(shape.source, file, files, (section, key), faults)
        for index, wage in enumerate(shape.wage_classes):
            source_named(wage.source, file, files, (section, key, "wage_classes", index), faults)
    allowed = f"a county of areas.yaml: {', '.join(sorted(counties))}"
    return faults + [
        file.fault(("zones", key, "counties", index), repr(county), allowed)
        for key, zone in file.shape.zones.items()
        for index, county in enumerate(zone.counties)
        if county not in counties
    ]
