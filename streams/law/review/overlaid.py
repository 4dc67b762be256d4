"""The changes that files laid over the law make to ours: values in the place of ours, rules switched off, doubtful sources.

Each is a sentence that begins with `file:line`. What is milder is said; nothing is refused: the regulator may choose so.
`registers` has those of places, platforms and holidays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from schemas.legal_days import Day, day_text
from schemas.texts.parsing import Parsed, parse
from streams.law.registers.places import SECTORS
from streams.law.review.agreements import is_milder
from streams.law.review.registers import REGISTERS, changes_of_registers
from streams.law.shape import ModeShape, RuleShape, ValueShape
from streams.law.table import Law
from streams.law.value import NO_RULE, NONE, Restriction, Value

FAR_AHEAD_DAYS: Final = 5 * 366
"""A value that begins more than five years after today: laws are announced a year or two ahead, so it is rather a slip."""

FIRST_YEAR: Final = 1949
"""The year before which no text of the law in force was published."""

_STRICTNESS: Final = ("off", "observe", "enforce")
_READ: Final = ("official", "copy")
_UNREAD: Final = "unread"
"""The status of a value that nobody has read: it decides nothing by itself, so it gives way."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Our law, the law with the files laid over it, and the texts of both by file name."""

    ours: Law
    theirs: Law
    our_texts: Mapping[str, str]
    texts: Mapping[str, str]

    def changes(self) -> list[str]:
        """A sentence for each value, mode, place, platform and holiday that is not as ours, by file and line.

        So is a value that stays and whose status or source is another: its status says what it may decide, its source is cited.
        """
        return [
            *(
                line
                for name, file in self._files()
                for line in (*self._values(name, file), *(line for line, _, _ in self._modes(name, file)))
            ),
            *changes_of_registers(self.ours.text, self.theirs.text, self.texts),
        ]

    def switched_off(self, until: Day) -> list[str]:
        """A sentence for each rule and place that is off by a file laid over ours, up to a day."""
        return [
            line
            for name, file in self._files()
            for line, mode, day in self._modes(name, file)
            if mode == "off" and day <= until
        ]

    def doubts(self, today: Day) -> list[str]:
        """A sentence for each value that says another number than ours of the same place in a text, or has an odd date."""
        return [
            f"{at}: {line}"
            for name, file in self._files()
            for at, parameter, shape in _entries(name, file)
            for line in (*self._unquoted(file, parameter, shape), *_odd_dates(file, shape, today))
        ]

    def _files(self) -> Iterator[tuple[str, Parsed[RuleShape]]]:
        for name, text in sorted(self.texts.items()):
            file = None if name in REGISTERS else parse(f"overlay/{name}", text, RuleShape, [])
            if file is not None:
                yield name.removesuffix(".yaml"), file

    def _values(self, rule: str, file: Parsed[RuleShape]) -> Iterator[str]:
        stricter = self._stricter(rule)
        for at, parameter, shape in _entries(rule, file):
            where = Restriction(frozenset(shape.sectors), frozenset(shape.areas), shape.wage_class, shape.platform)
            found = self._replaced(parameter, shape.from_day, where)
            if found is None:
                continue
            day, ours, theirs, milder = *found, stricter.get(parameter, "")
            word = shape.value if isinstance(shape.value, str) else ", ".join(shape.value)
            mark = "; milder" if _gives_way(ours, theirs, milder, word) else ""
            yield f"{at}: {parameter}, {where}: {_difference(ours, theirs, word)}, from {day_text(day)}{mark}"

    def _replaced(
        self, parameter: str, from_day: Day, where: Restriction
    ) -> tuple[Day, Value | None, Value | None] | None:
        """The first day and place at which an entry holds and is not as ours, with both; None where it never is.

        A day on which we have a value goes before those on which we have none, and another value before another status or source.
        """
        found = list[tuple[Day, bool, Value | None, Value | None]]()
        for area, sector in product(self.theirs.places.areas, SECTORS):
            place = {"sector": sector, "area": area, "platform": where.platform}
            for day in self._days(parameter, from_day, **place):
                if not self._fits(where, day, sector, area):
                    continue
                ours = self.ours.value_on(parameter, day=day, **place) if area in self.ours.places else None
                theirs = self.theirs.value_on(parameter, day=day, **place)
                holds = theirs is None or (theirs.from_day, theirs.where) == (from_day, where) or day == from_day
                if holds and _decides(ours) != _decides(theirs):
                    found.append((day, ours is None, ours, theirs))
        if not found:
            return None
        day, _, ours, theirs = min(found, key=lambda each: (each[1], not _is_another(each[2], each[3]), each[0]))
        return day, ours, theirs

    def _days(self, parameter: str, from_day: Day, *, sector: str, area: str, platform: str) -> list[Day]:
        """The first day of an entry, and those after it on which our value or the wage class of the place is another."""
        known = area in self.ours.places
        later = self.ours.timeline(parameter, sector=sector, area=area, platform=platform) if known else []
        classes = (each.from_day for each in self.theirs.places.area(area).wage_classes)
        return [from_day, *sorted({each for each in (*(day for day, _ in later), *classes) if each > from_day})]

    def _fits(self, where: Restriction, day: Day, sector: str, area: str) -> bool:
        place = self.theirs.places.area(area)
        wage = place.wage_class(day)
        return where.rank(sector, place, wage.name if wage else None, where.platform) is not None

    def _modes(self, rule: str, file: Parsed[RuleShape]) -> Iterator[tuple[str, str, Day]]:
        for index, shape in enumerate(file.shape.modes):
            changed = sorted(
                (day, ours, area)
                for area in shape.areas or self.theirs.places.areas
                for day, ours in self._mode_before(rule, area, shape)
            )
            for ours in dict.fromkeys(each[1] for each in changed):
                areas = [area for _, before, area in changed if before == ours]
                day = min(each[0] for each in changed if each[1] == ours)
                mark = "; milder" if _STRICTNESS.index(shape.mode) < _STRICTNESS.index(ours) else ""
                where = ", ".join(areas) if shape.areas else "everywhere"
                at = f"{file.text.file}:{file.text.line(('modes', index))}"
                yield (
                    f"{at}: {rule}, mode, {where}: {ours} -> {shape.mode}, from {day_text(day)}{mark}",
                    shape.mode,
                    day,
                )

    def _mode_before(self, rule: str, area: str, shape: ModeShape) -> Iterator[tuple[Day, str]]:
        """The first day on which a row gives an area another mode than ours, and ours then."""
        if area not in self.ours.places or rule not in self.ours.rules:
            return
        later = sorted(each.from_day for each in self.ours.modes if each.rule == rule)
        for day in (shape.from_day, *(each for each in later if each > shape.from_day)):
            ours, theirs = (law.mode(rule, area=area, day=day) for law in (self.ours, self.theirs))
            if theirs == shape.mode != ours:
                yield day, ours
                return

    def _stricter(self, rule: str) -> dict[str, str]:
        text = self.our_texts.get(f"{rule}.yaml")
        file = None if text is None else parse(rule, text, RuleShape, [])
        parameters = {} if file is None else file.shape.parameters
        return {f"{rule}.{name}": each.stricter for name, each in parameters.items()}

    def _unquoted(self, file: Parsed[RuleShape], parameter: str, shape: ValueShape) -> Iterator[str]:
        source = file.shape.sources.get(shape.source)
        if source is None or source.quote or shape.status not in _READ:
            return
        text = shape.value if isinstance(shape.value, str) else ", ".join(shape.value)
        ours = {
            each.text
            for each in self.ours.values
            if each.parameter == parameter
            and (each.source.document, each.source.article) == (source.document, source.article)
        }
        if ours and text not in ours:
            yield (
                f"{parameter}: {text} is {shape.status}, from {source.document} {source.article}, in which this release reads"
                f" {' / '.join(sorted(ours))}, and quotes no words of it; add the quote"
            )


