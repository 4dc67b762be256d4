"""The law of a day and place: the dated value of a parameter in force there, and the mode in which a rule runs there.

The more particular goes before the more general, whatever its date: of a platform's own findings what it has agreed to; an entry
for the area itself, then for the first county of a zone, then for the wage class, then for everywhere; of two of these, the one
for the sector. Among equals the latest `from` not after the day. A value holds until the next of its scope, or until an entry
ends it (`none`, `no_rule`). Decides nothing about facts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from schemas.legal_days import Day, day_text
from streams.law.digest import law_digest, law_text
from streams.law.errors import NoValueInForce, UnknownParameter
from streams.law.registers.holidays import Holidays
from streams.law.registers.places import Area, Places, Platform
from streams.law.value import Ending, Mode, RuleMode, Value

_Entry = TypeVar("_Entry", Value | Ending, RuleMode)

_CACHED = 100_000
"""Most results in a cache: 24 parameters in 12 areas and three sectors on 100 days are 86,400. It is cleared when full."""

NO_HOLIDAYS = Holidays()
"""The holidays of a law without a table of any year."""


class Law:
    """Every value, mode, place, platform and statutory holiday.

    It never changes; results are cached, since each evaluation of a rule reads some ten values.
    """

    __slots__ = (
        "_agreed",
        "_mode_cache",
        "_modes",
        "_text",
        "_value_cache",
        "_values",
        "endings",
        "holidays",
        "modes",
        "old_words",
        "places",
        "platforms",
        "values",
    )

    def __init__(
        self,
        values: Iterable[Value | Ending],
        modes: Iterable[RuleMode],
        places: Places,
        platforms: Mapping[str, Platform],
        holidays: Holidays = NO_HOLIDAYS,
        old_words: Iterable[str] = (),
        parameters: Iterable[str] = (),
    ) -> None:
        """`old_words`: a sentence for each entry that is read though its file is written as it was before.

        `parameters`: names that are known though none of the values has them.
        """
        entries = tuple(values)
        self.values = tuple(each for each in entries if isinstance(each, Value))
        self.endings = tuple(each for each in entries if isinstance(each, Ending))
        self.modes = tuple(modes)
        self.places = places
        self.platforms = platforms
        self.holidays = holidays
        self.old_words = tuple(old_words)
        self._values: dict[str, list[Value | Ending]] = {name: [] for name in parameters}
        self._values |= _grouped((entry.parameter, entry) for entry in entries)
        self._agreed = frozenset((each.parameter, each.where.platform) for each in entries if each.where.platform)
        self._modes = _grouped((mode.rule, mode) for mode in self.modes)
        self._value_cache: dict[tuple[str, str, str, Day, str], Value] = {}
        self._text = ""
        self._mode_cache: dict[tuple[str, str, Day], tuple[Mode, str | None]] = {}

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of all parameters, in the order of the files."""
        return tuple(self._values)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that have a law file."""
        return tuple(self._modes)

    @property
    def text(self) -> str:
        """The law as one text, a line of JSON an entry, the same however its files are written; see `law_text`."""
        if not self._text:
            years = ((sort, each) for year in self.holidays.years for sort, each in self._year(year))
            entries = (
                ("value", self.values),
                ("ending", self.endings),
                ("mode", self.modes),
                ("platform", self.platforms.values()),
            )
            listed = ((sort, each) for sort, several in entries for each in several)
            self._text = law_text(chain(listed, years), self.places)
        return self._text

    @property
    def digest(self) -> str:
        """The SHA-256 of `text`, 64 hex digits: the law by which a finding was made."""
        return law_digest(self.text)

    def find(self, parameter: str, *, sector: str, area: str, day: Day, platform: str = "") -> Value:
        """The value in force for a sector and area on a day; for a platform's own findings where one is named.

        `NoValueInForce` where there is none or the area is not known; `UnknownParameter` where no file has the name.
        """
        agreed = platform if platform and (parameter, platform) in self._agreed else ""
        key = (parameter, sector, area, day, agreed)
        found = self._value_cache.get(key)
        if found is None:
            if len(self._value_cache) >= _CACHED:
                self._value_cache.clear()
            found = self._value_cache[key] = self._search(parameter, sector, area, day, agreed)
        return found

    def value_on(self, parameter: str, *, sector: str, area: str, day: Day, platform: str = "") -> Value | None:
        """The value in force for a sector and a known area on a day, for a platform's own findings where one is named.

        None where there is none. It is not cached.
        """
        return _holding(self._values[parameter], sector, self.places.area(area), day, platform)

    def agreed_by(self, rule: str) -> frozenset[str]:
        """The platforms that have agreed to values of a rule's file by themselves."""
        return frozenset(platform for parameter, platform in self._agreed if parameter.partition(".")[0] == rule)

    def mode(self, rule: str, *, area: str, day: Day) -> Mode:
        """The mode of a rule in an area on a day, `off` before its first; `UnknownParameter` where no file has it."""
        return self._moded(rule, area, day)[0]

    def replaced_mode(self, rule: str, *, area: str, day: Day) -> str | None:
        """Our mode in the place of one of an overlay that holds in an area on a day; None where it is ours."""
        return self._moded(rule, area, day)[1]

    def timeline(self, parameter: str, *, sector: str, area: str, platform: str = "") -> list[tuple[Day, Value | None]]:
        """The values in force by day: an item for each day on which the value changes; None from a day on without one."""
        place = self.places.area(area)
        days = {value.from_day for value in self._values[parameter]} | {each.from_day for each in place.wage_classes}
        line: list[tuple[Day, Value | None]] = []
        for day in sorted(days):
            value = _holding(self._values[parameter], sector, place, day, platform)
            if (value is not None) if not line else (line[-1][1] != value):
                line.append((day, value))
        return line

    def _year(self, year: int) -> Iterator[tuple[str, object]]:
        yield "year", str(year)
        yield from (("holiday", each) for each in self.holidays.of(year))

    def _search(self, parameter: str, sector: str, area: str, day: Day, platform: str) -> Value:
        if parameter not in self._values:
            raise UnknownParameter(f"given the parameter {parameter!r}; allowed: {', '.join(self._values)}")
        known = self.places.area(area) if area in self.places else None
        found = _holding(self._values[parameter], sector, known, day, platform) if known else None
        if found is None:
            raise self._none_in_force(parameter, sector, area, day, platform)
        return found

    def _moded(self, rule: str, area: str, day: Day) -> tuple[Mode, str | None]:
        found = self._mode_cache.get((rule, area, day))
        if found is None:
            if len(self._mode_cache) >= _CACHED:
                self._mode_cache.clear()
            found = self._mode_cache[rule, area, day] = self._mode(rule, area, day)
        return found

    def _mode(self, rule: str, area: str, day: Day) -> tuple[Mode, str | None]:
        if rule not in self._modes:
            raise UnknownParameter(f"given the rule {rule!r}; allowed: {', '.join(self._modes)}")
        if area not in self.places:
            return "off", None
        holding = _by_closeness(self._modes[rule], "", self.places.area(area), day, "")
        return (holding[0].mode, holding[0].replaces) if holding else ("off", None)

    def _none_in_force(self, parameter: str, sector: str, area: str, day: Day, platform: str) -> NoValueInForce:
        nearest = self._nearest(parameter, sector, area, day, platform) if area in self.places else ()
        start = f"{parameter} has no value in force on {day_text(day)} for {sector} in {area}"
        if area not in self.places:
            why = f"{start}, which is no county or zone of areas.yaml (allowed: {', '.join(self.places.areas)})"
        else:
            todo = f"add an entry to {parameter.partition('.')[0]}.yaml if the law says more"
            known = "; ".join(nearest) or "no other date has one"
            why = f"{start} ({self.places.name(area).zh}): {known}; {todo}"
        return NoValueInForce(why, parameter=parameter, sector=sector, area=area, day=day, nearest=nearest)

    def _nearest(self, parameter: str, sector: str, area: str, day: Day, platform: str) -> tuple[str, ...]:
        """The last two changes up to the day and the first after it, as texts."""
        line = self.timeline(parameter, sector=sector, area=area, platform=platform)
        before, after = [item for item in line if item[0] <= day][-2:], [item for item in line if item[0] > day][:1]
        return tuple(
            f"from {day_text(at)} {f'it is {value.text}' if value else 'there is none'}" for at, value in before + after
        )


