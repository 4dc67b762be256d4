"""The terms of clause 8 of 洪人社发〔2022〕88号 for a legal day, as the rules about order pacing use them."""

from bisect import bisect_left
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from schemas.instants import Ms
from schemas.legal_days import Day, legal_day
from schemas.weather.warning import LEVELS
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.finder import finder
from streams.law.terms.measuring import FILE, OF_PACE, MeasuringLaw
from streams.law.value import Value


class BaselineTerms(NamedTuple):
    """The weeks of a baseline: how many earlier ones, how many of them active at least, and for how long together (ms)."""

    weeks: int = 4
    least_weeks: int = 2
    least_active: int = 18_000_000


@dataclass(frozen=True, slots=True)
class PaceTerms:
    """The values that decide about pace in bad weather.

    `kinds` of warning; `share_by_level`, one of whole percent for each of `LEVELS` in their order; the time to react (ms);
    the least active time (ms), accepted orders and promised orders that are judged; severity bands by level; the measuring
    values of the day on which the episode starts.
    """

    kinds: Value
    share_by_level: tuple[Value, ...]
    reaction: Value
    least_active: Value
    least_orders: Value
    least_promised: Value
    severity: Value
    measuring: tuple[Value, ...] = ()

    @property
    def values(self) -> tuple[Value, ...]:
        """The law parameters that a finding about the day cites."""
        least = (self.least_active, self.least_orders, self.least_promised)
        return (self.kinds, *self.share_by_level, self.reaction, *least, *self.measuring, self.severity)

    @property
    def shares(self) -> Mapping[str, int]:
        """Level -> the share (whole percent) by which orders are to be fewer, or the time promised longer."""
        return {level: value.number for level, value in zip(LEVELS, self.share_by_level, strict=True)}

    @property
    def baseline(self) -> BaselineTerms:
        """The measuring values of the baseline."""
        held = {each.parameter: each.number for each in self.measuring}
        usual = BaselineTerms(least_active=self.least_active.number)
        return BaselineTerms(*(held.get(f"{FILE}.baseline_{name}", getattr(usual, name)) for name in usual._fields))

    def band(self, level: str) -> int:
        """The severity band of a highest level: 0 (minor), 1 (serious) or 2 (grave)."""
        ends = [LEVELS.index(end) for end in self.severity.words]
        return bisect_left(ends, LEVELS.index(level))


@dataclass(frozen=True, slots=True)
class RedTerms:
    """The values that decide about orders pushed under red: the kinds of warning, and the time (ms) until a push counts."""

    kinds: Value
    reaction: Value

    @property
    def values(self) -> tuple[Value, ...]:
        """The law parameters that a finding about the day cites."""
        return (self.kinds, self.reaction)


class PaceLaw:
    """Clause 8 as `pace_not_eased` reads it."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._measuring = MeasuringLaw(law)

    def terms(self, area: str, sector: str, day: Day, measured_on: Day | None = None, platform: str = "") -> PaceTerms:
        """The terms for that place on a day, with the measuring values of that or another day; `NoValueInForce` for none.

        `platform`: as that one has agreed; empty for the law of all.
        """
        find = finder(self._law, "pace_not_eased", area, sector, day, platform)
        shares = tuple(find(f"share_{level}") for level in LEVELS)
        least = (find("least_active"), find("least_orders"), find("least_promised"))
        measuring = self._measuring.values(OF_PACE, sector, day if measured_on is None else measured_on)
        return PaceTerms(find("kinds"), shares, find("reaction"), *least, find("severity"), measuring)

    def terms_from(self, area: str, sector: str, start: Ms, platform: str = "") -> tuple[Day, PaceTerms]:
        """The terms for a warning that starts at an instant (ms), and their day: the one on which the time to react is over.

        Where the next day's time to react ends on that next day, it is that one; else the day of the start.
        The measuring values are those of the day of the start. `NoValueInForce` where a value is missing.
        """
        day = legal_day(start)
        with suppress(NoValueInForce):
            later = self.terms(area, sector, day + 1, day, platform)
            if legal_day(start + later.reaction.number) > day:
                return day + 1, later
        return day, self.terms(area, sector, day, platform=platform)

    def off(self, area: str, day: Day) -> bool:
        """True if the mode of the rule there on that day is `off`."""
        return self._law.mode("pace_not_eased", area=area, day=day) == "off"


class RedLaw:
    """Clause 8 as `dispatch_under_red` reads it."""

    def __init__(self, law: Law) -> None:
        self._law = law

    def terms(self, area: str, sector: str, day: Day, platform: str = "") -> RedTerms:
        """The terms for that place on a day, as the platform has agreed; `NoValueInForce` where one is missing."""
        find = finder(self._law, "dispatch_under_red", area, sector, day, platform)
        return RedTerms(find("kinds"), find("reaction"))

    def off(self, area: str, day: Day) -> bool:
        """True if the mode of the rule there on that day is `off`."""
        return self._law.mode("dispatch_under_red", area=area, day=day) == "off"
