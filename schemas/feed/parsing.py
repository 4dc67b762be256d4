"""The one reader of JSON in the feed. Jiter (in pydantic) decides here, as in the models, which bytes are JSON."""

import gc
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from pydantic_core import SchemaValidator, core_schema, from_json

from schemas.envelope import ID_FORM
from schemas.feed.json.prune import is_dense, pruned, pruned_array
from schemas.refusal import Code, UnfitError

UNREAD: Final = object()
"""Stands for bytes that are no JSON."""

_ALLOWED: Final = "JSON in UTF-8, nested no deeper than 200"
_TOO_LONG: Final = "number out of range"
"""Jiter's message about an integer of more than 4,300 digits."""
_SIMPLE: Final = 400
"""A size in bytes up to which no number is too long for jiter (4,300 digits), and nesting is never too deep to be checked."""
_LONG_RUN: Final = re.compile(rb"(?<![0-9])([0-9]{400})[0-9]+")
_each: Final = SchemaValidator(
    core_schema.list_schema(
        core_schema.with_default_schema(core_schema.json_schema(), default=UNREAD, on_error="default")
    )
).validate_python
"""Reads texts one by one: an exception for each that is no JSON would cost five times as much."""
_is_id: Final = re.compile(ID_FORM).fullmatch


def json_in(raw: bytes) -> Any:
    """Read JSON; `UnfitError` (`not_json`) when it is none, or is nested too deep to be read.

    Of duplicate keys the last wins. A number of any length is a number.
    """
    try:
        return _read(raw)
    except ValueError as error:
        given = "nothing is given" if not raw else str(error)
        raise UnfitError(Code.NOT_JSON, f"{given}; allowed: {_ALLOWED}") from None


def not_json(raw: bytes) -> str:
    """The reason why `json_in` cannot read this, and what is allowed."""
    try:
        json_in(raw)
    except UnfitError as error:
        return error.detail
    return f"allowed: {_ALLOWED}"


def each_in(elements: Sequence[bytes]) -> list[Any]:
    """Read each element of `split_array` as `json_in` does; `UNREAD` where it is no JSON."""
    if is_dense(b"".join(elements)):
        array, are_json = pruned_array(elements)
        built = _uncollected(from_json, array)
        found = [parsed if is_json else UNREAD for parsed, is_json in zip(built, are_json, strict=True)]
    else:
        found = _uncollected(_each, elements)
    return [
        _read_or_unread(text) if parsed is UNREAD and len(text) > _SIMPLE else parsed
        for parsed, text in zip(found, elements, strict=True)
    ]


def event_id_in(raw: bytes) -> str | None:
    """The event's id, where these bytes can be read and it has the form of one."""
    try:
        return event_id_of(_read(raw))
    except ValueError:
        return None


def event_id_of(parsed: object) -> str | None:
    """The id of a parsed event, where it has the form of one."""
    found = parsed.get("event_id") if type(parsed) is dict else None
    return found if type(found) is str and _is_id(found) else None


def _read_or_unread(text: bytes) -> Any:
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
    return _uncollected(from_json, pruned(raw) if is_dense(raw) else raw)


def _shortened(raw: bytes) -> bytes:
    """The same with each run of more than 400 digits cut to 400: as valid, and as wrong, as it was.

    No field takes a number of 20 digits or a text of 129 characters, so that the digits cut off decide nothing, in
    numbers and in strings alike.
    """
    return _LONG_RUN.sub(rb"\1", raw)


def _uncollected(read: Callable[[Any], Any], given: object) -> Any:
    """Read with the garbage collector off: it would walk through hundreds of thousands of values again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return read(given)
    finally:
        if was_on:
            gc.enable()
