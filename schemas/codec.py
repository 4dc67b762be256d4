"""Reads the feed: the bytes of a record, or the lines of a file, to rows, declared mitigations and faults.

Two ways that give the same. The fast one reads a whole record in one call and gives up at the first doubt; the slow
one cuts the record into its events and judges each on its own, so that one bad event never costs the others.
"""

from itertools import count, repeat

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from schemas.faults import event_id_in, event_in, json_in
from schemas.instants import Ms
from schemas.pieces import is_array, pieces
from schemas.reading import Fault, Places, Reading
from schemas.refusal import Code, UnfitError
from schemas.taking import Taker
from schemas.telemetry import EVENT, EVENTS, MOST_EVENTS


class _DoubtError(ValueError):
    """Something that the fast way does not judge."""


class FeedReader:
    """Reads records and lines of the feed. Keeps nothing from one call to the next, and no input makes it raise.

    `places`: the places that it knows.
    """

    def __init__(self, places: Places) -> None:
        self.places = places

    def read(self, value: bytes | None, *, platform_id: str | None, arrival: Ms | None, offset: int) -> Reading:
        """What a record's value holds.

        `platform_id` is that of the topic; None, and each event's own holds. `arrival` is the broker's stamp; None, and
        nothing is from the future. A record without a value (a tombstone) is `not_an_event`.
        """
        return _read(value, Taker(self.places, platform_id, arrival), offset)

    def read_lines(self, lines: list[bytes], *, first: int = 1) -> Reading:
        """What the lines of a file hold, each an event or an array of events; `offset` is the number of the line.

        `first` is the number of the first line. Blank lines hold nothing. The platform is each event's own, and
        nothing is from the future.
        """
        taker = Taker(self.places, None, None)
        reading = Reading()
        for start in range(0, len(lines), MOST_EVENTS):
            chunk = [line.rstrip(b"\r\n") for line in lines[start : start + MOST_EVENTS]]
            try:
                _lines_fast(chunk, taker, first + start, reading)
            except ValueError:
                for number, line in enumerate(chunk, first + start):
                    if line and not line.isspace():
                        reading.add(_read(line, taker, number))
        return reading


def _read(value: bytes | None, taker: Taker, offset: int) -> Reading:
    try:
        return _fast(value, taker, offset)
    except ValueError:
        return _slow(value, taker, offset)


def _fast(value: bytes | None, taker: Taker, offset: int) -> Reading:
    if value is None or len(value) > MOST_BYTES:
        raise _DoubtError
    reading = Reading()
    if value[:1] == b"[":
        events = EVENTS.validator.validate_json(value)
        taker.take(reading, zip(events, repeat(offset), count()), _Elements(value))
    else:
        taker.take(reading, [(EVENT.validator.validate_json(value), offset, 0)], lambda _: value)
    return reading


class _Elements:
    """The untouched bytes of the elements of an array that is known to be good; it is cut when the first is asked for."""

    __slots__ = ("_cut", "_value")

    def __init__(self, value: bytes) -> None:
        self._value = value
        self._cut: list[bytes] | None = None

    def __call__(self, index: int) -> bytes:
        if self._cut is None:
            self._cut = pieces(self._value) or []
        return self._cut[index]


def _lines_fast(lines: list[bytes], taker: Taker, first: int, reading: Reading) -> None:
    joined = b"[" + b",".join(lines) + b"]"
    # An event is a flat object. With one brace a line, at its beginning, no two lines can make up an event between
    # them, and no line can hold two: the array has the same elements as the lines.
    if not all(line[:1] == b"{" for line in lines) or joined.count(b"{") != len(lines):
        raise _DoubtError
    if max(map(len, lines)) > MOST_BYTES:
        raise _DoubtError
    events = EVENTS.validator.validate_json(joined)
    if len(events) != len(lines):
        raise _DoubtError
    part = Reading()
    taker.take(part, zip(events, count(first), repeat(0)), lines.__getitem__)
    reading.add(part)


def _slow(value: bytes | None, taker: Taker, offset: int) -> Reading:
    reading = Reading()
    try:
        events = _events_of(value)
    except UnfitError as error:
        reading.faults.append(Fault(error.code, error.detail, offset, None, None, (value or b"")[:KEPT_BYTES]))
        return reading
    for index, raw in enumerate(events):
        try:
            taker.take(reading, [(EVENT.validator.validate_json(raw), offset, index)], events.__getitem__)
        except ValueError:
            reading.faults.append(_fault_of(raw, taker, offset, index))
    return reading


def _fault_of(raw: bytes, taker: Taker, offset: int, index: int) -> Fault:
    try:
        taker.take(Reading(), [(event_in(raw), offset, index)], lambda _: raw)
    except UnfitError as error:
        return Fault(error.code, error.detail, offset, index, event_id_in(raw), raw)
    raise AssertionError("an event without fault was refused")


def _events_of(value: bytes | None) -> list[bytes]:
    """The untouched bytes of each event of a record; `UnfitError` where the record as a whole cannot be read."""
    if value is None:
        raise UnfitError(Code.NOT_AN_EVENT, "no value is given; allowed: an event, or an array of events")
    if len(value) > MOST_BYTES:
        detail = f"{len(value):,} bytes are given; allowed: {MOST_BYTES:,}. Send fewer events a record"
        raise UnfitError(Code.RECORD_TOO_LARGE, detail)
    if not is_array(value):
        if not isinstance(json_in(value), dict):
            raise UnfitError(
                Code.NOT_AN_EVENT, "neither an object nor an array is given; allowed: an event, or an array"
            )
        return [value]
    events = pieces(value, MOST_EVENTS)
    if events is None:
        raise UnfitError(Code.NOT_JSON, "the array does not end, or something follows it; allowed: one JSON array")
    if not events:
        raise UnfitError(Code.NOT_AN_EVENT, f"an empty array is given; allowed: 1 to {MOST_EVENTS:,} events")
    if len(events) > MOST_EVENTS:
        json_in(value)
        detail = f"more than {MOST_EVENTS:,} events are given; allowed: 1 to {MOST_EVENTS:,}"
        raise UnfitError(Code.TOO_MANY_EVENTS, detail)
    return events
