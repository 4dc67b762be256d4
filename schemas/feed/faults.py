"""Finds the fault of one event, in the slow way: the first one in the order of the closed list of codes.

Checks the form of a single event that was parsed as JSON. Faults against the areas file, the topic and the arrival are found in
`schemas.feed.checks`. `misfits` gives codes without details: a record may hold 500,000 bad elements, and few details are shown.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from schemas.envelope import Event
from schemas.feed.parsing import UNREAD, not_json
from schemas.feed.telemetry import EVENT, KINDS, AnyEvent
from schemas.refusal import Code, UnfitError
from schemas.wire_time import is_naive, stated_ms

_QUOTED: Final = 80
"""Characters of a value that a detail quotes: enough to recognise it, and a refusal stays small whatever was sent."""
_INSTANTS: Final = ("occurred_at", "published_at", "starts_at", "promised_at", "from", "until")


class _Form(NamedTuple):
    """The fields of a kind, by the names that they have in JSON."""

    fields: dict[str, FieldInfo]
    names: frozenset[str]
    required: frozenset[str]


def _form_of(model: type[Event]) -> _Form:
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    required = frozenset(name for name, field in fields.items() if field.is_required())
    return _Form(fields, frozenset(fields), required)


_FORMS: Final = {kind: _form_of(model) for kind, model in KINDS.items()}

_NOT_JSON: Final = Code.NOT_JSON  # looked up in the enumeration each costs more than all else that is done to an event
_NOT_AN_EVENT: Final = Code.NOT_AN_EVENT
_UNKNOWN_KIND: Final = Code.UNKNOWN_KIND
_UNKNOWN_FIELD: Final = Code.UNKNOWN_FIELD
_MISSING_FIELD: Final = Code.MISSING_FIELD


def misfits(events: Sequence[Any]) -> list[Code | None]:
    """The code of each element that is no event of a known kind with the fields of that kind; None for one that is.

    An event with None can still have wrong values, and no other fault.
    """
    found: list[Code | None] = []
    for parsed in events:  # one loop, and no call in it: a MiB may hold 500,000 of them
        if type(parsed) is not dict:
            found.append(_NOT_JSON if parsed is UNREAD else _NOT_AN_EVENT)
            continue
        kind = parsed.get("kind")
        form = _FORMS.get(kind) if type(kind) is str else None
        if form is None:
            found.append(_UNKNOWN_KIND)
        elif not parsed.keys() <= form.names:
            found.append(_UNKNOWN_FIELD)
        else:
            found.append(None if parsed.keys() >= form.required else _MISSING_FIELD)
    return found


def misfit_detail(code: Code, parsed: Any, raw: bytes) -> str:
    """The detail of an element to which `misfits` gave this code: the fault, and what is allowed; `raw`: its untouched bytes."""
    match code:
        case Code.NOT_JSON:
            return not_json(raw)
        case Code.NOT_AN_EVENT:
            return f"{shown(parsed)} is given; allowed: an object with the fields of one event"
        case Code.UNKNOWN_KIND:
            given = f"{shown(parsed['kind'])} is given" if "kind" in parsed else "none is given"
            return f"kind: {given}; allowed: {', '.join(KINDS)}"
        case Code.UNKNOWN_FIELD:
            form = _FORMS[parsed["kind"]]
            unknown = next(name for name in parsed if name not in form.names)
            return f"{shown(unknown)} is given; allowed: {', '.join(form.fields)}"
    form = _FORMS[parsed["kind"]]
    missing = [name for name in form.fields if name in form.required and name not in parsed]
    return f"not given: {', '.join(missing)}; every event of this kind needs it"


def event_of(parsed: dict[str, Any]) -> AnyEvent:
    """The event in this object, for which `misfits` gave None; `UnfitError` where a value is wrong."""
    try:
        return EVENT.validate_python(parsed)
    except ValidationError as error:
        raise _naive(parsed) or UnfitError(Code.BAD_VALUE, partial(_bad_value, error, parsed["kind"])) from None


def off_calendar(parsed: dict[str, Any], why: ValueError) -> UnfitError:
    """The fault of an event that was refused because one of its instants is not in the calendar."""
    for name in _INSTANTS:
        if (given := parsed.get(name)) is not None:
            try:
                stated_ms(given)
            except ValueError as error:
                return UnfitError(
                    Code.BAD_VALUE, f"{name}: {shown(given)} is given; allowed: an instant of the calendar ({error})"
                )
    return UnfitError(Code.BAD_VALUE, str(why))


def shown(given: object) -> str:
    """The value that was given, short and harmless enough for a message."""
    match given:
        case None | bool():
            return {None: "null", True: "true", False: "false"}[given]
        case str():
            return ascii(given if len(given) <= _QUOTED else given[:_QUOTED] + "…")
        case dict():
            return "an object"
        case list():
            return "an array"
        case int() if given.bit_length() > 2 * _QUOTED:
            return "a huge integer"
    return repr(given)


def _naive(parsed: dict[str, Any]) -> UnfitError | None:
    for name in _INSTANTS:
        if is_naive(given := parsed.get(name)):
            detail = f"{name}: {shown(given)} is given, without an offset; allowed: the same with Z or ±HH:MM behind it"
            return UnfitError(Code.NAIVE_TIME, detail)
    return None


def _bad_value(error: ValidationError, kind: str) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][-1])
    return f"{name}: {shown(first['input'])} is given; allowed: {_FORMS[kind].fields[name].description}"
