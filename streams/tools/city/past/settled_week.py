"""The pay of a week, said as one entry once the week has ended, as a platform that settles by the week says it."""

from collections.abc import Iterable
from typing import NamedTuple

import orjson

from schemas.legal_days import Day, day_start, day_text
from streams.tools.city.events import SimulatedEvent, instant
from streams.tools.city.pay import minimums
from streams.tools.city.people import Worker
from streams.tools.city.platforms import SECTORS
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.spans import HOUR, WorkSpan

_SENT = 10 * HOUR
"""On the Monday after the week, in the morning."""

_LOW_PERCENT, _USUAL_FEN = 70, 3_000
"""Every other one gets 70 % of the hourly minimum for the week, the others 30 yuan an hour."""


class SettledWeek(NamedTuple):
    """The event that states the pay of a week; `is_low`: it is below the minimum wage on each day of it."""

    event: SimulatedEvent
    is_low: bool


def settled_week(
    who: Worker, platform: str, monday: Day, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]
) -> SettledWeek:
    """The pay for these orders, which all lie in the week."""
    length = sum(order.off - order.on for _, _, order in orders)
    is_low = who.number % 2 == 0
    low = min(minimums(who.area, SECTORS[platform], monday)) * length * _LOW_PERCENT // (100 * HOUR)
    at = day_start(monday + 7) + _SENT
    entry = f"w{who.number}.{monday}"
    said = {
        "event_id": entry,
        "platform_id": platform,
        "worker_id": who.subject,
        "sector": SECTORS[platform],
        "area": who.area,
        "kind": "pay.accrued",
        "entry_id": entry,
        "category": "piece",
        "amount_fen": low if is_low else _USUAL_FEN * length // HOUR,
        "for_day": day_text(monday),
        "for_until": day_text(monday + 6),
        "occurred_at": instant(at).decode(),
    }
    return SettledWeek(SimulatedEvent(at, platform, orjson.dumps(said), at), is_low)
