"""Looks up the source that an entry names, in its own file first."""

from collections.abc import Iterable, Sequence

from schemas.texts.fault import FileFault
from schemas.texts.parsing import Parsed
from streams.law.shape import HolidaysShape, PlacesShape, RuleShape, SourceShape
from streams.law.source import Source

Sourced = Parsed[RuleShape] | Parsed[PlacesShape] | Parsed[HolidaysShape]


def source_named(
    name: str, file: Sourced, files: Iterable[Sourced], path: Sequence[str | int], faults: list[FileFault]
) -> Source | None:
    """Look up a source in the file itself, else in the others; `None` and a fault where none has it."""
    known: dict[str, SourceShape] = {}
    for each in (*files, file):
        known |= each.shape.sources
    shape = known.get(name)
    if shape is None:
        allowed = f"a source of this file: {', '.join(known) or 'it has none'}"
        faults.append(file.fault((*path, "source"), repr(name), allowed))
        return None
    return Source(shape.document, shape.article, shape.address, shape.quote, shape.published)
