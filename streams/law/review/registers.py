"""The changes that files laid over the law make to our registers: places, weather offices, platforms and holidays.

No number stands there, but they decide as well: by its wage class a county has its minimum, by its period a platform is judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from schemas.texts.parsing import Shape, parse
from schemas.texts.yaml_text import YamlText
from streams.law.review.difference import LawChange, difference
from streams.law.shape import HolidaysShape, PlacesShape, PlatformsShape

REGISTERS: Final[Mapping[str, type[Shape]]] = {
    "areas.yaml": PlacesShape,
    "holidays.yaml": HolidaysShape,
    "platforms.yaml": PlatformsShape,
}
"""The files that hold no rule, with their shapes."""


@dataclass(frozen=True, slots=True)
class _Stands:
    """The file and the key under which entries of a sort stand."""

    file: str
    key: str


_SORTS: Final[Mapping[str, _Stands]] = {
    "counties": _Stands("areas.yaml", "counties"),
    "zones": _Stands("areas.yaml", "zones"),
    "cities": _Stands("areas.yaml", "cities"),
    "provinces": _Stands("areas.yaml", "provinces"),
    "weather.kinds": _Stands("areas.yaml", "weather_kinds"),
    "weather.offices": _Stands("areas.yaml", "offices"),
    "weather.towns": _Stands("areas.yaml", "towns"),
    "platform": _Stands("platforms.yaml", "platforms"),
    "holiday": _Stands("holidays.yaml", "years"),
    "year": _Stands("holidays.yaml", "years"),
}


def changes_of_registers(ours: str, theirs: str, texts: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each entry that differs between two texts of laws, at its place in the files by name.

    An entry that is another since one that it refers to is, such as an office below another, has the line of its section.
    """
    files = {
        name: parse(f"overlay/{name}", texts[name], shape, []) for name, shape in REGISTERS.items() if name in texts
    }
    for change in difference(ours, theirs):
        stands = _SORTS.get(change.sort)
        file = files.get(stands.file) if stands else None
        if stands is not None and file is not None:
            at = f"{file.text.file}:{_line(file.text, stands, change)}"
            yield f"{at}: {stands.key} {change.name}: {_said(change)}"


def _line(text: YamlText, stands: _Stands, change: LawChange) -> int:
    key = change.name[:4] if stands.key == "years" else change.name
    return text.line((stands.key, key))


def _said(change: LawChange) -> str:
    if change.before is None or change.after is None:
        held = change.before if change.after is None else change.after
        words = ", ".join(
            _shown(each) for key, each in (held or {}).items() if each and key not in ("id", "day", "source")
        )
        return f"{'gone' if change.after is None else 'new'}{': ' if words else ''}{words}"
    return "; ".join(_changed(key, change.before[key], change.after[key]) for key in change.before)


def _changed(key: str, before: object, after: object) -> str:
    """A field before and after; of one with names of its own, such as a budget, those that differ."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        differ = [each for each in before if before[each] != after.get(each)]
        before, after = ({each: part.get(each) for each in differ} for part in (before, after))
    return f"{key} {_shown(before)} -> {_shown(after)}".strip()


def _shown(part: Any) -> str:
    if isinstance(part, Mapping):
        named = ((key, value) for key, value in part.items() if value not in ("", None))
        return " ".join(str(value) if key in _PLAIN else f"{key} {value}" for key, value in named)
    if isinstance(part, list):
        return ", ".join(map(_shown, part)) or "none"
    return "none" if part is None else str(part)


_PLAIN: Final = frozenset(
    {"zh", "en", "name", "from_day", "status", "by", "document", "article", "address", "published"}
)
"""Fields that are said without their names."""
