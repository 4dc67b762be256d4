"""Doubts about values that load: far from the value before, none of the numbers quoted, or quoted in other words than ours.

They are warnings: a value may be right and far, and a quote may be of another number. A person looks.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from schemas.instants import HOUR_MS, MINUTE_MS
from schemas.legal_days import day_text
from streams.law.table import Law
from streams.law.units import QUANTITIES, Scalar, read_value
from streams.law.value import Value

FAR: Final = Fraction(1, 5)
"""A value that differs from the one before it by this share of it or more is far. Wages rose by a tenth at most so far."""

_IN_WORDS: Final = {
    "ms": {"小时": HOUR_MS, "分钟": MINUTE_MS, "秒": 1_000, "hour": HOUR_MS, "minute": MINUTE_MS, "second": 1_000},
    "fen/h": {"元": 100, "yuan": 100},
    "percent": {"%": 1, "％": 1},
    "orders": {"单": 1, "件": 1, "order": 1},
    "weeks": {"周": 1, "星期": 1, "week": 1},
    "days": {"天": 1, "day": 1},
}
"""Unit of a value -> the words for such units in Chinese and English quotes, each with its size in that unit."""

_DIGITS: Final = {each: number for number, each in enumerate("零一二三四五六七八九")} | {"两": 2}
_NUMBER: Final = r"(\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})\s*(?:个)?"


def doubts(law: Law) -> Iterator[str]:
    """A sentence for each value that is far from the one before it, or that contradicts the quoted words of its source."""
    quotes = _quotes(law)
    for value in law.values:
        yield from _far(law, value)
        yield from _contradicting(value)
        yield from _reworded(value, quotes)


def _far(law: Law, value: Value) -> Iterator[str]:
    before = _before(law, value)
    numbers, earlier = _numbers(value.value), _numbers(before[0]) if before else ()
    if before and len(numbers) == len(earlier) and any(map(_is_far, numbers, earlier)):
        yield f"{_named(value)}: {value.text} is far from {before[1]}, the value before it; is it what the text says?"


def _before(law: Law, value: Value) -> tuple[Scalar | tuple[Scalar, ...], str] | None:
    """The value that held before for the same restriction, or ours in the place of an overlay's, and how it is written."""
    earlier = [
        each
        for each in law.values
        if (each.parameter, each.where) == (value.parameter, value.where) and each.from_day < value.from_day
    ]
    if value.replaces is None or not _is_one(value.replaces, value.unit):
        last = max(earlier, key=lambda each: each.from_day, default=None)
        return (last.value, last.text) if last else None
    written = value.replaces.split(", ")
    return read_value(written[0] if len(written) == 1 else tuple(written), value.unit), value.replaces


def _is_one(written: str, unit: str) -> bool:
    """True of the text of one numeric value, no list of several that differ by place."""
    return unit in QUANTITIES and written not in ("nothing", "none", "no_rule") and " / " not in written


def _is_far(number: int, before: int) -> bool:
    return abs(number - before) >= FAR * before if before else number != before


def _contradicting(value: Value) -> Iterator[str]:
    named = set(quoted_numbers(value.source.quote, value.unit))
    wrong = [each for each in _numbers(value.value) if named and each not in named]
    if wrong:
        yield f"{_named(value)}: {value.text} is none of the numbers in the words quoted from its source: {value.source.quote}"


def _quotes(law: Law) -> dict[tuple[str, str], set[str]]:
    """By document and article, the words that the files of this release quote; without those that an overlay has replaced."""
    quotes: dict[tuple[str, str], set[str]] = {}
    for value in law.values:
        if value.replaces is None and value.source.quote:
            quotes.setdefault((value.source.document, value.source.article), set()).add(value.source.quote)
    return quotes


def _reworded(value: Value, quotes: dict[tuple[str, str], set[str]]) -> Iterator[str]:
    source = value.source
    ours = quotes.get((source.document, source.article), set())
    if value.replaces is not None and source.quote and ours and source.quote not in ours:
        words = " / ".join(sorted(ours))
        yield f"{_named(value)}: {source} is quoted as {source.quote!r}, where this release quotes {words!r}; which was read?"


def quoted_numbers(quote: str, unit: str) -> Iterator[int]:
    """The numbers of a unit that a quote names, in that unit; digits, and Chinese numerals up to ninety-nine.

    >>> [*quoted_numbers("连续工作超过4小时的，应当设置不少于20分钟", "ms")], [*quoted_numbers("每日八小时", "ms")]
    ([14400000, 1200000], [28800000])
    """
    for words, size in _IN_WORDS.get(unit, {}).items():
        for match in re.finditer(f"{_NUMBER}{re.escape(words)}", quote):
            held = Fraction(match[1]) * size if match[1][0].isdigit() else Fraction(_numeral(match[1]) * size)
            if held.denominator == 1:
                yield held.numerator


def _numeral(text: str) -> int:
    """A Chinese numeral up to ninety-nine.

    >>> _numeral("八"), _numeral("十五"), _numeral("二十"), _numeral("三十五")
    (8, 15, 20, 35)
    """
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _numbers(value: Scalar | tuple[Scalar, ...]) -> tuple[int, ...]:
    return tuple(each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, int))


def _named(value: Value) -> str:
    return f"{value.parameter}, from {day_text(value.from_day)}, {value.where}"
