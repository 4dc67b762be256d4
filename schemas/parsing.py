"""The one reader of JSON in the feed: what can be read is decided by jiter (in pydantic), here and in the models alike."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pydantic_core import from_json

from schemas.envelope import ID_FORM
from schemas.refusal import Code, UnfitError

_TOO_LONG: Final = "number out of range"
"""What jiter says of an integer of more than 4,300 digits."""
_LONG_RUN: Final = re.compile(rb"(?<![0-9])([0-9]{400})[0-9]+")
_is_id: Final = re.compile(ID_FORM).fullmatch


def json_in(raw: bytes) -> Any:
    """What this JSON says; `UnfitError` (`not_json`) when it is none, or is nested too deep to be read.

    Of duplicate keys the last wins. A number of any length is a number.
    """
    try:
        return _read(raw)
    except ValueError as error:
        given = "nothing is given" if not raw else str(error)
        raise UnfitError(Code.NOT_JSON, f"{given}; allowed: JSON in UTF-8, nested no deeper than 200") from None


def event_id_in(raw: bytes) -> str | None:
    """The event's id, where these bytes can be read so far and it has the form of one."""
    try:
        return event_id_of(_read(raw))
    except ValueError:
        return None


def event_id_of(said: object) -> str | None:
    """The id of an event that was read, where it has the form of one."""
    found = said.get("event_id") if isinstance(said, dict) else None
    return found if isinstance(found, str) and _is_id(found) else None


def _read(raw: bytes) -> Any:
    with _uncollected():
        try:
            return from_json(raw)
        except ValueError as error:
            if _TOO_LONG not in str(error):
                raise
        return from_json(_shortened(raw))


def _shortened(raw: bytes) -> bytes:
    """The same with the first 400 digits of each run of more: as much JSON, and as wrong, as it was.

    No field takes a number of 20 digits or a text of 129 characters, so that what is cut off decides nothing, in
    numbers and in strings alike.
    """
    return _LONG_RUN.sub(rb"\1", raw)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector: 1 MiB may hold 350,000 arrays, and it would walk through them again and again (0.3 s)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
