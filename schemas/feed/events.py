"""The events of one record: parsed, and as untouched bytes. Decides whether the record holds events at all."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from schemas.envelope import MOST_BYTES
from schemas.feed.json.prune import is_dense
from schemas.feed.json.split import Elements, is_array, split_array
from schemas.feed.parsing import each_in, json_in
from schemas.feed.telemetry import MOST_EVENTS
from schemas.refusal import Code, UnfitError

_EMPTY: Final = f"an empty array is given; allowed: 1 to {MOST_EVENTS:,} events"
_MANY: Final = f"more than {MOST_EVENTS:,} events are given; allowed: 1 to {MOST_EVENTS:,}"
_OPEN: Final = "the array does not end, or something follows it; allowed: one JSON array"
_NEITHER: Final = "neither an object nor an array is given; allowed: an event, or an array"


class Events(NamedTuple):
    """The JSON of each event, `UNREAD` where it is none, and its untouched bytes by its index."""

    parsed: list[Any]
    raw: Callable[[int], bytes]


def events_of(value: bytes | None) -> Events:
    """Each event of a record; `UnfitError` where the record as a whole cannot be read."""
    if value is None:
        raise UnfitError(Code.NOT_AN_EVENT, "no value is given; allowed: an event, or an array of events")
    if len(value) > MOST_BYTES:
        detail = f"{len(value):,} bytes are given; allowed: {MOST_BYTES:,}. Send fewer events a record"
        raise UnfitError(Code.RECORD_TOO_LARGE, detail)
    if is_array(value) and is_dense(value):
        return _one_by_one(value)
    try:
        parsed = json_in(value)
    except UnfitError:
        if not is_array(value):
            raise
        return _one_by_one(value)
    if isinstance(parsed, dict):
        return Events([parsed], lambda _: value)
    if not isinstance(parsed, list):
        raise UnfitError(Code.NOT_AN_EVENT, _NEITHER)
    if not parsed:
        raise UnfitError(Code.NOT_AN_EVENT, _EMPTY)
    if len(parsed) > MOST_EVENTS:
        raise UnfitError(Code.TOO_MANY_EVENTS, _MANY)
    return Events(parsed, Elements(value))


def _one_by_one(value: bytes) -> Events:
    """Read the elements of an array each alone: as a whole it is no JSON, or holds far more than events do."""
    elements = split_array(value, MOST_EVENTS)
    if elements is None:
        raise UnfitError(Code.NOT_JSON, _OPEN)
    if not elements:
        raise UnfitError(Code.NOT_AN_EVENT, _EMPTY)
    if len(elements) > MOST_EVENTS:
        json_in(value)
        raise UnfitError(Code.TOO_MANY_EVENTS, _MANY)
    return Events(each_in(elements), elements.__getitem__)