def _grouped(pairs: Iterable[tuple[str, _Entry]]) -> dict[str, list[_Entry]]:
    groups: dict[str, list[_Entry]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return groups


def _by_closeness(entries: Sequence[_Entry], sector: str, area: Area, day: Day, platform: str) -> list[_Entry]:
    """The latest entry of each scope that fits the platform, place and sector on a day, the most particular first."""
    wage = area.wage_class(day)
    latest: dict[tuple[bool, int, bool], _Entry] = {}
    for entry in entries:
        rank = entry.where.rank(sector, area, wage.name if wage else None, platform) if entry.from_day <= day else None
        if rank is not None and (rank not in latest or entry.from_day >= latest[rank].from_day):
            latest[rank] = entry
    return [latest[rank] for rank in sorted(latest, reverse=True)]


def _holding(entries: Sequence[Value | Ending], sector: str, area: Area, day: Day, platform: str) -> Value | None:
    fitting = _by_closeness(entries, sector, area, day, platform)
    found = next((each for each in fitting if isinstance(each, Value) or each.final), None)
    if not isinstance(found, Value):
        return None
    wage, laid = area.wage_class(day), _laid_over(found, area, day)
    if found.where.wage_class and wage and wage.status == "unread":
        found = replace(found, status="unread")  # the value was read in a text, that it holds here was not
    return found if laid is None else replace(found, place_replaces=laid)


def _laid_over(found: Value, area: Area, day: Day) -> str | None:
    """Our wage class or county of the place, where an overlay has another one by which the value holds."""
    if found.where.wage_class:
        return area.replaced_class(day)
    return area.replaced_counties() if found.where.areas and area.id not in found.where.areas else None
