"""A dated value of the law with its source, and a dated mode of a rule. Does not decide which of them holds."""

from dataclasses import dataclass, field
from typing import Literal

from schemas.findings.finding import LawStatus, LawUsed
from schemas.legal_days import Day, day_text
from streams.law.registers.places import Area
from streams.law.source import Source
from streams.law.units import Scalar

Mode = Literal["enforce", "observe", "off"]
"""The use of a rule's findings: full; in metrics and console without notification; none, as the rule is not evaluated."""

NONE, NO_RULE = "none", "no_rule"
"""The words in the place of a value that end one: the more general holds again; nothing holds."""

_ANYWHERE, _WAGE_CLASS, _FIRST_COUNTY, _AREA = range(4)
"""The places that an entry can be restricted to, from the widest to the closest."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """The restriction of an entry; an empty field restricts nothing. Areas and wage class are never both given.

    `platform`: the one that has agreed to the value, for whose own findings alone it holds; empty for the law of all.
    """

    sectors: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    wage_class: str = ""
    platform: str = ""

    def rank(self, sector: str, area: Area, wage_class: str | None, platform: str) -> tuple[bool, int, bool] | None:
        """The closeness of an entry to a platform, place and sector, the larger the closer; `None` where it does not apply.

        The platform weighs most, the place more than the sector: the area itself, a zone's first county, the wage class.
        """
        if (self.sectors and sector not in self.sectors) or self.platform not in ("", platform):
            return None
        place = self._place(area, wage_class)
        return None if place is None else (bool(self.platform), place, bool(self.sectors))

    @property
    def everywhere(self) -> bool:
        """True where it holds in every place and sector, be it of one platform alone."""
        return not (self.sectors or self.areas or self.wage_class)

    def meets(self, other: "Restriction") -> bool:
        """True if there may be a place and sector that both fit, however closely."""
        sectors = bool(self.sectors & other.sectors) or not self.sectors or not other.sectors
        areas = bool(self.areas & other.areas) or not self.areas or not other.areas
        return (
            sectors and areas and (self.wage_class == other.wage_class or not self.wage_class or not other.wage_class)
        )

    def overlaps(self, other: "Restriction") -> bool:
        """True if there is a place and sector that both fit equally closely."""
        sectors = bool(self.sectors & other.sectors) or not (self.sectors or other.sectors)
        areas = bool(self.areas & other.areas) or not (self.areas or other.areas)
        return sectors and areas and (self.wage_class, self.platform) == (other.wage_class, other.platform)

    def _place(self, area: Area, wage_class: str | None) -> int | None:
        if self.wage_class:
            return _WAGE_CLASS if self.wage_class == wage_class else None
        if not self.areas:
            return _ANYWHERE
        if area.id in self.areas:
            return _AREA
        return _FIRST_COUNTY if area.counties[0] in self.areas else None

    def __str__(self) -> str:
        """The restriction in words; `everywhere` where there is none."""
        wage = [f"wage class {self.wage_class}"] if self.wage_class else []
        agreed = [f"as {self.platform} has agreed"] if self.platform else []
        return ", ".join([*sorted(self.sectors), *sorted(self.areas), *wage, *agreed]) or "everywhere"


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a parameter, in force from `from_day` until the next for the same restriction.

    `value` is in `unit`, lengths in whole milliseconds and money in whole fen; `text` is how the law file writes it. `replaces`:
    of a value of an overlay, our own value in its place, as `4 h`, or `nothing`; None of our own. `place_replaces`: of a value
    that holds at a place since an overlay says something else of that, ours of it, as `wage class II`; else None.
    `status`: whether the value was read in `source`, and in which text, or chosen.
    """

    parameter: str
    value: Scalar | tuple[Scalar, ...]
    text: str
    unit: str
    from_day: Day
    source: Source
    status: LawStatus
    where: Restriction
    replaces: str | None = None
    place_replaces: str | None = None
    # filled by `used`: findings cite a value by the thousand, and share what they cite
    _cited: list[LawUsed] = field(init=False, repr=False, compare=False, default_factory=list)

    @property
    def replaced(self) -> str | None:
        """All of ours that an overlay has put something in the place of, so that the value holds; None for none."""
        return "; ".join(filter(None, (self.replaces, self.place_replaces))) or None

    @property
    def rule(self) -> str:
        """The rule that the parameter belongs to, which is the stem of its file."""
        return self.parameter.partition(".")[0]

    @property
    def number(self) -> int:
        """The value as one number in `unit`; `TypeError` where it is something else."""
        if not isinstance(self.value, int):
            raise self._other("one number")
        return self.value

    @property
    def word(self) -> str:
        """The value as one word; `TypeError` where it is something else."""
        if not isinstance(self.value, str):
            raise self._other("one word")
        return self.value

    @property
    def numbers(self) -> tuple[int, ...]:
        """The value as a list of numbers in `unit`; `TypeError` where it is something else."""
        numbers = tuple(each for each in self._several() if isinstance(each, int))
        if numbers != self.value:
            raise self._other("a list of numbers")
        return numbers

    @property
    def words(self) -> tuple[str, ...]:
        """The value as a list of words; `TypeError` where it is something else."""
        words = tuple(each for each in self._several() if isinstance(each, str))
        if words != self.value:
            raise self._other("a list of words")
        return words

    def used(self) -> LawUsed:
        """The value as findings cite it: in its unit, lists separated by commas."""
        if not self._cited:
            self._cited.append(self._as_cited())
        return self._cited[0]

    def _as_cited(self) -> LawUsed:
        shown = ", ".join(map(str, self._several())) if isinstance(self.value, tuple) else str(self.value)
        return LawUsed(
            parameter=self.parameter,
            value=shown,
            unit=self.unit,
            in_force_from=day_text(self.from_day),
            source=str(self.source),
            status=self.status,
            replaces=self.replaced,
        )

    def _several(self) -> tuple[Scalar, ...]:
        return self.value if isinstance(self.value, tuple) else ()

    def _other(self, wanted: str) -> TypeError:
        return TypeError(f"{self.parameter} is {self.text!r} ({self.unit}); it was asked for as {wanted}")


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a parameter's value for a restriction, from `from_day` until the next value for it.

    `text` is `none`: what is more general holds again; or `no_rule`: nothing holds there.
    """

    parameter: str
    text: str
    from_day: Day
    source: Source
    status: LawStatus
    where: Restriction

    @property
    def final(self) -> bool:
        """True where nothing more general holds either."""
        return self.text == NO_RULE


@dataclass(frozen=True, slots=True)
class RuleMode:
    """The mode of a rule from a day on, until the next for the same restriction. `replaces`: of an overlay's, ours in place."""

    rule: str
    mode: Mode
    from_day: Day
    where: Restriction
    replaces: str | None = None
