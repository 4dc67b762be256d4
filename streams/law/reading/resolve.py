"""Builds the values and modes of a rule from its files, packaged and overlaid.

An overlay's entry replaces the packaged one with the same parameter, restriction and `from`, and is added where there is none.
Its sources precede the packaged ones of the same name. An overlay can delete nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations
from typing import Generic, TypeVar

from schemas.legal_days import day_text
from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed
from streams.law.reading.sources import source_named
from streams.law.registers.places import Places
from streams.law.review.agreements import milder
from streams.law.review.placeless import measuring_faults
from streams.law.shape import ModeShape, ParameterShape, RuleShape, ValueShape
from streams.law.table import Law
from streams.law.units import NAMES, read_value, units
from streams.law.value import NO_RULE, NONE, Ending, Restriction, RuleMode, Value

Entry = Value | Ending
E = TypeVar("E", Entry, RuleMode)
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Placed(Generic[E]):
    """An entry with its parameter or rule (`name`), its file and its path in it."""

    name: str
    entry: E
    file: Parsed[RuleShape]
    path: Path

    def rivals(self, other: "_Placed[E]") -> bool:
        """True if both would hold, equally close, from the same day on."""
        same = self.name == other.name and self.entry.from_day == other.entry.from_day
        return same and self.entry.where.overlaps(other.entry.where)


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """A rule's file and, after it, the overlay's. Without `places` (they have faults) areas are not looked up.

    `measures`: the file of the measuring values, which has no modes and whose values have no place and no end, and are read.
    `platforms`: those that a value may name.
    """

    rule: str
    files: tuple[Parsed[RuleShape], ...]
    places: Places | None
    faults: list[FileFault]
    measures: bool = False
    platforms: frozenset[str] = frozenset()

    def values(self) -> list[Entry]:
        """The values, and what ends them, in order of the files; errors are added to the faults."""
        placed = list(chain.from_iterable(map(self._values, self.files)))
        ours = [each.entry for each in placed if each.file is self.files[0]]
        return [
            replace(each.entry, replaces=_replaced(each.entry, ours))
            if isinstance(each.entry, Value) and each.file is not self.files[0]
            else each.entry
            for each in self._merged(placed)
        ]

    def modes(self) -> list[RuleMode]:
        """The modes in order of the files; errors are added to the faults."""
        placed = list(chain.from_iterable(map(self._modes, self.files)))
        ours = [each.entry for each in placed if each.file is self.files[0]]
        modes = self._merged(placed)
        if not modes:
            self.faults.append(self.files[0].fault(("modes",), "no mode", "at least one mode with its `from`"))
        return [
            each.entry if each.file is self.files[0] else replace(each.entry, replaces=_replaced_mode(each.entry, ours))
            for each in modes
        ]

    def milder_than(self, law: Law) -> list[FileFault]:
        """A fault for each value that a platform has agreed to and that is milder than what holds for all."""
        ours = self.files[0].shape.parameters
        stricter = {f"{self.rule}.{name}": parameter.stricter for name, parameter in ours.items()}
        found = list(milder(law, stricter))
        placed = [each for file in self.files for each in self._values(file)] if found else []
        return [
            at.file.fault((*at.path, "value"), f"{value.text}, milder than the law of all", allowed)
            for value, allowed in found
            for at in placed
            if (at.name, at.entry.from_day, at.entry.where) == (value.parameter, value.from_day, value.where)
            and isinstance(at.entry, Value)
            and at.entry.value == value.value
        ]

    def _values(self, file: Parsed[RuleShape]) -> Iterator[_Placed[Entry]]:
        for name, parameter in file.shape.parameters.items():
            unit = self._unit(file, name, parameter.unit)
            for index, shape in enumerate(parameter.values):
                path = ("parameters", name, "values", index)
                value = self._value(file, path, shape, f"{self.rule}.{name}", unit) if unit else None
                if value:
                    yield _Placed(value.parameter, value, file, path)

    def _modes(self, file: Parsed[RuleShape]) -> Iterator[_Placed[RuleMode]]:
        for index, shape in enumerate(file.shape.modes):
            path = ("modes", index)
            where = self._where(file, path, shape)
            yield _Placed(self.rule, RuleMode(self.rule, shape.mode, shape.from_day, where), file, path)

    def _unit(self, file: Parsed[RuleShape], name: str, given: str) -> str | None:
        """The unit, which an overlay may omit and may not change."""
        packaged = self.files[0].shape.parameters.get(name)
        unit = packaged.unit if packaged else given
        if unit in units() and given in ("", unit):
            return unit
        allowed = unit if unit in units() else f"one of {', '.join(units())}"
        self.faults.append(file.fault(("parameters", name, "unit"), repr(given) if given else "no unit", allowed))
        return None

    def _value(self, file: Parsed[RuleShape], path: Path, shape: ValueShape, name: str, unit: str) -> Entry | None:
        where = self._where(file, path, shape)
        source = source_named(shape.source, file, self.files, path, self.faults)
        status = shape.read_status("policy" if self._is_chosen(str(path[1])) else "unread")
        packaged = self.files[0].shape.parameters.get(str(path[1]))
        if self.measures:
            self.faults.extend(measuring_faults(file, path, shape, packaged))
        elif shape.platform:
            self.faults.extend(self._agreement_faults(file, path, shape, packaged))
        if isinstance(shape.value, str) and shape.value in (NONE, NO_RULE):
            return Ending(name, shape.value, shape.from_day, source, status, where) if source else None
        try:
            value = read_value(shape.value, unit)
            self._check_sort(path, shape, unit)
        except ValueError as error:
            self.faults.append(file.fault((*path, "value"), _quoted(shape.value), str(error)))
            return None
        text = shape.value if isinstance(shape.value, str) else ", ".join(shape.value)
        if source is None:
            return None
        return Value(name, value, text, unit, shape.from_day, source, status, where)

    def _agreement_faults(
        self, file: Parsed[RuleShape], path: Path, shape: ValueShape, packaged: ParameterShape | None
    ) -> Iterator[FileFault]:
        """The faults of a value that a platform has agreed to: an unknown one, a parameter for all alike, an end of the law."""
        if shape.platform not in self.platforms:
            allowed = f"a platform of platforms.yaml: {', '.join(sorted(self.platforms))}"
            yield file.fault((*path, "platform"), repr(shape.platform), allowed)
        if packaged is None or not packaged.stricter:
            yield file.fault((*path, "platform"), repr(shape.platform), "none: nothing of this parameter is stricter")
        if shape.value == NO_RULE:
            yield file.fault((*path, "value"), repr(shape.value), "a stricter value, or none, which ends the agreement")

    def _is_chosen(self, parameter: str) -> bool:
        """True where a value of ours is a choice: then one that an overlay has not `verified` is one too."""
        packaged = self.files[0].shape.parameters.get(parameter)
        return packaged is not None and any(each.status == "policy" for each in packaged.values)

    def _check_sort(self, path: Path, shape: ValueShape, unit: str) -> None:
        """Raise `ValueError` unless the value is, like the parameter's first one, a single text or a list of the same length."""
        name = str(path[1])
        first = (
            next(file.shape.parameters[name] for file in self.files if name in file.shape.parameters).values[0].value
        )
        if isinstance(first, str) != isinstance(shape.value, str):
            raise ValueError("one text" if isinstance(first, str) else "a list, as the parameter's first value is")
        if unit != NAMES and not isinstance(first, str) and len(first) != len(shape.value):
            msg = f"a list of {len(first)}, as the parameter's first value is"
            raise ValueError(msg)

    def _where(self, file: Parsed[RuleShape], path: Path, shape: ValueShape | ModeShape) -> Restriction:
        wage_class = shape.wage_class if isinstance(shape, ValueShape) else ""
        sectors = shape.sectors if isinstance(shape, ValueShape) else []
        if wage_class and shape.areas:
            self.faults.append(file.fault(path, "areas and a wage class in one entry", "one of the two"))
        for index, area in enumerate(shape.areas):
            if self.places is not None and area not in self.places:
                allowed = f"a county or zone of areas.yaml: {', '.join(self.places.areas)}"
                self.faults.append(file.fault((*path, "areas", index), repr(area), allowed))
        platform = shape.platform if isinstance(shape, ValueShape) else ""
        return Restriction(frozenset(sectors), frozenset(shape.areas), wage_class, platform)

    def _merged(self, placed: Iterable[_Placed[E]]) -> list[_Placed[E]]:
        """The entries that are left after replacement; two that would hold at once are a fault."""
        kept: list[_Placed[E]] = []
        for each in placed:
            self.faults.extend([_unsorted(each, old) for old in kept if _later_above(old, each)][:1])
            overlaid = [old for old in kept if old.file is not each.file and _same(old, each)]
            kept = [old for old in kept if old not in overlaid] + [each]
        for one, other in combinations(kept, 2):
            if one.rivals(other):
                given = f"a second entry from {day_text(other.entry.from_day)} for {other.entry.where}"
                first = f"{one.file.text.file}:{one.file.text.line(one.path)}"
                allowed = f"one only: the other is {first} for {one.entry.where}"
                self.faults.append(other.file.fault(other.path, given, allowed))
        return kept


