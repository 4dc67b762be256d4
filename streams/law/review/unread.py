"""The law as it was read: without the values, ends and wage classes that nobody has read, so that the latest read ones hold.

An unread value decides nothing by itself. Where the law in force and the law as read differ, findings are made by both.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import product, zip_longest

from schemas.instants import NEVER
from schemas.legal_days import Day, day_start
from streams.law.registers.places import SECTORS, Area, places
from streams.law.table import Law
from streams.law.value import Ending, Value

Spans = list[tuple[int, int]]
"""Times `[from, until)` in ms."""


class UnreadLaw:
    """The unread values of a law: the law without them, and where and when that differs. Made once a law."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.as_read = _as_read(law) if _has_unread(law) else law
        self._spans: dict[str, Mapping[str, Spans]] = {}
        self._parties = ("", *sorted({each.where.platform for each in law.values if each.where.platform}))

    def concerns(self, rules: Collection[str], areas: Collection[str], first: int, last: int) -> bool:
        """True if a value of these law files differs in one of the areas at any instant (ms) from `first` to `last`."""
        if self.as_read is self.law:
            return False
        return any(
            start <= last and first < end
            for rule in rules
            for area in areas
            for start, end in self._of(rule).get(area, ())
        )

    def differs_for(self, rules: Collection[str]) -> bool:
        """True if a value of these law files differs anywhere at any time."""
        return self.as_read is not self.law and any(self._of(rule) for rule in rules)

    def in_force(self, day: Day) -> list[Value]:
        """The unread values that hold anywhere on a day, each once."""
        found: dict[tuple[str, Day, str], Value] = {}
        for value in self._all_on(day) if self.as_read is not self.law else ():
            found.setdefault((value.parameter, value.from_day, str(value.where)), value)
        return list(found.values())

    def _all_on(self, day: Day) -> Iterator[Value]:
        each = product(self.law.parameters, self.law.places.areas, SECTORS, self._parties)
        for parameter, area, sector, platform in each:
            value = self.law.value_on(parameter, sector=sector, area=area, day=day, platform=platform)
            if value is not None and value.status == "unread":
                yield value

    def _of(self, rule: str) -> Mapping[str, Spans]:
        if rule not in self._spans:
            mine = [each for each in self.law.parameters if each.partition(".")[0] == rule]
            spans = {
                area: [
                    span
                    for name, sector, platform in product(mine, SECTORS, self._parties)
                    for span in self._differing(name, sector, area, platform)
                ]
                for area in self.law.places.areas
            }
            self._spans[rule] = {area: each for area, each in spans.items() if each}
        return self._spans[rule]

    def _differing(self, parameter: str, sector: str, area: str, platform: str) -> Spans:
        laws = (self.law, self.as_read)
        lines = [dict(each.timeline(parameter, sector=sector, area=area, platform=platform)) for each in laws]
        days = sorted({day for line in lines for day in line})
        return [
            (day_start(day), NEVER if following is None else day_start(following))
            for day, following in zip_longest(days, days[1:])
            if self._differs(parameter, sector, area, day, platform)
        ]

    def _differs(self, parameter: str, sector: str, area: str, day: Day, platform: str) -> bool:
        laws = (self.law, self.as_read)
        held = [each.value_on(parameter, sector=sector, area=area, day=day, platform=platform) for each in laws]
        one, other = (each and (each.value, each.unit) for each in held)
        return one != other


@lru_cache(maxsize=16)
def unread_of(law: Law) -> UnreadLaw:
    """The unread values of a law; made once, as many judges may share a law."""
    return UnreadLaw(law)


def _has_unread(law: Law) -> bool:
    wages = (wage.status for area in _areas(law) for wage in area.wage_classes)
    return "unread" in {*(each.status for each in law.values), *(each.status for each in law.endings), *wages}


def _as_read(law: Law) -> Law:
    read: list[Value | Ending] = [each for each in law.values if each.status != "unread"]
    read += [each for each in law.endings if each.status != "unread"]
    areas = (
        replace(area, wage_classes=tuple(each for each in area.wage_classes if each.status != "unread"))
        for area in _areas(law)
    )
    known = places(areas, law.places.cities, law.places.provinces)
    return Law(read, law.modes, known, law.platforms, law.holidays, parameters=law.parameters)


def _areas(law: Law) -> tuple[Area, ...]:
    return (*law.places.counties.values(), *law.places.zones.values())
