"""From a worker's events on one platform to orders in hand and pay entries by legal day. Decides no verdict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tests.oracle.facts import Event
from tests.oracle.law import HOUR, legal_day
from tests.oracle.orders.facts import Order, order_at, orders_of, signs_of

DAY = 24 * HOUR


def day_start(day: date) -> int:
    """The first instant (ms) of a legal day: midnight in Nanchang, eight hours before that of UTC."""
    return (day - date(1970, 1, 1)).days * DAY - 8 * HOUR


@dataclass(frozen=True)
class Job:
    """An order that somebody accepted: when, by whom assigned, and where, as the acceptance that counts says.

    `on`: from when on it begins; None where it begins nothing.
    """

    id: str
    accepted: int
    assigned: str
    on: int | None
    area: str
    order: Order


def jobs_of(events: Iterable[Event]) -> list[Job]:
    """The accepted orders of one worker on one platform; the one accepted first stands first."""
    every = list(events)
    signs = signs_of(every)
    said: dict[str, list[Event]] = defaultdict(list)
    for event in every:
        if event["kind"].startswith("order."):
            said[event["order_id"]].append(event)
    jobs = [
        Job(
            order.id,
            order.counted.at,
            order.counted.assigned,
            order.first and order.first[1],
            order.counted.area,
            order,
        )
        for order_id, own in said.items()
        for order in orders_of(order_id, own, signs)
        if order.known
    ]
    return sorted(jobs, key=lambda job: (job.accepted, job.id))


def job_paid(jobs: list[Job], order_id: str, instant: int) -> Job | None:
    """The one of the orders under an id that an entry of that instant (ms) is for; None where nobody accepted any."""
    own = [job for job in jobs if job.id == order_id]
    order = order_at([job.order for job in own], instant) if own else None
    return next((job for job in own if job.order is order), None)


def spread(fen: int, intervals: list[tuple[int, int]], otherwise: date) -> list[tuple[date, int]]:
    """The amount by legal day, in proportion to the time in them; the last day takes the remainder."""
    time: dict[date, int] = defaultdict(int)
    for interval in intervals:
        for day, (start, end) in cut_at_midnight(*interval):
            time[day] += end - start
    if not time:
        return [(otherwise, fen)]
    *early, last = sorted(time)
    parts = [(day, fen * time[day] // sum(time.values())) for day in early]
    return [*parts, (last, fen - sum(part for _, part in parts))]


def cut_at_midnight(start: int, end: int) -> Iterator[tuple[date, tuple[int, int]]]:
    """The parts of `[start, end)` by legal day; none where it has no length."""
    while start < end:
        day = legal_day(start)
        midnight = min(end, day_start(day) + DAY)
        yield day, (start, midnight)
        start = midnight
