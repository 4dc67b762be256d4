"""Worker-days with pay that provoke the edges of the rule about pay; built like `tests.oracle.days`, the plainest first."""

from datetime import date, timedelta
from typing import Any

from schemas.instants import from_rfc3339, rfc3339
from tests.oracle.days import WORKER, Pick
from tests.oracle.law import HOUR, MINUTE, legal_day
from tests.oracle.scripts import Event, OrderScript, SessionScript, Who

STARTS = tuple(
    from_rfc3339(text)
    for text in (
        "2022-06-01T08:00+08:00",
        "2022-06-01T08:00+08:00",
        "2022-06-01T20:00+08:00",
        "2021-03-31T19:00+08:00",
        "2024-03-31T19:00+08:00",
        "2017-12-31T19:00+08:00",
    )
)
AREAS = ("360104", "360104", "360112", "360124", "NC-GX", "NC-WL")
OFFSETS = (*(hours * HOUR for hours in range(9)), 0, 90 * MINUTE, 15 * HOUR + 30 * MINUTE, 26 * HOUR)
JITTER = (0, 0, 0, 1, -1, 7 * MINUTE)
ENDED = (*3 * (HOUR, 90 * MINUTE, 30 * MINUTE, 20 * MINUTE, 2 * HOUR), 5 * HOUR, 0, 24 * HOUR, 24 * HOUR + 1, None)
RATES = (1850, 1850, 1850, 1730, 1730, 1610, 1680, 1700, 2000, 2500, 4000, 1000, 0)
CATEGORIES = (*6 * ("piece",), "bonus", "other", "tip", "reimbursement", "subsidy_heat", "subsidy_weather")
DEDUCTIONS = ("lateness", "complaint", "deposit")
DELAYS = (0, 0, 0, 0, 0, 0, MINUTE, 5 * HOUR, 20 * HOUR, 40 * HOUR)
WAITS = (0, 0, 0, -1, 1, 30 * MINUTE, 3 * HOUR, 24 * HOUR)
LATER = (0, 24 * HOUR, 24 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 8 * 24 * HOUR)
DAY = 24 * HOUR


def paid_day(pick: Pick) -> list[Event]:
    """All events of one worker on one or two platforms over a day or two, by time, none twice."""
    start = pick(STARTS)
    events: list[Event] = []
    for platform in pick((("hema",), ("hema",), ("hema", "suda"))):
        orders = _orders(pick, platform, start)
        events += _sessions(pick, platform, start)
        events += [event for order in orders for event in _moved(pick, list(order.events()))]
        events += _entries(pick, platform, orders)
        if pick((False, True)):  # an order of which only the end is known
            events.append(_who(pick, platform).says("order.completed", start + HOUR, order_id="unknown"))
    events.sort(key=lambda event: (from_rfc3339(event["occurred_at"]), event["platform_id"]))
    for number, event in enumerate(events):
        event["event_id"] = f"{WORKER[-6:]}-{number}"
    return events


def now_after(pick: Pick, events: list[Event]) -> int:
    """A `now` at or near an instant from which a day can be judged: six hours past a midnight in Nanchang.

    Or one at which the seven days of a contradiction end: at a midnight a week later.
    """
    later = pick(LATER)
    at = pick([from_rfc3339(event["occurred_at"]) for event in events]) + later
    midnight = (at + 8 * HOUR) // DAY * DAY + 16 * HOUR
    if later > DAY and pick((False, True)):
        return midnight + pick((0, -1))
    return midnight + 6 * HOUR + pick(WAITS)


def _who(pick: Pick, platform: str) -> Who:
    return Who(platform, WORKER, pick(("delivery", "courier")), pick(AREAS))


def _sessions(pick: Pick, platform: str, start: int) -> list[Event]:
    """None, or one around the orders, which the other basis sees."""
    if pick((True, False)):
        return []
    script = SessionScript(
        who=_who(pick, platform),
        id="s1",
        start=start,
        length=pick((4 * HOUR, 10 * HOUR)),
        opened=True,
        beat=pick((0, 3 * MINUTE)),
        hole=(HOUR, pick((0, 30 * MINUTE))),
        pause=(2 * HOUR, pick((0, 30 * MINUTE))),
        closed_after=pick((0, None)),
        overrun=0,
        blink=None,
    )
    return list(script.events())


def _orders(pick: Pick, platform: str, start: int) -> list[OrderScript]:
    orders: list[OrderScript] = []
    while len(orders) < 7 and (len(orders) < 2 or pick((True, True, True, False))):
        script = OrderScript(
            who=_who(pick, platform),
            id=f"o{len(orders)}",
            at=start + pick(OFFSETS) + pick(JITTER),
            assigned=pick(("pushed", "grabbed")),
            booked=pick((None, None, None, None, None, None, HOUR, 3 * HOUR)),
            picked_up=pick((None, None, 10 * MINUTE, 3 * HOUR)),
            again=pick((*8 * (None,), 0, 40 * MINUTE, 6 * HOUR)),
            ended=pick(ENDED),
            ending=pick(("completed", "cancelled")),
        )
        orders.append(script)
    return orders


