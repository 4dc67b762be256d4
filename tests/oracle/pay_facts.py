"""From a worker's events on one platform to orders in hand and pay entries by legal day. Decides no verdict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from schemas.instants import from_rfc3339
from tests.oracle.facts import Event, at
from tests.oracle.law import HOUR, legal_day
from tests.oracle.order_facts import Order, order_at, orders_of, signs_of
from tests.oracle.order_reading import ended

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

    @property
    def ended(self) -> list[tuple[int, int]]:
        """Its intervals from an on to an end that is believed."""
        return ended(self.order)


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


class Share(NamedTuple):
    """What of an entry belongs to a day: fen, below 0 where deducted."""

    day: date
    fen: int
    accrued: bool
    category: str


def shares_of(events: Iterable[Event], jobs: list[Job]) -> list[Share]:
    """Every pay entry, put to the legal days it belongs to."""
    said: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["kind"].startswith("pay."):
            said[event["entry_id"]].append(event)
    shares: list[Share] = []
    for statements in said.values():
        entry = max(statements, key=_weight)
        order_id = entry.get("order_id")
        orders = [job.order for job in jobs if job.id == order_id]
        if order_id is None or orders:
            worked = ended(order_at(orders, at(entry))) if orders else []
            accrued = entry["kind"] == "pay.accrued"
            for day, fen in spread(entry["amount_fen"], worked, legal_day(at(entry))):
                shares.append(Share(day, fen if accrued else -fen, accrued, entry["category"]))
    return shares


def _weight(statement: Event) -> tuple[int, int, str, str, str, int]:
    """The larger, the later said."""
    published = from_rfc3339(statement.get("published_at") or statement["occurred_at"])
    words = statement["event_id"], statement["kind"], statement["category"], statement["amount_fen"]
    return (published, statement.get("sequence") or 0, *words)


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
