"""The slow way to read one event: what is wrong with it, the first fault in the order of the closed list of codes.

Judges the form of one event on its own. What only areas, topic and arrival can tell is judged in `schemas.taking`.
"""

import json
import re
from typing import Any, Final

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, from_json

from schemas.envelope import ID_FORM, Event
from schemas.refusal import Code, UnfitError
from schemas.telemetry import EVENT, KINDS, AnyEvent
from schemas.wire_time import is_naive, stated_ms

_QUOTED: Final = 80
_TOO_LONG: Final = "number out of range"
_DIGITS: Final = 400
"""As many digits as make any number too large; Python itself refuses to read one of thousands."""
_is_id: Final = re.compile(ID_FORM).fullmatch
_INSTANTS: Final = ("occurred_at", "published_at", "starts_at", "promised_at", "from", "until")


def event_in(raw: bytes) -> AnyEvent:
    """The event that these bytes are; `UnfitError` with the first applicable code when they are none."""
    said = json_in(raw)
    if not isinstance(said, dict):
        raise UnfitError(Code.NOT_AN_EVENT, f"{shown(said)} is given; allowed: an object with the fields of one event")
    kind = said.get("kind")
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        given = f"{shown(kind)} is given" if "kind" in said else "none is given"
        raise UnfitError(Code.UNKNOWN_KIND, f"kind: {given}; allowed: {', '.join(KINDS)}")
    _check_names(said, model)
    _check_naive(said)
    try:
        event = EVENT.validate_python(said)
    except ValidationError as error:
        raise _bad_value(error.errors(include_url=False)[0], model) from None
    _check_calendar(said)
    return event


def json_in(raw: bytes) -> Any:
    """What this JSON says; `UnfitError` (`not_json`) when it is none, or is nested too deep to be read."""
    try:
        return _read(raw)
    except ValueError as error:
        given = "nothing is given" if not raw else str(error)
        raise UnfitError(Code.NOT_JSON, f"{given}; allowed: JSON in UTF-8, nested no deeper than 200") from None


def event_id_in(raw: bytes) -> str | None:
    """The event's id, where these bytes can be read so far and it has the form of one."""
    try:
        said = _read(raw)
    except ValueError:
        return None
    found = said.get("event_id") if isinstance(said, dict) else None
    return found if isinstance(found, str) and _is_id(found) else None


def _read(raw: bytes) -> Any:
    """The JSON value; `ValueError` where there is none. A number of any length is a number: too large, but JSON."""
    try:
        return from_json(raw)
    except ValueError as error:
        if _TOO_LONG not in str(error):
            raise
    try:
        return json.loads(raw, parse_int=lambda digits: int(digits[:_DIGITS]))
    except RecursionError as error:
        raise ValueError("recursion limit exceeded") from error


def shown(given: object) -> str:
    """What was given, short and harmless enough for a message."""
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


def _check_names(said: dict[str, Any], model: type[Event]) -> None:
    fields = _fields(model)
    unknown = next((name for name in said if name not in fields), None)
    if unknown is not None:
        raise UnfitError(Code.UNKNOWN_FIELD, f"{shown(unknown)} is given; allowed: {', '.join(fields)}")
    missing = [name for name, field in fields.items() if field.is_required() and name not in said]
    if missing:
        raise UnfitError(Code.MISSING_FIELD, f"not given: {', '.join(missing)}; every event of this kind needs it")


def _check_naive(said: dict[str, Any]) -> None:
    for name in _INSTANTS:
        if is_naive(given := said.get(name)):
            detail = f"{name}: {shown(given)} is given, without an offset; allowed: the same with Z or ±HH:MM behind it"
            raise UnfitError(Code.NAIVE_TIME, detail)


def _check_calendar(said: dict[str, Any]) -> None:
    for name in _INSTANTS:
        if (given := said.get(name)) is not None:
            try:
                stated_ms(given)
            except ValueError as error:
                detail = f"{name}: {shown(given)} is given; allowed: an instant of the calendar ({error})"
                raise UnfitError(Code.BAD_VALUE, detail) from None


def _fields(model: type[Event]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _bad_value(error: ErrorDetails, model: type[Event]) -> UnfitError:
    name = str(error["loc"][-1])
    allowed = _fields(model)[name].description
    return UnfitError(Code.BAD_VALUE, f"{name}: {shown(error['input'])} is given; allowed: {allowed}")
