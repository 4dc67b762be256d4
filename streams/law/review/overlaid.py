"""The changes that files laid over the law make to ours: values in the place of ours, rules switched off, doubtful sources.

Each is a sentence that begins with `file:line`. What is milder is said; nothing is refused: the regulator may choose so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final

from schemas.legal_days import Day, day_text
from schemas.texts.parsing import Parsed, parse
from streams.law.geography.places import SECTORS
from streams.law.review.agreements import is_milder
from streams.law.shape import ModeShape, RuleShape, ValueShape
from streams.law.table import Law
from streams.law.value import NO_RULE, NONE, Restriction, Value

FAR_AHEAD_DAYS: Final = 5 * 366
"""A value that begins more than five years after today: laws are announced a year or two ahead, so it is rather a slip."""

FIRST_YEAR: Final = 1949
"""The year before which no text of the law in force was published."""

_STRICTNESS: Final = ("off", "observe", "enforce")
_READ: Final = ("official", "copy")
_OTHER_FILES: Final = frozenset({"areas.yaml", "platforms.yaml", "holidays.yaml"})


@dataclass(frozen=True, slots=True)
class Overlay:
    """Our law, the law with the files laid over it, and the texts of both by file name."""

    ours: Law
    theirs: Law
    our_texts: Mapping[str, str]
    texts: Mapping[str, str]

    def changes(self) -> list[str]:
        """A sentence for each value and mode that takes the place of ours, by file and line."""
        return [
            line
            for name, file in self._files()
            for line in (*self._values(name, file), *(line for line, _, _ in self._modes(name, file)))
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
            file = None if name in _OTHER_FILES else parse(f"overlay/{name}", text, RuleShape, [])
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
            held = "none" if ours is None else ours.text
            word = shape.value if isinstance(shape.value, str) else ", ".join(shape.value)
            mark = "; milder" if _gives_way(ours, theirs, milder, word) else ""
            yield f"{at}: {parameter}, {where}: {held} -> {word}, from {day_text(day)}{mark}"

    def _replaced(
        self, parameter: str, from_day: Day, where: Restriction
    ) -> tuple[Day, Value | None, Value | None] | None:
        """The first day and place at which an entry holds and gives another value than ours, with both; None where none does.

        A day on which we have a value goes before those on which we have none.
        """
        found = list[tuple[Day, bool, Value | None, Value | None]]()
        for area, sector in product(self.theirs.places.areas, SECTORS):
            wage = self.theirs.places.area(area).wage_class(from_day)
            if where.rank(sector, self.theirs.places.area(area), wage.name if wage else None, where.platform) is None:
                continue
            place = {"sector": sector, "area": area, "platform": where.platform}
            known = area in self.ours.places
            later = [day for day, _ in self.ours.timeline(parameter, **place)] if known else []
            for day in (from_day, *(each for each in later if each > from_day)):
                ours = self.ours.value_on(parameter, day=day, **place) if known else None
                theirs = self.theirs.value_on(parameter, day=day, **place)
                holds = theirs is None or (theirs.from_day, theirs.where) == (from_day, where) or day == from_day
                if holds and (ours and ours.value) != (theirs and theirs.value):
                    found.append((day, ours is None, ours, theirs))
        if not found:
            return None
        day, _, ours, theirs = min(found, key=lambda each: (each[1], each[0]))
        return day, ours, theirs

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


def _gives_way(ours: Value | None, theirs: Value | None, stricter: str, word: str) -> bool:
    """True where a value is less strict than ours, or where there is none any more."""
    if word in (NONE, NO_RULE):
        return ours is not None and theirs is None
    return ours is not None and theirs is not None and stricter != "" and is_milder(theirs, ours, stricter)


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
