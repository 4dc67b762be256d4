"""Weather messages as sentences or one JSON object: what each begins, lifts and ends, with the areas there."""

from collections.abc import Iterable, Iterator

from schemas.instants import rfc3339
from schemas.weather.warning import BegunLevel, LiftedKinds, MessageName, WeatherMessage
from streams.cli.reading import SHOWN
from streams.cli.wording import local
from streams.law.registers.places import Places


def sentences_of(row: WeatherMessage, places: Places) -> Iterator[str]:
    """One sentence for each level that begins, each lift, and what a message ends beside."""
    for begun in row.begins:
        replaces = f", replaces {_names(row, row.references)}" if row.msg_type == "Update" and row.references else ""
        never = ", which is never in force" if begun.until <= begun.start else ""
        yield (
            f"{row.identifier} begins {begun.kind} {begun.level} in {_where(begun.counties, places)}, "
            f"from {local(begun.start)} until {local(begun.until)}{replaces}{never}"
        )
    for lift in row.lifts:
        yield f"{row.identifier} {_lift(row, lift, places)} from {local(row.sent)} on"
    if row.msg_type == "Cancel":
        names = _names(row, row.references) or "what its own name stated"
        where = "everywhere" if row.everywhere else f"in {_where(row.counties, places)}"
        yield f"{row.identifier} cancels {names} {where} from {local(row.sent)} on"


def object_of(row: WeatherMessage, places: Places) -> dict[str, object]:
    """The same as a JSON object; instants are RFC 3339 in UTC, `in` null where it is everywhere."""
    return {
        "office": row.office,
        "identifier": row.identifier,
        "type": row.msg_type,
        "sent": rfc3339(row.sent),
        "refers_to": ["/".join(name) for name in row.references],
        "begins": [_begun(each, places) for each in row.begins],
        "lifts": [
            {"kinds": each.kinds, "in": None if each.everywhere else _areas(each.counties, places)}
            for each in row.lifts
        ],
        "cancels_in": None if row.msg_type != "Cancel" or row.everywhere else _areas(row.counties, places),
    }


def _begun(begun: BegunLevel, places: Places) -> dict[str, object]:
    return {
        "kind": begun.kind,
        "level": begun.level,
        "areas": _areas(begun.counties, places),
        "from": rfc3339(begun.start),
        "until": rfc3339(begun.until),
    }


def _lift(row: WeatherMessage, lift: LiftedKinds, places: Places) -> str:
    family = _names(row, row.references)
    where = _where(lift.counties, places)
    if not lift.kinds:
        place = "everywhere" if lift.everywhere else f"in {where}"
        return f"lifts {family or 'nothing, since it names no kind and refers to nothing,'} {place}"
    kinds = _several(lift.kinds)
    if lift.everywhere:
        return f"lifts {kinds} of {family or 'nothing, since it names no place and refers to nothing,'} everywhere"
    return f"lifts {kinds}{f' (also of {family})' if family else ''} in {where}"


def _areas(counties: Iterable[str], places: Places) -> list[str]:
    """The ids of counties and of the zones that have land in them, counties before zones."""
    reached = set(counties)
    return sorted(area for area, lies_in in places.lies_in().items() if reached & set(lies_in))


def _where(counties: Iterable[str], places: Places) -> str:
    return _several(places.name(area).zh for area in _areas(counties, places)) or "none of our areas"


def _names(row: WeatherMessage, names: Iterable[MessageName]) -> str:
    """Messages by identifier, and office where it is another."""
    return _several(
        identifier if office == row.office else f"{identifier} of {office or 'no office'}"
        for office, identifier in names
    )


def _several(words: Iterable[str]) -> str:
    given = list(words)
    more = [f"and {len(given) - SHOWN} more"] if len(given) > SHOWN else []
    return ", ".join(given[:SHOWN] + more)
