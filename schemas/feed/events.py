"""The events of one record: as they were read, and their untouched bytes. Decides whether the record holds events at all."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from schemas.envelope import MOST_BYTES
from schemas.feed.crowded import is_crowded
from schemas.feed.parsing import each_in, json_in
from schemas.feed.pieces import Elements, is_array, pieces
from schemas.feed.telemetry import MOST_EVENTS
from schemas.refusal import Code, UnfitError

_EMPTY: Final = f"an empty array is given; allowed: 1 to {MOST_EVENTS:,} events"
_MANY: Final = f"more than {MOST_EVENTS:,} events are given; allowed: 1 to {MOST_EVENTS:,}"
_OPEN: Final = "the array does not end, or something follows it; allowed: one JSON array"
_NEITHER: Final = "neither an object nor an array is given; allowed: an event, or an array"


class Events(NamedTuple):
    """What was read of each event, `UNREAD` where nothing could be, and its untouched bytes by its index."""

    said: list[Any]
    raw: Callable[[int], bytes]


def events_of(value: bytes | None) -> Events:
    """Each event of a record; `UnfitError` where the record as a whole cannot be read."""
    if value is None:
        raise UnfitError(Code.NOT_AN_EVENT, "no value is given; allowed: an event, or an array of events")
    if len(value) > MOST_BYTES:
        detail = f"{len(value):,} bytes are given; allowed: {MOST_BYTES:,}. Send fewer events a record"
        raise UnfitError(Code.RECORD_TOO_LARGE, detail)
    if is_array(value) and is_crowded(value):
        return _one_by_one(value)
    try:
        said = json_in(value)
    except UnfitError:
        if not is_array(value):
            raise
        return _one_by_one(value)
    if isinstance(said, dict):
        return Events([said], lambda _: value)
    if not isinstance(said, list):
        raise UnfitError(Code.NOT_AN_EVENT, _NEITHER)
    if not said:
        raise UnfitError(Code.NOT_AN_EVENT, _EMPTY)
    if len(said) > MOST_EVENTS:
        raise UnfitError(Code.TOO_MANY_EVENTS, _MANY)
    return Events(said, Elements(value))


def _one_by_one(value: bytes) -> Events:
    """The elements of an array, each read alone: as a whole it is no JSON, or holds far more than events do."""
    elements = pieces(value, MOST_EVENTS)
    if elements is None:
        raise UnfitError(Code.NOT_JSON, _OPEN)
    if not elements:
        raise UnfitError(Code.NOT_AN_EVENT, _EMPTY)
    if len(elements) > MOST_EVENTS:
        json_in(value)
        raise UnfitError(Code.TOO_MANY_EVENTS, _MANY)
    return Events(each_in(elements), elements.__getitem__)
