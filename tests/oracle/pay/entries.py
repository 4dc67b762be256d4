"""Pay entries from events in contract form: which statements of each stand, what they give a day, and whether it has pay."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schemas.instants import from_rfc3339
from tests.oracle.facts import Event, at
from tests.oracle.law import legal_day
from tests.oracle.orders.facts import Order
from tests.oracle.pay.facts import DAY, Job, day_start, job_paid, spread
from tests.oracle.pay.law import PayLaw


@dataclass(frozen=True)
class PaidWork:
    """The orders of a worker on a platform, of those that ended when each was worked on, and all time that is surely worked."""

    jobs: list[Job]
    worked: Mapping[Order, list[tuple[int, int]]]
    known: list[tuple[int, int]]
    platform: str = ""


Parts = tuple[tuple[date, int], ...]
"""Fen by legal day, each day once; none where the statement belongs to no day."""


@dataclass(frozen=True)
class Statement:
    """The statement of one event about an entry: below 0 where deducted; `counted`: its category is not left out."""

    fen: int
    counted: bool
    parts: Parts
    named: tuple[date, ...] = ()

    @property
    def days(self) -> set[date]:
        return {day for day, _ in self.parts}

    def gives(self, day: date) -> int:
        return dict(self.parts).get(day, 0) if self.counted else 0


@dataclass(frozen=True)
class DayPay:
    """The smaller and the larger pay of a day in fen; `reported`: an accrued entry that counts belongs to it."""

    smaller: int
    larger: int
    reported: bool


def day_pay(events: Iterable[Event], work: PaidWork, day: date, now: int, law: PayLaw) -> DayPay:
    smaller = larger = 0
    reported = False
    for kind, statements in _entries(events, work, law):
        standing = _standing(statements, now, lambda day: law.settled(work.platform, day))
        gives = [each.gives(day) for each in standing]
        smaller, larger = smaller + min(gives), larger + max(gives)
        belongs = any(day in each.days and each.counted for each in standing)
        reported = reported or (kind == "pay.accrued" and belongs)
    return DayPay(smaller, larger, reported)


def _entries(events: Iterable[Event], work: PaidWork, law: PayLaw) -> Iterator[tuple[str, list[Statement]]]:
    """The kind of each entry and its last statements, each once: several where nothing orders them."""
    said: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        if event["kind"].startswith("pay."):
            said[event["kind"], event["entry_id"]].append(event)
    for (kind, _), own in said.items():
        last = max(map(_when, own))
        yield kind, list(dict.fromkeys(_statement(each, work, law) for each in own if _when(each) == last))


def _when(event: Event) -> tuple[int, int]:
    return from_rfc3339(event.get("published_at") or event["occurred_at"]), event.get("sequence") or 0


def _statement(event: Event, work: PaidWork, law: PayLaw) -> Statement:
    accrued = event["kind"] == "pay.accrued"
    sign = 1 if accrued else -1
    parts = tuple((day, sign * fen) for day, fen in _days(event, work))
    counted = not accrued or event["category"] not in law.left_out
    return Statement(sign * event["amount_fen"], counted, parts, tuple(_named(event)))


def _named(event: Event) -> Iterator[date]:
    """The days that the statement itself names."""
    if event.get("for_day"):
        day = date.fromisoformat(event["for_day"])
        while day <= date.fromisoformat(event.get("for_until") or event["for_day"]):
            yield day
            day += timedelta(days=1)


def _days(event: Event, work: PaidWork) -> list[tuple[date, int]]:
    order: Any = event.get("order_id")
    job = job_paid(work.jobs, order, at(event)) if order is not None else None
    if job is not None:
        return spread(event["amount_fen"], work.worked[job.order], legal_day(at(event)))
    if named := list(_named(event)):
        inside = (day_start(named[0]), day_start(named[-1]) + DAY)
        hours = [(max(a, inside[0]), min(b, inside[1])) for a, b in work.known if a < inside[1] and b > inside[0]]
        evenly = [(day_start(day), day_start(day) + 1) for day in named]
        return spread(event["amount_fen"], hours or evenly, named[0])
    return [(legal_day(at(event)), event["amount_fen"])] if order is None else []


def _standing(statements: list[Statement], now: int, settled: Callable[[date], date]) -> list[Statement]:
    """The statements of which the pay of a day is the smallest and the largest: after seven days the one that gives less pay.

    Where none is pay at all, nothing gives less.
    """
    days = {max(each.named or each.days) for each in statements if each.named or each.days}
    open_ = not days or now < day_start(settled(max(days))) + 7 * DAY
    if len(statements) == 1 or open_ or not any(each.counted for each in statements):
        return statements
    as_pay = [each if each.counted else _nothing(each) for each in statements]
    least = min(each.fen for each in as_pay)
    counts = {each.parts: each for each in as_pay if each.fen == least}
    return list(counts.values())


def _nothing(statement: Statement) -> Statement:
    """The statement of something that is no pay, as an entry of nothing on its days."""
    return Statement(0, counted=True, parts=tuple((day, 0) for day in sorted(statement.days)), named=statement.named)
