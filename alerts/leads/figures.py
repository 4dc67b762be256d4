"""The figures that a decision was about, and in which respects those found later say more.

Decides whether a decision still covers a finding. Pure; it knows no lead and no log.

A finding says *more* than the figures of a decision when any of these is so; less or equal figures never do.

- its kind is graver (`undecidable`, then `indication`, then `breach`), or its severity is
- in either reading, its distance to the limit has grown by a step: 15 minutes of a time, a twentieth of the limit of anything
  else (where the limit is none or zero: of what was decided about), and at least one
- the money that lacks in all (`shortfall_fen`) has grown by what a quarter of an hour earns at the limit
- it lies at another time: it begins a quarter of an hour later and ends a quarter later, or both earlier; what only grew says so
  by its measure
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

import orjson

from alerts.leads.finding import OPEN_END, LeadFinding, canonical
from schemas.instants import from_rfc3339
from schemas.legal_days import DAY_MS

STEP_MS = 900_000
"""A quarter of an hour: what separates a minor breach of four hours of work from a serious one."""

_SHARE = 20
"""A twentieth, 5 %: what separates a minor shortfall of pay from a serious one."""

_QUARTERS = 4
"""Quarters of an hour in an hour: a limit in fen an hour, divided by it, is what a quarter earns."""

LENGTHS = {"ms": 1, "days": DAY_MS}
"""The units of figures that are lengths of time, in ms."""

_KINDS = ("undecidable", "indication", "breach")
_SEVERITIES = (None, "minor", "serious", "grave")
_ORDERS = (("kind", _KINDS), ("severity", _SEVERITIES))
_READINGS = ("measured_low", "measured_high")

FIGURES = (
    "ends_at",
    "kind",
    "limit",
    "measured",
    "measured_high",
    "measured_low",
    "severity",
    "shortfall_fen",
    "starts_at",
    "unit",
)
"""The fields of a finding that are its figures, under the names that they have there."""


class More(StrEnum):
    """A respect in which a finding says more than the decision was about."""

    KIND = "kind"
    SEVERITY = "severity"
    MEASURE = "measure"
    SHORTFALL = "shortfall"
    TIME = "time"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class DecidedFigures:
    """The figures of a finding: its fields of that name, and `digest`, the SHA-256 of its text.

    A field that the finding lacks is left out.
    """

    fields: Mapping[str, Any]

    @classmethod
    def of(cls, finding: LeadFinding) -> Self:
        """The figures of a finding."""
        plain = orjson.loads(finding.text)
        named = {name: plain[name] for name in FIGURES if name in plain}
        return cls({**named, "digest": sha256(finding.text.encode()).hexdigest()})

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read figures from a text that `text` made."""
        return cls(orjson.loads(text))

    @property
    def text(self) -> str:
        """The figures as canonical JSON, as the log keeps them."""
        return canonical(dict(self.fields))

    def less_than(self, found: "DecidedFigures") -> tuple[More, ...]:
        """The respects in which the figures found say more than these; none where these still cover them."""
        return tuple(_more(self.fields, found.fields))


def says_less(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True where the fields of a finding are of a lower kind or severity, or nearer to the limit in a reading, and not graver."""
    ranks = [(_rank(order, before[name]), _rank(order, after[name])) for name, order in _ORDERS]
    if any(new > old for old, new in ranks):
        return False
    nearer = any((_growth(before, after, reading) or 0) < 0 for reading in _READINGS)
    return nearer or any(new < old for old, new in ranks)


def _more(decided: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[More]:
    for name, order in _ORDERS:
        if _rank(order, found[name]) > _rank(order, decided[name]):
            yield More(name)
    if any(_grown(decided, found, reading) for reading in _READINGS):
        yield More.MEASURE
    lacked, lacks = decided.get("shortfall_fen"), found.get("shortfall_fen")
    if lacked is not None and lacks is not None and lacks - lacked >= max(1, (found["limit"] or 0) // _QUARTERS):
        yield More.SHORTFALL
    if _rank(_KINDS, found["kind"]) >= _rank(_KINDS, decided["kind"]) and _lies_elsewhere(decided, found):
        yield More.TIME


def _lies_elsewhere(decided: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """True where both ends lie a step later, or both a step earlier: there is time in it that nobody has looked at.

    One of a lower kind has the interval of its high stretch, which lay there before.
    """
    later = [_end(found) - _end(decided), from_rfc3339(found["starts_at"]) - from_rfc3339(decided["starts_at"])]
    return min(later) >= STEP_MS or max(later) <= -STEP_MS


def _end(fields: Mapping[str, Any]) -> int:
    """The end (ms); of what still runs the earliest that it can have, by its length, else none for ever."""
    if fields["ends_at"] is not None:
        return from_rfc3339(fields["ends_at"])
    if fields["unit"] not in LENGTHS:
        return OPEN_END
    return from_rfc3339(fields["starts_at"]) + int(fields["measured_high"] or 0) * LENGTHS[fields["unit"]]


def _rank(order: tuple[str | None, ...], value: str | None) -> int:
    """The place in the order; a word that is not in it, which another release may know, is the first."""
    return order.index(value) if value in order else 0


def _grown(decided: Mapping[str, Any], found: Mapping[str, Any], reading: str) -> bool:
    """True where the distance to the limit, in that reading, has grown by a step."""
    growth = _growth(decided, found, reading)
    if growth is None:
        return False
    if found["unit"] == "ms":
        return growth >= STEP_MS
    return growth >= max(1, int(found["limit"] or decided[reading]) // _SHARE)


def _growth(before: Mapping[str, Any], after: Mapping[str, Any], reading: str) -> int | None:
    """The growth of the distance to the limit, in that reading; None where a figure lacks. Less pay is further away."""
    old, new, unit = before[reading], after[reading], after["unit"]
    if old is None or new is None or unit != before["unit"]:
        return None
    sign = -1 if unit == "fen/h" else 1
    return int(sign * (new - (after["limit"] or 0)) - sign * (old - (before["limit"] or 0)))