def _entries(rule: str, file: Parsed[RuleShape]) -> Iterator[tuple[str, str, ValueShape]]:
    """The entries of a file with their `file:line` and parameter."""
    for name, parameter in file.shape.parameters.items():
        for index, shape in enumerate(parameter.values):
            yield f"{file.text.file}:{file.text.line(('parameters', name, 'values', index))}", f"{rule}.{name}", shape


def _decides(value: Value | None) -> object:
    """The fields of a value that decide or are cited; None where there is none."""
    return None if value is None else (value.value, value.status, str(value.source), value.source.quote)


def _is_another(ours: Value | None, theirs: Value | None) -> bool:
    return (ours and ours.value) != (theirs and theirs.value)


def _difference(ours: Value | None, theirs: Value | None, word: str) -> str:
    """The value before and after; of one that stays the status, and where that stays the source, before and after."""
    if ours is None or theirs is None:
        return f"{'none' if ours is None else ours.text} -> {word}"
    statuses = "" if ours.status == theirs.status else f"{ours.status} -> {theirs.status}"
    if _is_another(ours, theirs):
        return f"{ours.text} -> {word}" + (f", {statuses}" if statuses else "")
    if statuses:
        return f"{word} stays, {statuses}"
    return f"{word} stays, source {_cited(ours)} -> {_cited(theirs)}"


def _cited(value: Value) -> str:
    return f"{value.source} “{value.source.quote}”" if value.source.quote else str(value.source)


def _gives_way(ours: Value | None, theirs: Value | None, stricter: str, word: str) -> bool:
    """True where a value is less strict than ours, or nobody has read it, or where there is none any more."""
    if word in (NONE, NO_RULE):
        return ours is not None and theirs is None
    if ours is None or theirs is None:
        return False
    return (theirs.status == _UNREAD != ours.status) or (stricter != "" and is_milder(theirs, ours, stricter))


def _odd_dates(file: Parsed[RuleShape], shape: ValueShape, today: Day) -> Iterator[str]:
    if shape.from_day > today + FAR_AHEAD_DAYS:
        yield f"it begins on {day_text(shape.from_day)}, more than five years ahead; until then ours holds"
    source = file.shape.sources.get(shape.source)
    published = None if source is None else source.published
    if published is None:
        return
    if int(day_text(published)[:4]) < FIRST_YEAR:
        yield f"its source was published on {day_text(published)}, before {FIRST_YEAR}; is the year right?"
    if published > shape.from_day:
        yield f"its source was published on {day_text(published)}, after {day_text(shape.from_day)}, from which it holds"
