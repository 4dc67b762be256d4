"""Reads the feed: the bytes of a record, or the lines of a file, to rows, declared mitigations and faults.

Two ways with the same result. The fast one reads a whole record in one call, by `schemas.feed.plain.accepting` or else by the
models, and stops at the first event that is not good; the slow one splits the record into its events and checks each alone, so
that a bad event costs no other.
"""

from itertools import count, repeat

from schemas.envelope import KEPT_BYTES, MOST_BYTES
from schemas.feed.checks import EventChecker
from schemas.feed.events import Events, events_of
from schemas.feed.fault_summary import MOST_WHOLE, faults_of
from schemas.feed.faults import event_of, misfits, off_calendar
from schemas.feed.json.prune import is_dense
from schemas.feed.json.split import Elements
from schemas.feed.plain.accepting import plain_events, plain_of
from schemas.feed.plain.forms import PlainEvent
from schemas.feed.reading import Fault, PlacesKnown, Reading
from schemas.feed.telemetry import EVENT, EVENTS, MOST_EVENTS
from schemas.instants import Ms
from schemas.refusal import UnfitError


class _FastPathError(ValueError):
    """The record is left to the slow way."""


class FeedReader:
    """Reads records and lines of the feed. Keeps nothing from one call to the next, and no input makes it raise.

    `places`: the places that events may name. `whole`: how many faults of one code in a record are listed one by one; one
    more sums up the rest.
    """

    def __init__(self, places: PlacesKnown, whole: int = MOST_WHOLE) -> None:
        self.places = places
        self.whole = whole

    def read(self, value: bytes | None, *, platform_id: str | None, arrival: Ms | None, offset: int) -> Reading:
        """Read a record's value.

        `platform_id` is that of the topic; with None each event's own is taken. `arrival` is the broker's stamp (ms); with
        None no event is refused as from the future. A record without a value (a tombstone) is `not_an_event`.
        """
        return _read(value, EventChecker(self.places, platform_id, arrival), offset, self.whole)

    def read_lines(self, lines: list[bytes], *, first: int = 1) -> Reading:
        """Read the lines of a file, each an event or an array of events; the number of the line stands for the offset.

        `first` is the number of the first line. Blank lines are skipped. The platform is each event's own, and no event is
        refused as from the future.
        """
        checker = EventChecker(self.places, None, None)
        reading = Reading()
        for start in range(0, len(lines), MOST_EVENTS):
            chunk = [line.rstrip(b"\r\n") for line in lines[start : start + MOST_EVENTS]]
            try:
                _lines_fast(chunk, checker, first + start, reading)
            except ValueError:
                for number, line in enumerate(chunk, first + start):
                    if line and not line.isspace():
                        reading.add(_read(line, checker, number, self.whole))
        return reading


def _read(value: bytes | None, checker: EventChecker, offset: int, whole: int = MOST_WHOLE) -> Reading:
    try:
        return _fast(value, checker, offset)
    except ValueError:
        return _slow(value, checker, offset, whole)


def _fast(value: bytes | None, checker: EventChecker, offset: int) -> Reading:
    if value is None or len(value) > MOST_BYTES:
        raise _FastPathError
    reading = Reading()
    if value[:1] == b"[":
        plain = plain_events(value)
        if plain is None or checker.platform_id is None:
            checker.check_into(reading, zip(plain or _by_models(value), repeat(offset), count()), Elements(value))
        else:
            checker.check_plain_into(reading, plain, offset, Elements(value))
    else:
        checker.check_into(reading, [(_one_in(value), offset, 0)], lambda _: value)
    return reading


def _one_in(value: bytes) -> PlainEvent:
    """The one event that a record is; `ValueError` where the slow way is to look at it."""
    plain = plain_events(b"[%b]" % value)  # of one element only where the value is JSON, whatever brackets it has
    if plain is not None and len(plain) == 1:
        return plain[0]
    if is_dense(value):
        raise _FastPathError
    return plain_of(EVENT.validator.validate_json(value))


def _by_models(value: bytes) -> list[PlainEvent]:
    """The events of an array, all with their forms; `ValueError` where the slow way is to look at them."""
    if is_dense(value):
        raise _FastPathError
    return [plain_of(event) for event in EVENTS.validator.validate_json(value)]


def _lines_fast(lines: list[bytes], checker: EventChecker, first: int, reading: Reading) -> None:
    joined = b"[" + b",".join(lines) + b"]"
    # An event is a flat object. With one brace a line, at its beginning, no two lines can make up an event between
    # them, and no line can hold two: the array has the same elements as the lines.
    if not all(line[:1] == b"{" for line in lines) or joined.count(b"{") != len(lines):
        raise _FastPathError
    if max(map(len, lines)) > MOST_BYTES:
        raise _FastPathError
    events = plain_events(joined) or _by_models(joined)
    if len(events) != len(lines):
        raise _FastPathError
    part = Reading()
    checker.check_into(part, zip(events, count(first), repeat(0)), lines.__getitem__)
    reading.add(part)


def _slow(value: bytes | None, checker: EventChecker, offset: int, whole: int = MOST_WHOLE) -> Reading:
    reading = Reading()
    try:
        events = events_of(value)
    except UnfitError as error:
        reading.faults.append(Fault(error.code, error.detail, offset, None, None, (value or b"")[:KEPT_BYTES]))
        return reading
    codes = misfits(events.parsed)
    unfit: dict[int, UnfitError] = {}
    for index in [index for index, code in enumerate(codes) if code is None]:
        try:
            _check_one(checker, reading, events, offset, index)
        except UnfitError as error:
            codes[index], unfit[index] = error.code, error
    reading.faults = faults_of(events, codes, unfit, offset, whole)
    return reading


def _check_one(checker: EventChecker, reading: Reading, events: Events, offset: int, index: int) -> None:
    parsed = events.parsed[index]
    try:
        checker.check_into(reading, [(plain_of(event_of(parsed)), offset, index)], events.raw)
    except UnfitError:
        raise
    except ValueError as error:
        raise off_calendar(parsed, error) from None
