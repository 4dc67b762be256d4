"""The plain forms of events: one struct a kind, with the fields of its model. Ids and instants are texts of any form here.

A form that is changed in the models is to be changed here, too; a test holds that the fields are the same.
"""

import re
from typing import Annotated, Final, Literal

import msgspec

from schemas.envelope import MOST
from schemas.feed.telemetry import AccruedCategory, DeductedCategory
from schemas.wire_time import DAY_FORM

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
