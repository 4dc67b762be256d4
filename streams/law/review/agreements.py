"""Holds a platform's own agreements against the law of all: an agreement may be stricter, and never milder.

Which value of a parameter is the stricter one stands beside the parameter in the packaged file.
"""

from collections.abc import Iterator, Mapping
from itertools import product

from schemas.legal_days import day_text
from streams.law.registers.places import SECTORS
from streams.law.table import Law
from streams.law.value import Value

LESS, MORE = "less", "more"


def milder(law: Law, stricter: Mapping[str, str]) -> Iterator[tuple[Value, str]]:
    """Each agreed value that is milder somewhere than what holds there for all, once, with what is allowed in its place.

    `stricter`: by parameter that is looked at `less`, `more` or the strictest word.
    """
    found: dict[int, tuple[Value, str]] = {}
    named = ((each.parameter, each.where.platform) for each in law.values if each.where.platform)
    agreed = [each for each in dict.fromkeys(named) if each[0] in stricter]
    for (parameter, platform), area, sector in product(agreed, law.places.areas, SECTORS):
        for day in _days(law, parameter, sector, area, platform):
            own = law.value_on(parameter, sector=sector, area=area, day=day, platform=platform)
            of_all = law.value_on(parameter, sector=sector, area=area, day=day)
            if own and of_all and own.where.platform and is_milder(own, of_all, stricter[parameter]):
                where = f"for {sector} in {area} from {day_text(day)}"
                found.setdefault(id(own), (own, f"{_allowed(of_all, stricter[parameter])}, as it holds {where}"))
    yield from found.values()


def _days(law: Law, parameter: str, sector: str, area: str, platform: str) -> list[int]:
    """The days on which the value of all or the agreed one changes."""
    lines = (law.timeline(parameter, sector=sector, area=area, platform=of) for of in ("", platform))
    return sorted({day for line in lines for day, _ in line})


def is_milder(own: Value, of_all: Value, stricter: str) -> bool:
    """True if a value is less strict than another; `stricter`: `less`, `more` or the strictest word."""
    if stricter not in (LESS, MORE):
        return own.value not in (of_all.value, stricter)
    if isinstance(own.value, tuple) and isinstance(of_all.value, tuple):
        if all(isinstance(each, str) for each in own.value):
            return not set(of_all.value) <= set(own.value)
        return any(_goes_beyond(one, other, stricter) for one, other in zip(own.numbers, of_all.numbers, strict=True))
    return _goes_beyond(own.number, of_all.number, stricter)


def _goes_beyond(own: int, of_all: int, stricter: str) -> bool:
    return own > of_all if stricter == LESS else own < of_all


def _allowed(of_all: Value, stricter: str) -> str:
    if stricter not in (LESS, MORE):
        return f"{stricter} or {of_all.text}" if stricter != of_all.text else of_all.text
    if isinstance(of_all.value, tuple) and isinstance(of_all.value[0], str):
        return f"{of_all.text}, and more"
    return f"{of_all.text} or {stricter}"
