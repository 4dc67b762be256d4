"""The plain way to read an array of events: all of it at once by msgspec, and the forms of its ids joined.

It accepts and never refuses: on any doubt it gives None, and the models decide. It takes no text with an escape or beyond ASCII,
which no form allows. Instants are checked where they are computed (`schemas.wire_time`); places, and how fields go together,
where those of the models are.
"""

import re
from typing import Final, cast

import msgspec

from schemas.envelope import PLATFORM_FORM
from schemas.feed.plain.forms import PlainEvent, PlainHeartbeat, PlainMitigation
from schemas.feed.telemetry import MOST_EVENTS, AnyEvent

_ID_MOST: Final = 128
_WORKER_LENGTH: Final = 64
"""The forms of the contract, as the models have them: ids of up to 128 characters, pseudonyms of 64 hex digits."""
_ID_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"
_HEX: Final = b"0123456789abcdef"
_is_platform: Final = re.compile(PLATFORM_FORM.strip("^$")).fullmatch
_decode: Final = msgspec.json.Decoder(list[PlainEvent]).decode


def plain_events(value: bytes) -> list[PlainEvent] | None:
    """The events of an array of 1 to `MOST_EVENTS` whose fields all have their forms, but for instants; None on any doubt."""
    if not value.isascii() or b"\\" in value:
        return None
    try:
        events = _decode(value)
    except (msgspec.DecodeError, RecursionError):
        return None
    return events if 0 < len(events) <= MOST_EVENTS and _have_forms(events) else None


def plain_of(event: AnyEvent) -> PlainEvent:
    """The same event, which a model has read: whoever makes its row needs to know one form of it."""
    found: PlainEvent = msgspec.convert(event.model_dump(by_alias=True, exclude_none=True), PlainEvent)
    return found


def _have_forms(events: list[PlainEvent]) -> bool:
    ids = [event.event_id for event in events]
    # nine events of ten: spared a call each
    ids += [event.session_id for event in events if type(event) is PlainHeartbeat]
    for event in events:
        if type(event) is not PlainHeartbeat:
            ids += event.ids()
    ids += cast("set[str]", {event.partner_id for event in events} - {None})
    workers = [event.worker_id for event in events if not isinstance(event, PlainMitigation)]
    return (
        all(map(_is_platform, {event.platform_id for event in events}))
        and all(ids)
        and max(map(len, ids)) <= _ID_MOST
        and not "".join(ids).encode().translate(None, _ID_LETTERS)
        and all(length == _WORKER_LENGTH for length in set(map(len, workers)))
        and not "".join(workers).encode().translate(None, _HEX)
    )
