"""From a well-formed event to the row that a judge folds. Checks how an event's fields go together.

The model has checked each field alone; `schemas.feed.checks` checks the event against the topic and the arrival.
"""

from typing import assert_never

from schemas.feed.plain.forms import (
    PlainAccepted,
    PlainAccrued,
    PlainCancelled,
    PlainCompleted,
    PlainDeducted,
    PlainEvent,
    PlainHeartbeat,
    PlainMitigation,
    PlainOffline,
    PlainOnline,
    PlainPaused,
    PlainPickedUp,
    PlainPromiseChanged,
    PlainResumed,
)
from schemas.feed.reading import Mitigation
from schemas.instants import Ms
from schemas.legal_days import DAY_MS, day_from_text, legal_day
from schemas.refusal import Code, UnfitError
from schemas.wire_time import FIRST_YEAR, stated_ms
from schemas.work import AcceptanceRow, AnyRow, OrderRow, PayRow, SessionRow, Sort, Step

MOST_AHEAD_MS = 31 * DAY_MS
"""The longest time ahead that an order may be booked: a booking is kept until it begins, and nobody books a year ahead."""

MOST_DAYS = 31
"""The most days that a pay entry may be for: those of a month, the longest period by which platforms settle."""

_PULSE, _ON, _OFF = Sort.PULSE, Sort.ON, Sort.OFF
_Pay = PlainAccrued | PlainDeducted


def row_of(  # noqa: PLR0911 - one arm, one return
    event: PlainEvent, area: str, at: Ms, published_at: Ms, offset: int, index: int, raw: bytes | None
) -> AnyRow | Mitigation:
    """The row of one event that occurred in `area` at `at` and was published at `published_at`.

    `UnfitError` (`bad_value`) when its instants are in an order that cannot be.
    """
    if isinstance(event, PlainHeartbeat):  # nine events of ten: spared what the others need
        return SessionRow(event.worker_id, at, area, event.sector, offset, index, raw, event.session_id, _PULSE)
    where = area, event.sector, offset, index, raw
    match event:
        case PlainOnline() | PlainResumed():
            return SessionRow(event.worker_id, at, *where, event.session_id, _ON)
        case PlainPaused() | PlainOffline():
            return SessionRow(event.worker_id, at, *where, event.session_id, _OFF)
        case PlainAccepted():
            on_at = _booked(event.starts_at, at)
            promised_at = _not_before("promised_at", event.promised_at, at)
            order = event.order_id, event.event_id, at if on_at is None else on_at
            return AcceptanceRow(event.worker_id, at, *where, *order, event.assigned, promised_at, event.distance_m)
        case PlainPickedUp():
            return OrderRow(event.worker_id, at, *where, event.order_id, Step.PICKED_UP, None)
        case PlainCompleted() | PlainCancelled():
            cancelled = isinstance(event, PlainCancelled)
            return OrderRow(event.worker_id, at, *where, event.order_id, Step.ENDED, None, cancelled)
        case PlainPromiseChanged():
            promised_at = stated_ms(event.promised_at)
            return OrderRow(event.worker_id, at, *where, event.order_id, Step.PROMISED, promised_at)
        case PlainAccrued() | PlainDeducted():
            return _pay(event, area, at, published_at, offset, index, raw)
        case PlainMitigation():
            return _mitigation(event, area, at, offset, index)
    assert_never(event)


def _booked(text: str | None, at: Ms) -> Ms | None:
    stated = _not_before("starts_at", text, at)
    if stated is not None and stated > at + MOST_AHEAD_MS:
        raise UnfitError(Code.BAD_VALUE, f"starts_at: {text} is given; allowed: at most 31 days after occurred_at")
    return stated


def _not_before(field: str, text: str | None, at: Ms) -> Ms | None:
    if text is None:
        return None
    stated = stated_ms(text)
    if stated < at:
        raise UnfitError(Code.BAD_VALUE, f"{field}: {text} is given; allowed: an instant not before occurred_at")
    return stated


def _days(event: _Pay, at: Ms) -> tuple[int, int]:
    """The first and the last legal day that a pay entry is for; -1 twice where it names none."""
    if event.for_day is None:
        if event.for_until is not None:
            raise UnfitError(Code.BAD_VALUE, f"for_until: {event.for_until} is given alone; allowed: with for_day")
        return -1, -1
    last_text = event.for_day if event.for_until is None else event.for_until
    first, last = _day("for_day", event.for_day), _day("for_until", last_text)
    if last > legal_day(at):
        name = "for_day" if event.for_until is None else "for_until"
        raise UnfitError(Code.BAD_VALUE, f"{name}: {last_text} is given; allowed: a day not after that of occurred_at")
    if not first <= last < first + MOST_DAYS:
        allowed = f"for_day ({event.for_day}) to {MOST_DAYS - 1} days after it"
        raise UnfitError(Code.BAD_VALUE, f"for_until: {last_text} is given; allowed: {allowed}")
    return first, last


def _day(field: str, text: str) -> int:
    try:
        day = day_from_text(text)
    except ValueError:
        raise UnfitError(Code.BAD_VALUE, f"{field}: {text} is given; allowed: a date of the calendar") from None
    if day < 0:
        # the date of an empty field in many a language, 0001-01-01: pay for it would be nobody's, and nobody would know
        raise UnfitError(Code.BAD_VALUE, f"{field}: {text} is given; allowed: {FIRST_YEAR}-01-01 or later")
    return day


def _pay(
    event: _Pay,
    area: str,
    at: Ms,
    published_at: Ms,
    offset: int,
    index: int,
    raw: bytes | None,
) -> PayRow:
    return PayRow(
        event.worker_id,
        at,
        area,
        event.sector,
        offset,
        index,
        raw,
        event.entry_id,
        published_at,
        event.sequence or 0,
        event.event_id,
        event.kind,
        event.category,
        event.amount_fen,
        event.order_id,
        *_days(event, at),
    )


def _mitigation(event: PlainMitigation, area: str, at: Ms, offset: int, index: int) -> Mitigation:
    from_at, until_at = stated_ms(event.from_), stated_ms(event.until)
    if until_at < from_at:
        raise UnfitError(Code.BAD_VALUE, f"until: {event.until} is given; allowed: an instant not before from")
    return Mitigation(
        event.platform_id,
        event.event_id,
        at,
        area,
        event.sector,
        event.measure,
        from_at,
        until_at,
        offset,
        index,
    )
