"""The days on which a worker was paid below the minimum wage, worked out from the plan of the orders.

A worker who is paid below it is so for every order, so that every legal day with an hour or more in hand on a platform is a
breach there: once the day has ended and six hours have passed. All statements about it are sent by then.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from streams.law.days.calendar import day_start, legal_day
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.shifts.spans import DAY, HOUR, WorkSpan

_GRACE = 6 * HOUR
_LEAST = HOUR
"""Written out again and not read from the law's files: a wrong value there must show."""


def expected_pay(
    subject: str, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]
) -> Iterator[ExpectedFinding]:
    """The findings about a worker who is paid below the minimum wage and had these orders."""
    in_hand: Counter[tuple[str, int]] = Counter()
    for session, _, order in orders:
        for day in range(legal_day(order.on), legal_day(order.off - 1) + 1):
            start = day_start(day)
            in_hand[session.platform, day] += min(order.off, start + DAY) - max(order.on, start)
    for (platform, day), length in in_hand.items():
        if length >= _LEAST:
            start, over = day_start(day), day_start(day) + DAY + _GRACE
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
