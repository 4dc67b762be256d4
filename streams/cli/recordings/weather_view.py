"""Weather messages as one sentence or one JSON object, with the areas that they reach."""

from collections.abc import Iterable

from schemas.instants import rfc3339
from schemas.weather.warning import Cancelled, WeatherRow
from streams.cli.reading import SHOWN
from streams.cli.wording import local
from streams.law.geography.places import Places


def areas_of(row: WeatherRow, places: Places) -> list[str]:
    """The ids of the areas that a warning reaches, counties before zones; a Cancel names none."""
    codes = () if isinstance(row, Cancelled) else row.codes
    return sorted({area for code in codes for area in places.reached_by(code)})


def sentence_of(row: WeatherRow, places: Places) -> str:
    """One sentence: kind, level, areas by name, interval, and the messages that it replaces."""
    if isinstance(row, Cancelled):
        return f"{row.identifier} cancels {_several(row.references)} from {local(row.sent)} on"
    names = _several([places.name(area).zh for area in areas_of(row, places)])
    where = names or f"none of our areas (given {_several(row.codes)})"
    until = f"until {local(row.until_at)}" if row.until_at else "without an end: for 24 h"
    replaces = f", replaces {_several(row.references)}" if row.references else ""
    return f"{row.identifier} {row.kind} {row.level} in {where}, from {local(row.from_at)} {until}{replaces}"


def object_of(row: WeatherRow, places: Places) -> dict[str, object]:
    """The same as a JSON object; instants are RFC 3339 in UTC."""
    if isinstance(row, Cancelled):
        return {"identifier": row.identifier, "cancels": row.references, "sent": rfc3339(row.sent)}
    return {
        "identifier": row.identifier,
        "kind": row.kind,
        "level": row.level,
        "areas": areas_of(row, places),
        "from": rfc3339(row.from_at),
        "until": rfc3339(row.until_at) if row.until_at else None,
        "sent": rfc3339(row.sent),
        "replaces": row.references,
    }


def _several(words: Iterable[str]) -> str:
    given = list(words)
    more = [f"and {len(given) - SHOWN} more"] if len(given) > SHOWN else []
    return ", ".join(given[:SHOWN] + more)
