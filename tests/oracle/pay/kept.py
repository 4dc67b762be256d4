"""For how long a day is remembered, and corrected: 35 days from the end of its period, its orders eight where that is the day."""

from dataclasses import replace
from datetime import date, timedelta

from tests.oracle.facts import at
from tests.oracle.law import legal_day
from tests.oracle.pay.facts import DAY, day_start
from tests.oracle.pay.law import PayLaw
from tests.oracle.scripts import Event


def rows_from(events: list[Event], law: PayLaw, now: int) -> int:
    """The start (ms) of the first day with work whose row is to be remembered at `now`; `now` where none is."""
    return min(
        (day_start(day) for platform, day in _worked(events) if now < _row_until(law, platform, day)), default=now
    )


def orders_from(events: list[Event], law: PayLaw, now: int) -> int:
    """The start (ms) of the first day with work from which on each platform's days are to have their orders at `now`."""
    worked, firsts = _worked(events), list[int]()
    for name in {platform for platform, _ in worked}:
        days = sorted(day for platform, day in worked if platform == name)
        # work on an order of the last day may go on over midnight
        after = days[-1] + timedelta(days=2)
        firsts.append(day_start(next((day for day in days if now < _orders_until(law, name, day)), after)))
    return max(firsts, default=now)


def _worked(events: list[Event]) -> set[tuple[str, date]]:
    return {(each["platform_id"], legal_day(at(each))) for each in events if each["kind"] == "order.accepted"}


def _row_until(law: PayLaw, platform: str, day: date) -> int:
    return day_start(replace(law, settlement_grace=0).settled(platform, day)) + 35 * DAY


def _orders_until(law: PayLaw, platform: str, day: date) -> int:
    by = next((each for since, each in reversed(law.settles.get(platform, ())) if since <= day), "day")
    return day_start(day + timedelta(days=1)) + 8 * DAY if by == "day" else _row_until(law, platform, day)
