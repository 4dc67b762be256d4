"""The slow way to judge one event: what is wrong with it, the first fault in the order of the closed list of codes.

Judges the form of one event that was read as JSON, on its own. What only areas, topic and arrival can tell is judged in
`schemas.taking`. The faults that a small event can have are found without a word, since a record may hold 1,000 of them.
"""

from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from schemas.envelope import Event
from schemas.refusal import Code, UnfitError
from schemas.telemetry import EVENT, KINDS, AnyEvent
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
_KINDS: Final = ", ".join(KINDS)


def misfit(said: object) -> Code | None:
    """The code of what is no event of a known kind with the fields of that kind; None where only values can be wrong.

    `said` may be an `UnfitError` instead: what could not be read.
    """
    if type(said) is not dict:
        return said.code if isinstance(said, UnfitError) else Code.NOT_AN_EVENT
    kind = said.get("kind")
    form = _FORMS.get(kind) if type(kind) is str else None
    if form is None:
        return Code.UNKNOWN_KIND
    if not said.keys() <= form.names:
        return Code.UNKNOWN_FIELD
    return None if said.keys() >= form.required else Code.MISSING_FIELD


def misfit_detail(code: Code, said: Any) -> str:
    """What is wrong with what `misfit` gave this code, and what is allowed."""
    if isinstance(said, UnfitError):
        return said.detail
    if code is Code.NOT_AN_EVENT:
        return f"{shown(said)} is given; allowed: an object with the fields of one event"
    if code is Code.UNKNOWN_KIND:
        given = f"{shown(said['kind'])} is given" if "kind" in said else "none is given"
        return f"kind: {given}; allowed: {_KINDS}"
    form = _FORMS[said["kind"]]
    if code is Code.UNKNOWN_FIELD:
        unknown = next(name for name in said if name not in form.names)
        return f"{shown(unknown)} is given; allowed: {', '.join(form.fields)}"
    missing = [name for name in form.fields if name in form.required and name not in said]
    return f"not given: {', '.join(missing)}; every event of this kind needs it"


def event_of(said: dict[str, Any]) -> AnyEvent:
    """The event that this object is, in which `misfit` found nothing; `UnfitError` where a value is wrong."""
    _check_naive(said)
    try:
        event = EVENT.validate_python(said)
    except ValidationError as error:
        raise _bad_value(error.errors(include_url=False)[0], said["kind"]) from None
    _check_calendar(said)
    return event


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


def _bad_value(error: ErrorDetails, kind: str) -> UnfitError:
    name = str(error["loc"][-1])
    allowed = _FORMS[kind].fields[name].description
    return UnfitError(Code.BAD_VALUE, f"{name}: {shown(error['input'])} is given; allowed: {allowed}")
