"""Reads the feed: the bytes of a record, or the lines of a file, to rows, declared mitigations and faults.

Two ways that give the same. The fast one reads a whole record in one call and gives up at the first doubt; the slow
one cuts the record into its events and judges each on its own, so that one bad event never costs the others.
"""

from itertools import count, repeat

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from schemas.feed.crowded import is_crowded
from schemas.feed.events import Events, events_of
from schemas.feed.faults import event_of, misfits, off_calendar
from schemas.feed.pieces import Elements
from schemas.feed.reading import Fault, PlacesKnown, Reading
from schemas.feed.refusing import MOST_WHOLE, faults_of
from schemas.feed.taking import Taker
from schemas.feed.telemetry import EVENT, EVENTS, MOST_EVENTS
from schemas.instants import Ms
from schemas.refusal import UnfitError


class _DoubtError(ValueError):
    """Something that the fast way does not judge."""


class FeedReader:
    """Reads records and lines of the feed. Keeps nothing from one call to the next, and no input makes it raise.

    `places`: the places that it knows. `whole`: the faults of one code that stand whole of one record; the rest of them
    are summed up in one more.
    """

    def __init__(self, places: PlacesKnown, whole: int = MOST_WHOLE) -> None:
        self.places = places
        self.whole = whole

    def read(self, value: bytes | None, *, platform_id: str | None, arrival: Ms | None, offset: int) -> Reading:
        """What a record's value holds.

        `platform_id` is that of the topic; None, and each event's own holds. `arrival` is the broker's stamp; None, and
        nothing is from the future. A record without a value (a tombstone) is `not_an_event`.
        """
        return _read(value, Taker(self.places, platform_id, arrival), offset, self.whole)

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
                        reading.add(_read(line, taker, number, self.whole))
        return reading


def _read(value: bytes | None, taker: Taker, offset: int, whole: int = MOST_WHOLE) -> Reading:
    try:
        return _fast(value, taker, offset)
    except ValueError:
        return _slow(value, taker, offset, whole)


def _fast(value: bytes | None, taker: Taker, offset: int) -> Reading:
    if value is None or len(value) > MOST_BYTES or is_crowded(value):
        raise _DoubtError
    reading = Reading()
    if value[:1] == b"[":
        events = EVENTS.validator.validate_json(value)
        taker.take(reading, zip(events, repeat(offset), count()), Elements(value))
    else:
        taker.take(reading, [(EVENT.validator.validate_json(value), offset, 0)], lambda _: value)
    return reading


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


def _slow(value: bytes | None, taker: Taker, offset: int, whole: int = MOST_WHOLE) -> Reading:
    reading = Reading()
    try:
        events = events_of(value)
    except UnfitError as error:
        reading.faults.append(Fault(error.code, error.detail, offset, None, None, (value or b"")[:KEPT_BYTES]))
        return reading
    codes = misfits(events.said)
    unfit: dict[int, UnfitError] = {}
    for index in [index for index, code in enumerate(codes) if code is None]:
        try:
            _take(taker, reading, events, offset, index)
        except UnfitError as error:
            codes[index], unfit[index] = error.code, error
    reading.faults = faults_of(events, codes, unfit, offset, whole)
    return reading


def _take(taker: Taker, reading: Reading, events: Events, offset: int, index: int) -> None:
    said = events.said[index]
    try:
        taker.take(reading, [(event_of(said), offset, index)], events.raw)
    except UnfitError:
        raise
    except ValueError as error:
        raise off_calendar(said, error) from None
