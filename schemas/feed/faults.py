"""The slow way to judge one event: what is wrong with it, the first fault in the order of the closed list of codes.

Judges the form of one event that was read as JSON, on its own. What only areas, topic and arrival can tell is judged in
`schemas.feed.taking`. The faults that a small event can have are found without a word, since a record may hold 1,000 of them.
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
    """Of each, its code where it is no event of a known kind with the fields of that kind; None where it is.

    An event without a code can have wrong values, and nothing else.
    """
    found: list[Code | None] = []
    for said in events:  # one loop, and no call in it: a MiB may hold 500,000 of them
        if type(said) is not dict:
            found.append(_NOT_JSON if said is UNREAD else _NOT_AN_EVENT)
            continue
        kind = said.get("kind")
        form = _FORMS.get(kind) if type(kind) is str else None
        if form is None:
            found.append(_UNKNOWN_KIND)
        elif not said.keys() <= form.names:
            found.append(_UNKNOWN_FIELD)
        else:
            found.append(None if said.keys() >= form.required else _MISSING_FIELD)
    return found


def misfit_detail(code: Code, said: Any, raw: bytes) -> str:
    """What is wrong with what `misfits` gave this code, and what is allowed; `raw` are its untouched bytes."""
    match code:
        case Code.NOT_JSON:
            return not_json(raw)
        case Code.NOT_AN_EVENT:
            return f"{shown(said)} is given; allowed: an object with the fields of one event"
        case Code.UNKNOWN_KIND:
            given = f"{shown(said['kind'])} is given" if "kind" in said else "none is given"
            return f"kind: {given}; allowed: {', '.join(KINDS)}"
        case Code.UNKNOWN_FIELD:
            form = _FORMS[said["kind"]]
            unknown = next(name for name in said if name not in form.names)
            return f"{shown(unknown)} is given; allowed: {', '.join(form.fields)}"
    form = _FORMS[said["kind"]]
    missing = [name for name in form.fields if name in form.required and name not in said]
    return f"not given: {', '.join(missing)}; every event of this kind needs it"


def event_of(said: dict[str, Any]) -> AnyEvent:
    """The event that this object is, in which `misfits` found nothing; `UnfitError` where a value is wrong."""
    try:
        return EVENT.validate_python(said)
    except ValidationError as error:
        raise _naive(said) or UnfitError(Code.BAD_VALUE, partial(_bad_value, error, said["kind"])) from None


def off_calendar(said: dict[str, Any], why: ValueError) -> UnfitError:
    """The fault of an event that could not be taken since the calendar has not one of its instants."""
    for name in _INSTANTS:
        if (given := said.get(name)) is not None:
            try:
                stated_ms(given)
            except ValueError as error:
                return UnfitError(
                    Code.BAD_VALUE, f"{name}: {shown(given)} is given; allowed: an instant of the calendar ({error})"
                )
    return UnfitError(Code.BAD_VALUE, str(why))


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


def _naive(said: dict[str, Any]) -> UnfitError | None:
    for name in _INSTANTS:
        if is_naive(given := said.get(name)):
            detail = f"{name}: {shown(given)} is given, without an offset; allowed: the same with Z or ±HH:MM behind it"
            return UnfitError(Code.NAIVE_TIME, detail)
    return None


def _bad_value(error: ValidationError, kind: str) -> str:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][-1])
    return f"{name}: {shown(first['input'])} is given; allowed: {_FORMS[kind].fields[name].description}"