def _moved(pick: Pick, events: list[Event]) -> list[Event]:
    """The events, of which a later one may name another area."""
    return [*events[:1], *(event | {"area": pick((event["area"], event["area"], "360124"))} for event in events[1:])]


def _entries(pick: Pick, platform: str, orders: list[OrderScript]) -> list[Event]:
    events: list[Event] = []
    for order in orders:
        for _ in range(pick((1, 1, 1, 1, 1, 1, 2, 0))):
            events += _entry(pick, Who(platform, WORKER, "delivery", "360104"), f"e{len(events)}", order)
    return events


def _entry(pick: Pick, who: Who, name: str, order: OrderScript) -> list[Event]:
    """An entry and, now and then, further statements of it, or one of the other kind under the same id."""
    length = HOUR if order.ended is None else order.ended
    at = order.at + length + pick(DELAYS)
    fair = max(0, length * pick(RATES) // HOUR + pick((0, 0, 0, 1, -1)))
    names = pick((order.id, order.id, order.id, order.id, order.id, None, "o0", "unknown"))
    kind = pick((*9 * ("accrued",), "deducted"))
    first = who.says(**_statement(pick, kind, name, at, fair, names))
    more = pick((None, None, None, None, _corrected, _contradicted, _contradicted, _other_kind))
    return [first] if more is None else more(pick, who, first, order)


def _corrected(pick: Pick, who: Who, first: Event, order: OrderScript) -> list[Event]:
    """A second statement, which may have been published before the first."""
    at = from_rfc3339(first["occurred_at"])
    later = at + pick((0, MINUTE, 12 * HOUR, 30 * HOUR))
    said: dict[str, Any] = pick(
        ({}, {"published_at": rfc3339(at + 1)}, {"published_at": rfc3339(at - HOUR)}, {"sequence": 7})
    )
    return [first, _again(pick, who, first, later, order) | said]


def _contradicted(pick: Pick, who: Who, first: Event, order: OrderScript) -> list[Event]:
    """Statements that nothing orders; they may be of several days, and a later one may settle it."""
    at = from_rfc3339(first["occurred_at"])
    when: dict[str, Any] = pick(({"published_at": first["occurred_at"]}, {"published_at": rfc3339(at), "sequence": 3}))
    events = [first | when]
    for _ in range(pick((1, 1, 1, 2, 3))):
        shift = pick((0, 0, 0, MINUTE, 14 * HOUR, 30 * HOUR))
        events.append(_again(pick, who, first, at + shift, order) | when)
    if pick((False, False, False, False, True)):
        events.append(_again(pick, who, first, at + 31 * HOUR, order))
    return events


def _other_kind(pick: Pick, who: Who, first: Event, order: OrderScript) -> list[Event]:
    kind = "deducted" if first["kind"] == "pay.accrued" else "accrued"
    at = from_rfc3339(first["occurred_at"]) + pick((0, 0, HOUR))
    return [first, who.says(**_statement(pick, kind, first["entry_id"], at, first["amount_fen"], order.id))]


def _again(pick: Pick, who: Who, first: Event, at: int, order: OrderScript) -> Event:
    names = first.get("order_id")
    names_again = pick((names, names, names, order.id, None, "o0", "unknown"))
    fen = max(0, first["amount_fen"] + pick((0, 0, 500, -500)))
    said = _statement(pick, first["kind"][4:], first["entry_id"], at, fen, names_again)
    category = pick((first["category"], first["category"], said["category"]))
    return who.says(**said | {"amount_fen": fen, "category": category})


def days_moved(event: Event, by: int) -> Event:
    """The days that pay is for, moved by the whole days that are nearest to `by` (ms)."""
    named = (name for name in ("for_day", "for_until") if event.get(name))
    moved = {name: date.fromisoformat(event[name]) + timedelta(days=round(by / DAY)) for name in named}
    return {name: day.isoformat() for name, day in moved.items()}


def _statement(pick: Pick, kind: str, name: str, at: int, fen: int, order: str | None) -> Event:
    category = pick(CATEGORIES) if kind == "accrued" else pick(DEDUCTIONS)
    amount = fen if kind == "accrued" else fen // 10
    named = {} if order is None else {"order_id": order}
    said = {"kind": f"pay.{kind}", "at": at, "entry_id": name, "category": category, "amount_fen": amount}
    return said | named | _days_for(pick, at)


def _days_for(pick: Pick, at: int) -> dict[str, Any]:
    """Mostly nothing; the day that it is for, or the first and the last one, none after that of its instant."""
    if pick((*5 * (True,), False)):
        return {}
    last = legal_day(at) - timedelta(days=pick((0, 0, 1, 1, 2)))
    first = last - timedelta(days=pick((0, 0, 1, 2, 6, 30)))
    return {"for_day": first.isoformat()} | ({} if first == last else {"for_until": last.isoformat()})
