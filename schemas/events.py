"""The events of one record: as they were read, and their untouched bytes. Decides whether the record holds events at all."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Final, NamedTuple

from schemas.envelope import MOST_BYTES
from schemas.parsing import json_in
from schemas.pieces import is_array, pieces
from schemas.refusal import Code, UnfitError
from schemas.telemetry import MOST_EVENTS

_EMPTY: Final = f"an empty array is given; allowed: 1 to {MOST_EVENTS:,} events"
_MANY: Final = f"more than {MOST_EVENTS:,} events are given; allowed: 1 to {MOST_EVENTS:,}"
_OPEN: Final = "the array does not end, or something follows it; allowed: one JSON array"
_NEITHER: Final = "neither an object nor an array is given; allowed: an event, or an array"


class Elements:
    """The untouched bytes of the elements of an array that is JSON; it is cut when the first is asked for."""

    def __init__(self, value: bytes) -> None:
        self._value = value

    def __call__(self, index: int) -> bytes:
        """Those of one element."""
        return self._cut[index]

    @cached_property
    def _cut(self) -> list[bytes]:
        return pieces(self._value) or []


class Events(NamedTuple):
    """What was read of each event, an `UnfitError` where nothing could be, and its untouched bytes by its index."""

    said: list[Any]
    raw: Callable[[int], bytes]


def events_of(value: bytes | None) -> Events:
    """Each event of a record; `UnfitError` where the record as a whole cannot be read."""
    if value is None:
        raise UnfitError(Code.NOT_AN_EVENT, "no value is given; allowed: an event, or an array of events")
    if len(value) > MOST_BYTES:
        detail = f"{len(value):,} bytes are given; allowed: {MOST_BYTES:,}. Send fewer events a record"
        raise UnfitError(Code.RECORD_TOO_LARGE, detail)
    try:
        said = json_in(value)
    except UnfitError:
        if (events := _one_by_one(value)) is None:
            raise
        return events
    if isinstance(said, dict):
        return Events([said], lambda _: value)
    if not isinstance(said, list):
        raise UnfitError(Code.NOT_AN_EVENT, _NEITHER)
    if not said:
        raise UnfitError(Code.NOT_AN_EVENT, _EMPTY)
    if len(said) > MOST_EVENTS:
        raise UnfitError(Code.TOO_MANY_EVENTS, _MANY)
    return Events(said, Elements(value))


def _one_by_one(value: bytes) -> Events | None:
    """The elements of what as a whole is no JSON, each read alone; None where it is no array or holds too many of them."""
    if not is_array(value):
        return None
    elements = pieces(value, MOST_EVENTS)
    if not elements:
        raise UnfitError(Code.NOT_JSON, _OPEN)
    if len(elements) > MOST_EVENTS:
        return None
    return Events([_read_alone(element) for element in elements], elements.__getitem__)


def _read_alone(element: bytes) -> object:
    try:
        return json_in(element)
    except UnfitError as error:
        return error
