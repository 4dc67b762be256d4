"""The one reader of JSON in the feed: what can be read is decided by jiter (in pydantic), here and in the models alike."""

import gc
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic_core import SchemaValidator, core_schema, from_json

from schemas.envelope import ID_FORM
from schemas.feed.crowded import is_crowded, thinned, thinned_array
from schemas.refusal import Code, UnfitError

UNREAD: Final = object()
"""Stands for what is no JSON."""

_ALLOWED: Final = "JSON in UTF-8, nested no deeper than 200"
_TOO_LONG: Final = "number out of range"
"""The word of jiter for an integer of more than 4,300 digits."""
_SIMPLE: Final = 400
"""Up to so many bytes no number is too long for jiter, and nothing is nested so deep that it is not checked at once."""
_LONG_RUN: Final = re.compile(rb"(?<![0-9])([0-9]{400})[0-9]+")
_each: Final = SchemaValidator(
    core_schema.list_schema(
        core_schema.with_default_schema(core_schema.json_schema(), default=UNREAD, on_error="default")
    )
).validate_python
"""Reads texts one by one: an exception for each that is no JSON would cost five times as much."""
_is_id: Final = re.compile(ID_FORM).fullmatch


def json_in(raw: bytes) -> Any:
    """What this JSON says; `UnfitError` (`not_json`) when it is none, or is nested too deep to be read.

    Of duplicate keys the last wins. A number of any length is a number.
    """
    try:
        return _read(raw)
    except ValueError as error:
        given = "nothing is given" if not raw else str(error)
        raise UnfitError(Code.NOT_JSON, f"{given}; allowed: {_ALLOWED}") from None


def not_json(raw: bytes) -> str:
    """Why `json_in` cannot read this, and what is allowed."""
    try:
        json_in(raw)
    except UnfitError as error:
        return error.detail
    return f"allowed: {_ALLOWED}"


def each_in(elements: Sequence[bytes]) -> list[Any]:
    """What each of these elements that `pieces` cut says, as `json_in` has it; `UNREAD` where it is no JSON."""
    if is_crowded(b"".join(elements)):
        array, good = thinned_array(elements)
        built = _uncollected(from_json, array)
        found = [said if is_good else UNREAD for said, is_good in zip(built, good, strict=True)]
    else:
        found = _uncollected(_each, elements)
    return [
        _alone(text) if said is UNREAD and len(text) > _SIMPLE else said
        for said, text in zip(found, elements, strict=True)
    ]


def event_id_in(raw: bytes) -> str | None:
    """The event's id, where these bytes can be read so far and it has the form of one."""
    try:
        return event_id_of(_read(raw))
    except ValueError:
        return None


def event_id_of(said: object) -> str | None:
    """The id of an event that was read, where it has the form of one."""
    found = said.get("event_id") if type(said) is dict else None
    return found if type(found) is str and _is_id(found) else None


def _alone(text: bytes) -> Any:
    try:
        return _read(text)
    except ValueError:
        return UNREAD


def _read(raw: bytes) -> Any:
    try:
        return _built(raw)
    except ValueError as error:
        if _TOO_LONG not in str(error):
            raise
    return _built(_shortened(raw))


def _built(raw: bytes) -> Any:
    return _uncollected(from_json, thinned(raw) if is_crowded(raw) else raw)


def _shortened(raw: bytes) -> bytes:
    """The same with the first 400 digits of each run of more: as much JSON, and as wrong, as it was.

    No field takes a number of 20 digits or a text of 129 characters, so that what is cut off decides nothing, in
    numbers and in strings alike.
    """
    return _LONG_RUN.sub(rb"\1", raw)


def _uncollected(read: Callable[[Any], Any], given: object) -> Any:
    """Reads without the collector, which would walk through hundreds of thousands of values again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return read(given)
    finally:
        if was_on:
            gc.enable()
