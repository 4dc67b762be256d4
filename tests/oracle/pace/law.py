"""Clause 8 in plain figures: the places that warnings reach, what a level asks for, and on what terms pace is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.oracle.law import HOUR, MINUTE, legal_day

SLOT = 10 * MINUTE
"""A slot's length; slots begin at whole tens of minutes."""
WEEK = 7 * 24 * HOUR

COUNTIES = ("360102", "360103", "360104", "360111", "360112", "360113", "360121", "360123", "360124")
ZONES: Mapping[str, tuple[str, ...]] = {"NC-GX": ("360111", "360121"), "NC-JK": ("360112",), "NC-WL": ("360112",)}
"""The counties that each zone lies in."""
LEVELS = ("blue", "yellow", "orange", "red")
"""The lowest first."""


def areas_of(code: str) -> set[str]:
    """The counties and zones that a code of six digits reaches: of a county, the city or the province."""
    if code.endswith("0000"):
        counties = {county for county in COUNTIES if county[:2] == code[:2]}
    elif code.endswith("00"):
        counties = {county for county in COUNTIES if county[:4] == code[:4]}
    else:
        counties = {code} & set(COUNTIES)
    return counties | {zone for zone, lies_in in ZONES.items() if counties & set(lies_in)}


def beside(area: str) -> tuple[str, ...]:
    """The areas beside: of a zone the counties that it lies in, of a county the zones in it."""
    return ZONES.get(area) or tuple(zone for zone, lies_in in ZONES.items() if area in lies_in)


@dataclass(frozen=True, slots=True)
class PaceLaw:
    """Lengths in ms; `kinds` in the order of the law; `share` by level in whole per cent."""

    kinds: tuple[str, ...] = ("暴雨", "台风", "暴雪", "道路结冰", "大风", "冰雹")
    share: Mapping[str, int] = field(default_factory=lambda: {"blue": 0, "yellow": 10, "orange": 20, "red": 50})
    reaction: int = 30 * MINUTE
    least_active: int = 5 * HOUR
    least_orders: int = 20
    least_promised: int = 20
    first_day: date = date(2022, 5, 12)
    severity: Mapping[str, str] = field(
        default_factory=lambda: {"blue": "minor", "yellow": "minor", "orange": "serious", "red": "grave"}
    )

    def in_force(self, at: int) -> bool:
        return legal_day(at) >= self.first_day


CLAUSE_8 = PaceLaw()
