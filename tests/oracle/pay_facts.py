"""From a worker's events on one platform to orders in hand and pay entries by legal day. Decides no verdict."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from schemas.instants import from_rfc3339
from tests.oracle.facts import Event, Order, at, order_of
from tests.oracle.law import BELIEF, HOUR, legal_day

DAY = 24 * HOUR


def day_start(day: date) -> int:
    """The first instant (ms) of a legal day: midnight in Nanchang, eight hours before that of UTC."""
    return (day - date(1970, 1, 1)).days * DAY - 8 * HOUR


@dataclass(frozen=True)
class Job:
    """An order that somebody accepted: when first, by whom assigned, from when to be done, and where."""

    id: str
    accepted: int
    assigned: str
    on: int
    area: str
    order: Order

    @property
    def worked(self) -> list[tuple[int, int]]:
        """Its intervals from an on to an end that is believed."""
        points = sorted([*((on, "on") for on in self.order.ons), *((off, "off") for off in self.order.offs)])
        return [
            (a, b) for (a, sort), (b, then) in pairwise(points) if (sort, then) == ("on", "off") and b - a <= BELIEF
        ]


def jobs_of(events: Iterable[Event]) -> list[Job]:
    """The accepted orders of one worker on one platform; the one accepted first stands first."""
    said: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["kind"].startswith("order."):
            said[event["order_id"]].append(event)
    jobs: list[Job] = []
    for order_id, own in said.items():
        accepted = [e for e in own if e["kind"] == "order.accepted"]
        if accepted:
            first = min(accepted, key=lambda e: (at(e), e["event_id"], e["assigned"], e["area"], e["sector"]))
            on = from_rfc3339(first.get("starts_at") or first["occurred_at"])
            jobs.append(Job(order_id, at(first), first["assigned"], on, first["area"], order_of(own)))
    return sorted(jobs, key=lambda job: (job.accepted, job.id))


def job_paid(jobs: list[Job], order_id: str, instant: int) -> Job | None:
    """Of the orders under an id the last one accepted at or before the instant (ms), else the first; None where there is none."""
    own = [job for job in jobs if job.id == order_id]
    so_far = [job for job in own if job.accepted <= instant]
    return so_far[-1] if so_far else next(iter(own), None)


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
