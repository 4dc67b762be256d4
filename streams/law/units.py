"""The units of law values: their written form in YAML, and the integer or word that the rules use."""

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from schemas.instants import HOUR_MS, MINUTE_MS
from schemas.weather.warning import LEVELS

Scalar = int | str
"""One value: a number in its unit, or a word."""

QUANTITIES: Mapping[str, Mapping[str, int]] = {
    "ms": {"h": HOUR_MS, "min": MINUTE_MS, "s": 1_000},
    "fen/h": {"yuan/h": 100},
    "percent": {"%": 1},
    "orders": {"orders": 1},
    "weeks": {"weeks": 1},
    "days": {"days": 1},
}
"""Unit held -> the units in which it may be written, each with its size in the unit held."""

WORDS: Mapping[str, tuple[str, ...]] = {
    "basis": ("online", "order"),
    "measure": ("worked", "elapsed"),
    "level": LEVELS,
    "standard": ("hourly",),
    "period": ("day",),
}
"""Unit whose values are words -> the words allowed, in ascending order."""

MINUTES = 60
"""Of an hour: in `3 h 30 min` the minutes are fewer; `3 h 90 min` is taken for a slip and refused."""

NAMES = "names"
"""The unit of values that are lists of names, such as pay categories."""

_PARTS = re.compile(r"(\d+) h (\d+) min")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?) (\S+)")
_NAME = re.compile(r"[^\s,]+")


def units() -> tuple[str, ...]:
    """Every unit that a parameter may have."""
    return (*QUANTITIES, *WORDS, NAMES)


def read_value(given: str | tuple[str, ...], unit: str) -> Scalar | tuple[Scalar, ...]:
    """Read a value in a unit from a text, or a list from several; `ValueError` with the allowed form.

    Several must rise, as each is the end of a band: numbers by their size, words in their order; names alone need not.

    >>> read_value("4 h 30 min", "ms"), read_value("270 min", "ms")
    (16200000, 16200000)
    >>> read_value("20 min", "ms"), read_value("18.5 yuan/h", "fen/h"), read_value(("15 min", "60 min"), "ms")
    (1200000, 1850, (900000, 3600000))
    """
    if isinstance(given, str):
        return _one(given, unit)
    several = tuple(_one(text, unit) for text in given)
    if unit != NAMES and any(_rank(before, unit) >= _rank(after, unit) for before, after in pairwise(several)):
        rising = "numbers that rise" if unit in QUANTITIES else f"words in the order {', '.join(WORDS[unit])}"
        msg = f"{rising}, as each is the end of a band"
        raise ValueError(msg)
    return several


def _rank(value: Scalar, unit: str) -> int:
    return value if isinstance(value, int) else WORDS[unit].index(value)


def _one(text: str, unit: str) -> Scalar:
    if unit in QUANTITIES:
        return _quantity(text, QUANTITIES[unit])
    if unit in WORDS:
        return _one_of(text, WORDS[unit])
    if not _NAME.fullmatch(text):
        raise ValueError("a name without blanks or commas")
    return text


def _quantity(text: str, scale: Mapping[str, int]) -> int:
    parts = _PARTS.fullmatch(text)
    if parts and "h" in scale and int(parts[2]) < MINUTES:
        return int(parts[1]) * scale["h"] + int(parts[2]) * scale["min"]
    match = _QUANTITY.fullmatch(text)
    if match and match[2] in scale:
        held = Fraction(match[1]) * scale[match[2]]
        if held.denominator == 1:
            return held.numerator
    allowed = ", ".join(f"'4 {name}'" for name in scale)
    msg = f"a number, a blank and its unit, such as {allowed}, that comes to a whole number of the smallest unit"
    raise ValueError(msg)


def _one_of(text: str, words: tuple[str, ...]) -> str:
    if text not in words:
        msg = f"one of {', '.join(words)}"
        raise ValueError(msg)
    return text
