"""Loads a `Law` from the texts of the law files, or reports every fault in them at once. Reads no file itself.

`areas.yaml` holds the places, `platforms.yaml` the platforms, `holidays.yaml` (optional) the statutory holidays,
`measuring.yaml` (optional) how the observer measures, every other file the rule of its stem. A file of the overlay changes the
packaged one of its name: an entry with the same parameter, restriction (sectors, areas, wage class, platform) and `from` replaces
the packaged one, any other is added. Modes are replaced by areas and `from`; counties, zones, cities, provinces and platforms by
their id; holidays by the year, whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed, Shape, parse
from streams.law.errors import LawError
from streams.law.reading.gazetteer import places_of, platforms_of
from streams.law.reading.holiday_years import holidays_of
from streams.law.reading.resolve import RuleFiles
from streams.law.review.old_words import old_words
from streams.law.shape import HolidaysShape, PlacesShape, PlatformsShape, RuleShape
from streams.law.table import Law
from streams.law.value import Ending, RuleMode, Value

AREAS, PLATFORMS, HOLIDAYS, MEASURING = "areas.yaml", "platforms.yaml", "holidays.yaml", "measuring.yaml"
NO_OVERLAY: Mapping[str, str] = MappingProxyType({})

S = TypeVar("S", bound=Shape)


def load_law(texts: Mapping[str, str], overlay: Mapping[str, str] = NO_OVERLAY) -> Law:
    """Load the law from texts by file name; `LawError` with every fault where they have any."""
    read = _Reader(texts, overlay, [*_missing(texts), *_unknown(texts, overlay)])
    areas, platforms = read.parsed(AREAS, PlacesShape), read.parsed(PLATFORMS, PlatformsShape)
    places = places_of(areas, read.faults) if areas else None
    holidays = holidays_of(read.parsed(HOLIDAYS, HolidaysShape), read.faults)
    known = platforms_of(platforms, read.faults)
    values: list[Value | Ending] = []
    modes: list[RuleMode] = []
    rules: list[RuleFiles] = []
    for name in sorted(set(texts) - {AREAS, PLATFORMS, HOLIDAYS}):
        files = read.parsed(name, RuleShape)
        if files:
            stem, measures = name.removesuffix(".yaml"), name == MEASURING
            rule = RuleFiles(stem, files, places, read.faults, measures=measures, platforms=frozenset(known))
            rules.append(rule)
            values += rule.values()
            modes += [] if rule.measures else rule.modes()
    if read.faults or places is None:
        raise LawError(read.faults)
    law = Law(values, modes, places, known, holidays, read.old_words)
    if milder := [fault for rule in rules for fault in rule.milder_than(law)]:
        raise LawError(milder)
    return law


@dataclass(slots=True)
class _Reader:
    """Parses the files of one name, ours and the overlay's, and gathers the faults of all."""

    texts: Mapping[str, str]
    overlay: Mapping[str, str]
    faults: list[FileFault]
    old_words: list[str] = field(default_factory=list)

    def parsed(self, name: str, shape: type[S]) -> tuple[Parsed[S], ...]:
        """The packaged file and the overlay's, as far as they exist; empty where one of them has faults."""
        named = [(name, self.texts.get(name)), (_shown(name), self.overlay.get(name))]
        files = [parse(shown, text, shape, self.faults) for shown, text in named if text is not None]
        whole = tuple(file for file in files if file)
        self.old_words += old_words(whole)
        return whole if len(whole) == len(files) else ()


def _missing(texts: Mapping[str, str]) -> list[FileFault]:
    return [FileFault(name, 1, "", "no such file", "a law with it") for name in (AREAS, PLATFORMS) if name not in texts]


def _unknown(texts: Mapping[str, str], overlay: Mapping[str, str]) -> list[FileFault]:
    allowed = f"a file of one of the names {', '.join(sorted(texts))}"
    return [FileFault(_shown(name), 1, "", f"the name {name!r}", allowed) for name in overlay if name not in texts]


def _shown(name: str) -> str:
    return f"overlay/{name}"
