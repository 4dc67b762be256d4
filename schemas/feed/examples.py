"""One example of each kind of event, as a platform would send it. They stand in the contract, and the tests read them."""

from typing import Any, Final

_WHO: Final = {
    "platform_id": "hema",
    "worker_id": "3f0c1a5e9b7d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246",
    "sector": "delivery",
    "area": "360104",
}


def _event(event_id: str, kind: str, occurred_at: str, **own: Any) -> dict[str, Any]:
    return {"event_id": event_id, "kind": kind, **_WHO, "occurred_at": occurred_at, **own}


_SESSION: Final = {"session_id": "s-20220512-1"}
_ORDER: Final = {"order_id": "o-20220512-7"}

EXAMPLES: Final[tuple[dict[str, Any], ...]] = (
    _event("e-1", "session.online", "2022-05-12T08:00:00+08:00", **_SESSION),
    _event("e-2", "session.heartbeat", "2022-05-12T08:01:00.250+08:00", **_SESSION, sequence=2),
    _event("e-3", "session.paused", "2022-05-12T12:00:00+08:00", **_SESSION, partner_id="partner-9"),
    _event("e-4", "session.resumed", "2022-05-12T12:20:00+08:00", **_SESSION),
    _event("e-5", "session.offline", "2022-05-12T10:30:00Z", **_SESSION, published_at="2022-05-12T10:30:01Z"),
    _event(
        "e-6",
        "order.accepted",
        "2022-05-12T08:05:00+08:00",
        **_ORDER,
        assigned="pushed",
        starts_at="2022-05-12T08:10:00+08:00",
        promised_at="2022-05-12T08:40:00+08:00",
        distance_m=2300,
    ),
    _event(
        "e-7",
        "order.promise_changed",
        "2022-05-12T08:08:00+08:00",
        **_ORDER,
        promised_at="2022-05-12T08:50:00+08:00",
    ),
    _event("e-8", "order.picked_up", "2022-05-12T08:20:00+08:00", **_ORDER),
    _event("e-9", "order.completed", "2022-05-12T08:38:00+08:00", **_ORDER),
    _event("e-10", "order.cancelled", "2022-05-12T08:39:00+08:00", order_id="o-20220512-8", by="customer"),
    _event(
        "e-11",
        "pay.accrued",
        "2022-05-12T08:38:00+08:00",
        **_ORDER,
        entry_id="p-1",
        category="piece",
        amount_fen=520,
    ),
    _event(
        "e-12",
        "pay.deducted",
        "2022-05-12T09:00:00+08:00",
        entry_id="p-2",
        category="lateness",
        amount_fen=100,
        for_day="2022-05-09",
        for_until="2022-05-11",
    ),
    {
        "event_id": "e-13",
        "kind": "platform.mitigation",
        "platform_id": "hema",
        "sector": "delivery",
        "area": "360100",
        "occurred_at": "2022-05-12T14:00:00+08:00",
        "measure": "extend_time",
        "from": "2022-05-12T14:00:00+08:00",
        "until": "2022-05-12T18:00:00+08:00",
    },
)
"""One event of each kind."""
