"""The plain way to read an array of events: all of it at once by msgspec, and the forms of its ids joined.

It accepts and never refuses: on any doubt it gives None, and the models decide. It takes no text with an escape or beyond ASCII,
which no form allows. Instants are checked where they are computed (`schemas.wire_time`); places, and how fields go together,
where those of the models are. A form that is changed in the models is to be changed here.
"""

import re
from typing import Annotated, Final, Literal, cast

import msgspec

from schemas.envelope import MOST, PLATFORM_FORM
from schemas.feed.telemetry import MOST_EVENTS, AccruedCategory, AnyEvent, DeductedCategory
from schemas.wire_time import DAY_FORM

_ID_MOST: Final = 128
_WORKER_LENGTH: Final = 64
_ID_LETTERS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-"
_HEX: Final = b"0123456789abcdef"
_is_platform: Final = re.compile(PLATFORM_FORM.strip("^$")).fullmatch
_is_day: Final = re.compile(DAY_FORM.strip("^$")).fullmatch

_Sector = Literal["delivery", "courier", "ride_hailing"]
_Fen = Annotated[int, msgspec.Meta(ge=0, le=MOST)]
_Metres = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
_Sequence = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]


class _Plain(msgspec.Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    event_id: str
    platform_id: str
    sector: _Sector
    area: str
    occurred_at: str
    published_at: str | None = None
    sequence: _Sequence | None = None
    partner_id: str | None = None

    def ids(self) -> list[str]:
        """The ids beside those that every event has."""
        return []


class _OfWorker(_Plain, frozen=True, gc=False, kw_only=True):
    worker_id: str


class _OfSession(_OfWorker, frozen=True, gc=False, kw_only=True):
    session_id: str

    def ids(self) -> list[str]:
        """The session's."""
        return [self.session_id]


class PlainHeartbeat(_OfSession, frozen=True, gc=False, kw_only=True, tag="session.heartbeat"):
    """`SessionHeartbeat`."""


class PlainOnline(_OfSession, frozen=True, gc=False, kw_only=True, tag="session.online"):
    """`SessionOnline`."""


class PlainPaused(_OfSession, frozen=True, gc=False, kw_only=True, tag="session.paused"):
    """`SessionPaused`."""


class PlainResumed(_OfSession, frozen=True, gc=False, kw_only=True, tag="session.resumed"):
    """`SessionResumed`."""


class PlainOffline(_OfSession, frozen=True, gc=False, kw_only=True, tag="session.offline"):
    """`SessionOffline`."""


class _OfOrder(_OfWorker, frozen=True, gc=False, kw_only=True):
    order_id: str

    def ids(self) -> list[str]:
        """The order's."""
        return [self.order_id]


class PlainAccepted(_OfOrder, frozen=True, gc=False, kw_only=True, tag="order.accepted"):
    """`OrderAccepted`."""

    assigned: Literal["pushed", "grabbed"]
    starts_at: str | None = None
    promised_at: str | None = None
    distance_m: _Metres | None = None


class PlainPromiseChanged(_OfOrder, frozen=True, gc=False, kw_only=True, tag="order.promise_changed"):
    """`OrderPromiseChanged`."""

    promised_at: str


class PlainPickedUp(_OfOrder, frozen=True, gc=False, kw_only=True, tag="order.picked_up"):
    """`OrderPickedUp`."""


class PlainCompleted(_OfOrder, frozen=True, gc=False, kw_only=True, tag="order.completed"):
    """`OrderCompleted`."""


class PlainCancelled(_OfOrder, frozen=True, gc=False, kw_only=True, tag="order.cancelled"):
    """`OrderCancelled`."""

    by: Literal["worker", "customer", "merchant", "platform"]


class _OfPay(_OfWorker, frozen=True, gc=False, kw_only=True):
    entry_id: str
    amount_fen: _Fen
    order_id: str | None = None
    for_day: str | None = None
    for_until: str | None = None

    def ids(self) -> list[str]:
        """The entry's and the order's; none that is an id where a day has no form of one."""
        if not all(day is None or _is_day(day) for day in (self.for_day, self.for_until)):
            return [""]
        return [self.entry_id] if self.order_id is None else [self.entry_id, self.order_id]


class PlainAccrued(_OfPay, frozen=True, gc=False, kw_only=True, tag="pay.accrued"):
    """`PayAccrued`."""

    category: AccruedCategory

    @property
    def kind(self) -> Literal["pay.accrued"]:
        """As the model has it."""
        return "pay.accrued"


class PlainDeducted(_OfPay, frozen=True, gc=False, kw_only=True, tag="pay.deducted"):
    """`PayDeducted`."""

    category: DeductedCategory

    @property
    def kind(self) -> Literal["pay.deducted"]:
        """As the model has it."""
        return "pay.deducted"


class PlainMitigation(_Plain, frozen=True, gc=False, kw_only=True, tag="platform.mitigation"):
    """`PlatformMitigation`."""

    measure: Literal["limit_orders", "extend_time", "suspend"]
    from_: str = msgspec.field(name="from")
    until: str


PlainEvent = (
    PlainHeartbeat
    | PlainOnline
    | PlainPaused
    | PlainResumed
    | PlainOffline
    | PlainAccepted
    | PlainPromiseChanged
    | PlainPickedUp
    | PlainCompleted
    | PlainCancelled
    | PlainAccrued
    | PlainDeducted
    | PlainMitigation
)

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