def _replaced(entry: Value, ours: Iterable[Entry]) -> str:
    """Our values in the place of one of an overlay, on its first day, as `4 h`; `nothing` where there is none."""
    before = [each for each in ours if each.parameter == entry.parameter and each.from_day <= entry.from_day]
    return _in_place(entry, [(each, each.text) for each in before])


def _replaced_mode(entry: RuleMode, ours: Iterable[RuleMode]) -> str:
    """Our mode in the place of one of an overlay, on its first day, the closest to its places; `nothing` where there is none."""
    before = [each for each in ours if each.from_day <= entry.from_day]
    around = [
        each for each in before if not each.where.areas or (entry.where.areas and each.where.areas >= entry.where.areas)
    ]
    closest = [each for each in around if each.where.areas] or around
    return _in_place(entry, [(each, each.mode) for each in closest or before])


def _in_place(entry: Entry | RuleMode, before: Iterable[tuple[Entry | RuleMode, str]]) -> str:
    same = [(each, text) for each, text in before if each.where == entry.where]
    meeting = same or [(each, text) for each, text in before if each.where.meets(entry.where)]
    latest = {each.where: text for each, text in sorted(meeting, key=lambda one: one[0].from_day)}
    return " / ".join(dict.fromkeys(latest.values())) or "nothing"


def _quoted(value: str | tuple[str, ...]) -> str:
    return repr(value) if isinstance(value, str) else repr(list(value))


def _same(one: _Placed[E], other: _Placed[E]) -> bool:
    return (one.name, one.entry.from_day, one.entry.where) == (other.name, other.entry.from_day, other.entry.where)


def _later_above(above: _Placed[E], below: _Placed[E]) -> bool:
    """True if an entry of the same name and restriction stands above one that begins before it, in the same file."""
    one_line = (above.name, above.entry.where) == (below.name, below.entry.where) and above.file is below.file
    return one_line and above.entry.from_day > below.entry.from_day


def _unsorted(each: _Placed[E], above: _Placed[E]) -> FileFault:
    given = f"{day_text(each.entry.from_day)} below {day_text(above.entry.from_day)}"
    return each.file.fault((*each.path, "from"), given, "entries in order of their dates, the earliest first")
