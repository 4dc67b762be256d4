"""The law in force as one text, the same however its files are written, and the digest of that text.

A line of JSON for each entry: value, mode, area, city, province, weather office, platform and holiday, in its own order.
Comments, the order of entries in a file, the way a number is written (`4 h` or `240 min`), and whether an entry stands in our
file or in an overlay leave it as it is; any other change of the law changes it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from schemas.legal_days import day_text

_LAID = frozenset({"overlaid", "replaces"})

AS_WRITTEN: Mapping[str, frozenset[str]] = {
    "Value": frozenset({"text", "replaces", "place_replaces"}),
    "RuleMode": _LAID,
    "Area": _LAID,
    "Platform": _LAID,
    "Holiday": _LAID,
}
"""Fields that hold how and where an entry was written; the law is what they came to."""

SINCE_LATER = frozenset({"platform", "settles"})
"""Fields of a restriction or platform of a later release: left out while empty, so that a law without them keeps its digest."""

DAYS = frozenset({"from_day", "published", "day"})
"""Fields that hold a legal day; they are written as dates."""


def law_text(entries: Iterable[tuple[str, object]], places: object) -> str:
    """The law as lines of JSON, sorted, each with its sort of entry; each ends with a line feed."""
    return "".join(sorted([*(_line(sort, entry) for sort, entry in entries), *_lines_of(places)]))


def law_digest(text: str) -> str:
    """The SHA-256 of a law's text in UTF-8, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _lines_of(part: object, prefix: str = "") -> Iterator[str]:
    """A line for each entry of the sections of places; a section of sections, as that of weather, is written likewise."""
    for each in fields(part):  # type: ignore[arg-type]  # a dataclass; its module imports nothing of this one
        name, content = prefix + each.name, getattr(part, each.name)
        if each.name.startswith("_"):
            continue
        if isinstance(content, Mapping):
            yield from (_line(name, {key: value}) for key, value in content.items())
        elif isinstance(content, tuple):
            yield from (_line(name, value) for value in content)
        else:
            yield from _lines_of(content, f"{name}.")


def _line(sort: str, entry: object) -> str:
    return json.dumps({sort: _plain(entry)}, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _plain(part: object) -> Any:
    """A part of the law as JSON knows it: of an object its public fields, of a set its items in order."""
    if is_dataclass(part):
        left_out = AS_WRITTEN.get(type(part).__name__, ())
        names = (each.name for each in fields(part) if not each.name.startswith("_") and each.name not in left_out)
        held = ((name, getattr(part, name)) for name in names)
        return {name: _field(name, value) for name, value in held if value or name not in SINCE_LATER}
    if isinstance(part, Mapping):
        return {str(key): _plain(value) for key, value in part.items()}
    if isinstance(part, frozenset | set):
        return sorted(_plain(each) for each in part)
    if isinstance(part, list | tuple):
        return [_plain(each) for each in part]
    return part


def _field(name: str, value: object) -> Any:
    return day_text(value) if name in DAYS and isinstance(value, int) else _plain(value)
