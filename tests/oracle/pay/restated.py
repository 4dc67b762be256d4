"""Weeks of a worker whose platforms state pay in instalments and state it again, late and several times; the plainest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schemas.instants import rfc3339
from tests.oracle.days import WORKER, Pick
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.pay.facts import DAY, day_start
from tests.oracle.scripts import Event, Who

FIRST_DAYS = (date(2022, 6, 6), date(2025, 12, 27), date(2026, 2, 10), date(2026, 1, 24), date(2022, 7, 25))
"""A week like others, the turn of a year, the days before the Spring Festival, and months of 31 days that end."""

SETTLES = (
    ("month",),
    ("week",),
    ("day",),
    ("week", "month"),
    ("month", "week"),
    ("week", "day"),
    ("day", "month"),
)
"""The periods of a platform: where there are two the second begins on the fifth day, in the middle of either."""

DAYS = 12
LATE = (0, HOUR, DAY, 3 * DAY, 9 * DAY, 20 * DAY, 20 * DAY, 33 * DAY, 80 * DAY)
"""By how much later a statement is made than its day."""

Settled = tuple[tuple[date, str], ...]
"""From which day on by which period."""


@dataclass(frozen=True)
class Restated:
    """`told`: the events with the instants (ms) at which they are told, by these; `settles` by platform."""

    told: list[tuple[int, Event]]
    settles: dict[str, Settled]


def restated_weeks(pick: Pick) -> Restated:
    """Days of one or two orders on one or two platforms, each with pay that is stated, in part, and anew."""
    first = pick(FIRST_DAYS)
    platforms = pick((("hema",), ("hema",), ("hema", "suda")))
    told: list[tuple[int, Event]] = []
    for platform in platforms:
        who = Who(platform, WORKER, "delivery", pick(("360104", "360112")))
        for number in range(DAYS):
            if pick((True, True, True, False)):
                told += _day(pick, who, first + timedelta(days=number), number)
        told += _together(pick, who, first)
    told += [(at + pick((0, HOUR, DAY)), event) for at, event in told if pick((False, False, False, True))]  # again
    for number, (_, event) in enumerate(told):
        event.setdefault("event_id", f"r{number}")
    settles = {platform: _settled(pick(SETTLES), first) for platform in platforms}
    return Restated(sorted(told, key=lambda each: (each[0], str(each[1]))), settles)


def _settled(periods: tuple[str, ...], first: date) -> Settled:
    return tuple(zip((date(2015, 1, 1), first + timedelta(days=4)), periods, strict=False))


def _day(pick: Pick, who: Who, day: date, number: int) -> Iterator[tuple[int, Event]]:
    """The orders of a day, and what is said of the pay of each."""
    for index in range(pick((1, 1, 2))):
        name = f"o{number}-{index}"
        on = day_start(day) + pick((9 * HOUR, 12 * HOUR, 23 * HOUR)) + index * 30 * MINUTE
        end = on + pick((2 * HOUR, HOUR, 3 * HOUR + 1))
        yield on, who.says("order.accepted", on, order_id=name, assigned="pushed")
        yield end, who.says("order.completed", end, order_id=name)
        yield from _said(pick, who, f"{who.platform}-{name}", day, (name, end))


def _said(pick: Pick, who: Who, name: str, day: date, of: tuple[str, int]) -> Iterator[tuple[int, Event]]:
    """Draw one entry of an order or instalments of it, each stated once to three times."""
    order, end = of
    for part in range(pick((1, 1, 2, 3))):
        for _ in range(pick((1, 1, 2, 3))):
            at = end + pick(LATE)
            on_order, on_day = pick(((True, False), (True, False), (False, True), (True, True), (False, False)))
            own: dict[str, Any] = {"order_id": order} if on_order else {}
            own |= {"for_day": day.isoformat()} if on_day else {}
            # without a day of its own a statement is of the day of its instant, so that one that comes late has that of the order
            occurred = at if on_day or (on_order and pick((True, False))) else end
            yield at, _entry(pick, who, f"{name}-{part}", occurred, own | {"published_at": rfc3339(at)})


def _together(pick: Pick, who: Who, first: date) -> Iterator[tuple[int, Event]]:
    """Entries for several days at once, some of them stated anew with other amounts or for other days."""
    for number in range(pick((0, 1, 2))):
        for _ in range(pick((1, 2, 3))):
            since = first + timedelta(days=pick((0, 0, 2, 4)))
            until = since + timedelta(days=pick((6, 3, 11)))
            at = day_start(until) + DAY + pick(LATE)
            named = {"for_day": since.isoformat(), "for_until": until.isoformat(), "published_at": rfc3339(at)}
            yield at, _entry(pick, who, f"{who.platform}-together-{number}", at, named)


def _entry(pick: Pick, who: Who, name: str, at: int, own: dict[str, Any]) -> Event:
    if pick((True, True, True, True, False)):
        amount, category = pick((1850, 3700, 3699, 1000, 0, 9000)), pick(("piece", "piece", "piece", "tip"))
        return who.says("pay.accrued", at, entry_id=name, category=category, amount_fen=amount, **own)
    return who.says("pay.deducted", at, entry_id=name, category="lateness", amount_fen=pick((100, 1500)), **own)
