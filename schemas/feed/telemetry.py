"""The telemetry events: one model a kind, and their closed union discriminated on `kind`.

An unknown kind is refused, never ignored. A new kind is one model here, its place in `AnyEvent`, its plain form in
`schemas.feed.plain.forms`, and one arm of the `match` in `schemas.feed.rows`. Instants stay text here; `schemas.feed.rows` turns
them to milliseconds.
"""

from typing import Annotated, Final, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from schemas.envelope import (
    AreaOrCity,
    Event,
    Fen,
    Id,
    OptionalDay,
    OptionalId,
    OptionalMetres,
    OptionalStatedAt,
    StatedAt,
    WorkerEvent,
)

MOST_EVENTS: Final = 1000
"""The most events that one record may hold, by the contract: at 263 bytes each they are a quarter of a record's most bytes."""


class _SessionEvent(WorkerEvent):
    session_id: Id


class SessionHeartbeat(_SessionEvent):
    """The session is on: said at least every 60 s while it is, and not while it is paused."""

    kind: Literal["session.heartbeat"]


class SessionOnline(_SessionEvent):
    """The worker went online."""

    kind: Literal["session.online"]


class SessionPaused(_SessionEvent):
    """The worker takes no orders for a while."""

    kind: Literal["session.paused"]


class SessionResumed(_SessionEvent):
    """The worker takes orders again."""

    kind: Literal["session.resumed"]


class SessionOffline(_SessionEvent):
    """The worker went offline."""

    kind: Literal["session.offline"]


class _OrderEvent(WorkerEvent):
    order_id: Id


class OrderAccepted(_OrderEvent):
    """The worker has the order: `pushed` by the platform or `grabbed` by the worker.

    `starts_at` is given when it is booked for later: execution begins then. Neither it nor `promised_at` lies before
    `occurred_at`.
    """

    kind: Literal["order.accepted"]
    assigned: Annotated[Literal["pushed", "grabbed"], Field(description="pushed, grabbed")]
    starts_at: OptionalStatedAt = None
    promised_at: OptionalStatedAt = None
    distance_m: OptionalMetres = None


class OrderPromiseChanged(_OrderEvent):
    """The customer was promised another time."""

    kind: Literal["order.promise_changed"]
    promised_at: StatedAt


class OrderPickedUp(_OrderEvent):
    """The worker has the goods or the passenger."""

    kind: Literal["order.picked_up"]


class OrderCompleted(_OrderEvent):
    """The order was carried out."""

    kind: Literal["order.completed"]


class OrderCancelled(_OrderEvent):
    """The order ended without being carried out."""

    kind: Literal["order.cancelled"]
    by: Annotated[
        Literal["worker", "customer", "merchant", "platform"], Field(description="worker, customer, merchant, platform")
    ]


class _PayEvent(WorkerEvent):
    """`for_day`, `for_until`: the first and the last legal day that the entry is for; one day where `for_until` is absent."""

    entry_id: Id
    amount_fen: Fen
    order_id: OptionalId = None
    for_day: OptionalDay = None
    for_until: OptionalDay = None


AccruedCategory = Literal[
    "piece", "bonus", "subsidy_weather", "subsidy_heat", "subsidy_night", "tip", "reimbursement", "other"
]
DeductedCategory = Literal["lateness", "complaint", "damage", "deposit", "other"]


class PayAccrued(_PayEvent):
    """The worker earned this. A later statement of the same entry replaces it."""

    kind: Literal["pay.accrued"]
    category: Annotated[
        AccruedCategory,
        Field(
            description="piece, bonus, subsidy_weather, subsidy_heat, subsidy_night, tip, reimbursement, other",
        ),
    ]


class PayDeducted(_PayEvent):
    """This was taken from the worker's pay. A later statement of the same entry replaces it."""

    kind: Literal["pay.deducted"]
    category: Annotated[DeductedCategory, Field(description="lateness, complaint, damage, deposit, other")]


class PlatformMitigation(Event):
    """A measure of the platform against bad weather in an area (which may be a city), over `[from, until)`."""

    kind: Literal["platform.mitigation"]
    area: AreaOrCity
    measure: Annotated[
        Literal["limit_orders", "extend_time", "suspend"], Field(description="limit_orders, extend_time, suspend")
    ]
    from_: Annotated[StatedAt, Field(alias="from")]
    until: StatedAt


AnyEvent = Annotated[
    SessionHeartbeat
    | SessionOnline
    | SessionPaused
    | SessionResumed
    | SessionOffline
    | OrderAccepted
    | OrderPromiseChanged
    | OrderPickedUp
    | OrderCompleted
    | OrderCancelled
    | PayAccrued
    | PayDeducted
    | PlatformMitigation,
    Field(discriminator="kind"),
]

KINDS: Final[dict[str, type[Event]]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(AnyEvent)[0])
}
"""Every kind with its model, in the order of the union."""

EVENT: Final[TypeAdapter[AnyEvent]] = TypeAdapter(AnyEvent)
"""Reads one event."""

EVENTS: Final[TypeAdapter[list[AnyEvent]]] = TypeAdapter(
    Annotated[list[AnyEvent], Field(min_length=1, max_length=MOST_EVENTS, fail_fast=True)],
    config=ConfigDict(cache_strings="keys"),  # ids hardly repeat: looking for them in a cache costs more than it saves
)
"""Reads an array of 1 to `MOST_EVENTS` events. Stops at the first fault: the slow way then checks each event alone."""
