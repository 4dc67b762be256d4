"""The days on which a worker was paid below the minimum wage, worked out from the plan of the orders.

A worker who is paid below it is so for every order, so that every legal day with an hour or more in hand on a platform is a
breach there: once the day has ended and six hours have passed. All statements about it are sent by then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache

from schemas.legal_days import Day, day_start, legal_day
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.spans import DAY, HOUR, WorkSpan

_GRACE = 6 * HOUR  # after its end a day is judged
_LEAST = HOUR  # of work: of a shorter day nothing is found
_SETTLED_AFTER = 7 * DAY
"""Written out again and not read from the law's files: a wrong value there must show."""


def expected_pay(
    subject: str, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]], sent_at: int = 0
) -> Iterator[ExpectedFinding]:
    """The findings about a worker who is paid below the minimum wage and had these orders.

    `sent_at` (ms): before this instant nothing was said of the pay.
    """
    in_hand: Counter[tuple[str, int]] = Counter()
    for session, _, order in orders:
        for day in range(legal_day(order.on), legal_day(order.off - 1) + 1):
            start = day_start(day)
            in_hand[session.platform, day] += min(order.off, start + DAY) - max(order.on, start)
    for (platform, day), length in in_hand.items():
        if length >= _LEAST:
            start, over = day_start(day), max(day_start(day) + DAY + _GRACE, settled_at(platform, day), sent_at)
            yield ExpectedFinding(
                rule="pay_below_minimum",
                kind="breach",
                scope="platform",
                subject=subject,
                platforms=(platform,),
                starts_at=start,
                ends_at=start + DAY,
                true_from=over,
                ended_from=over,
            )


def settled_at(platform: str, day: Day) -> int:
    """The instant (ms) from which on the pay of a day is judged: seven days after the week, where the platform settles by it."""
    if not _settles_by_week(platform, day):
        return 0
    monday = day - (day + 3) % 7  # day 0, 1 January 1970, was a Thursday
    return day_start(monday + 7) + _SETTLED_AFTER


def _settles_by_week(platform: str, day: Day) -> bool:
    """True where the platforms file says so of the day; a file that says nothing of settlement settles by the day."""
    entries = _law().platforms[platform].settles
    return next((each.by == "week" for each in reversed(entries) if each.from_day <= day), False)


@cache
def _law() -> Law:
    return packaged_law()
