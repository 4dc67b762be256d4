"""Events of one worker whose fields differ under one key, or are as large as the contract allows; all are well-formed.

Each generator gives the events of a number; together they lie in the hours before `at` (ms).
"""

from collections.abc import Callable, Iterator
from typing import Any

from schemas.instants import rfc3339
from tests.siege.events import HOUR_MS, MINUTE_MS, event, worker

Events = Iterator[dict[str, Any]]
Varied = Callable[[int, int], Events]

_WHO = worker("varied")
_SPAN_MS = 20 * HOUR_MS
_OUTSIDE = ("360902", "360904", "430102", "420102")
"""Counties of other cities."""


def _times(number: int, at: int) -> Iterator[tuple[int, int]]:
    """Each number with its instant (ms)."""
    return ((i, at - _SPAN_MS + i * _SPAN_MS // number) for i in range(number))


def _long(i: int) -> str:
    return f"{i:0128d}"


def _every_statement_of_one_order(number: int, at: int) -> Events:
    for i, then in _times(number, at):
        sorts: tuple[tuple[str, dict[str, Any]], ...] = (
            (
                "order.accepted",
                {"assigned": "pushed", "distance_m": i + 1, "promised_at": rfc3339(then + i % 9_000_000)},
            ),
            ("order.picked_up", {}),
            ("order.completed", {}),
            ("order.accepted", {"assigned": "grabbed", "starts_at": rfc3339(then + 31 * MINUTE_MS + i)}),
            ("order.promise_changed", {"promised_at": rfc3339(then + i)}),
            ("order.cancelled", {"by": "customer"}),
        )
        kind, own = sorts[i % len(sorts)]
        yield event(kind, _WHO, then, i, order_id="o", area=("360104", "360111", *_OUTSIDE)[i % 6], **own)


def _contradictory_pay(number: int, at: int) -> Events:
    for i, then in _times(number, at):
        own = {"entry_id": "p", "order_id": f"o{i}", "published_at": rfc3339(at)}
        yield event("pay.accrued", _WHO, then, i, amount_fen=i, category=("tip", "bonus", "piece")[i % 3], **own)


def _pay_entries(number: int, at: int) -> Events:
    for i, then in _times(number, at):
        kind, category = ("pay.accrued", "piece") if i % 2 else ("pay.deducted", "damage")
        yield event(kind, _WHO, then, i, entry_id=_long(i // 2), amount_fen=i, category=category, order_id=_long(i))


def _points_of_one_instant(number: int, at: int) -> Events:
    for i, _ in _times(number, at):
        county = f"{11 + i % 5}{1 + i // 5 % 9:02d}{1 + i // 45 % 89:02d}"
        kind = "session.online" if i // 4_005 % 2 else "session.offline"
        yield event(kind, _WHO, at - HOUR_MS, i, session_id="s", area=county)


def _sessions(number: int, at: int) -> Events:
    return (event("session.online", _WHO, then, i, session_id=_long(i)) for i, then in _times(number, at))


def _bookings(number: int, at: int) -> Events:
    for i, then in _times(number, at):
        ahead = rfc3339(then + 30 * 24 * HOUR_MS)
        yield event("order.accepted", _WHO, then, i, order_id=_long(i), assigned="pushed", starts_at=ahead)


def _orders_in_and_out(number: int, at: int) -> Events:
    for i, then in _times(number, at):
        yield event(
            "order.accepted", _WHO, then, i, order_id=f"o{i}", assigned="pushed", area=("360104", *_OUTSIDE)[i % 5]
        )


def _beats_apart(number: int, at: int) -> Events:
    return (event("session.heartbeat", _WHO, at - i * 181_000, i, session_id="s") for i in range(number))


def _weeks_of_shifts(number: int, at: int) -> Events:
    """Orders of the longest ids in stretches of five hours over five weeks: many findings, each with much evidence."""
    for i in range(number):
        shift, within = divmod(i, 500)
        then = at - shift % 96 * 8 * HOUR_MS - 5 * HOUR_MS + within * 5 * HOUR_MS // 500 + shift // 96
        kind = "order.picked_up" if i % 2 else "order.accepted"
        own = {} if i % 2 else {"assigned": "pushed"}
        yield event(kind, _WHO, then, i, order_id=_long(i // 2), **own)


VARIED: dict[str, Varied] = {
    "every statement of one order": _every_statement_of_one_order,
    "contradictory statements of one pay entry": _contradictory_pay,
    "pay entries of the longest ids": _pay_entries,
    "points of one instant": _points_of_one_instant,
    "sessions of the longest ids": _sessions,
    "bookings a month ahead": _bookings,
    "orders inside and outside": _orders_in_and_out,
    "heartbeats apart": _beats_apart,
    "five weeks of shifts": _weeks_of_shifts,
}
"""By name."""
