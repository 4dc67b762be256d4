"""The findings of `daily_hours` and `weekly_rest` that semantics demand for these events at this `now`.

Days are dates. Each is read anew from the segments of a view, as if nothing of it were kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from tests.oracle.facts import Event, Facts, facts_of, in_the_city
from tests.oracle.law import HOUR, MINUTE, legal_day
from tests.oracle.orders.reading import order_says
from tests.oracle.pay.facts import DAY, day_start
from tests.oracle.worktime.reading import WORK
from tests.oracle.worktime.view import View, views


@dataclass(frozen=True)
class DaysLaw:
    """The figures of the take-away standard; lengths in ms, `in_a_row` in days.

    What a platform has agreed to holds from `since` on and before `until`; on other days the standard does.
    """

    first_day: date = date(2025, 12, 4)
    sectors: tuple[str, ...] = ("delivery",)
    a_day: int = 8 * HOUR
    in_a_row: int = 6
    least: int = 30 * MINUTE
    grace: int = 6 * HOUR
    since: date = date.min
    until: date = date.max

    def on(self, day: date) -> "DaysLaw":
        """The law of a day."""
        return self if self.since <= day < self.until else STANDARD


STANDARD = DaysLaw()

Agreed = Mapping[str, DaysLaw]
"""The agreements of platforms, stricter than the standard."""
NOBODY: Agreed = {}


@dataclass(frozen=True)
class OracleDay:
    """A legal day that is over and that the law speaks of, with what is known and perhaps worked on an order (ms)."""

    on: date
    low: int
    high: int
    online: tuple[int, int]
    reasons: frozenset[str]
    area: str
    sector: str


def expected_days(
    events: Iterable[Event], now: int, law: DaysLaw = STANDARD, agreed: Agreed = NOBODY
) -> list[dict[str, Any]]:
    """All findings at `now` (ms), sorted; events in any order, repeats allowed, of any number of workers."""
    found: list[dict[str, Any]] = []
    for subject, facts in facts_of(events, now).items():
        seen = {view.platform: view for view in views(facts, now)}
        for each in _of_worker(seen, facts, law, agreed, now):
            last = each.pop("last")
            reading = "high" if each["kind"] == "undecidable" else "low"
            covered = seen[each["platform"]].own_coverage("order", reading, each["starts_at"], day_start(last) + DAY)
            found.append({"subject": subject, "platforms": covered} | each)
    return sorted(
        found, key=lambda one: (one["subject"], one["rule"], one["scope"], str(one["platform"]), one["starts_at"])
    )


def _of_worker(
    seen: Mapping[str | None, View], facts: dict[str, Facts], law: DaysLaw, agreed: Agreed, now: int
) -> Iterator[dict[str, Any]]:
    """The cases of each platform by its agreement; of all together those that no platform shows by the law of all."""

    def judged(view: View, by: DaysLaw) -> list[OracleDay]:
        return [day for day in days_of(view, facts, by) if day_start(day.on) + DAY + by.on(day.on).grace <= now]

    for platform in facts:
        own = agreed.get(platform, law)
        yield from _daily(platform, judged(seen[platform], own), own)
        yield from _weekly(platform, judged(seen[platform], own), own, now)
    if len(facts) > 1:
        alone = {platform: judged(seen[platform], law) for platform in facts}
        together = judged(seen[None], law)
        yield from _days_only_together(_daily(None, together, law), [_daily(p, alone[p], law) for p in facts])
        yield from _runs_only_together(
            _weekly(None, together, law, now), [_weekly(p, alone[p], law, now) for p in facts]
        )


def days_of(view: View, facts: dict[str, Facts], law: DaysLaw) -> Iterator[OracleDay]:
    """The days on which an order has time, one of them accepted in the city, in a sector and at a time that the law is about."""
    for on in sorted({day for segment in view.segments for day in _dates(segment.start, segment.end)}):
        start, end = day_start(on), day_start(on) + DAY
        high = _within(view.parts("order", "high"), start, end)
        place = view.place(high[0][0]) if high else None
        if place is None or on < law.on(on).first_day or place.sector not in law.on(on).sectors:
            continue
        if not any(_inside(view, platform, facts[platform], start, end) for platform in view.platforms):
            continue
        yield OracleDay(
            on,
            low=_length(_within(view.parts("order", "low"), start, end)),
            high=_length(high),
            online=(
                _length(_within(view.parts("online", "low"), start, end)),
                _length(_within(view.parts("online", "high"), start, end)),
            ),
            reasons=frozenset(_reasons(view, start, end)),
            area=place.area,
            sector=place.sector,
        )


def _inside(view: View, platform: str, facts: Facts, start: int, end: int) -> bool:
    """True if an order with time on the day, known or not, was accepted in the city."""
    orders = [order for order in facts.orders if order.known and in_the_city(order.counted.area)]
    segments = [segment for segment in view.segments if segment.start < end and segment.end > start]
    return any(order_says(order, s.start, s.said[platform][1]) for s in segments for order in orders)


def _daily(platform: str | None, days: list[OracleDay], law: DaysLaw) -> Iterator[dict[str, Any]]:
    for day in days:
        a_day = law.on(day.on).a_day
        if day.high <= a_day:
            continue
        kind = "indication" if day.low > a_day else "undecidable"
        over = [ms > a_day for ms in day.online]
        opinion = "indication" if over[0] else "undecidable" if over[1] else None
        yield _finding("daily_hours", platform, kind, day, [*day.reasons]) | {
            "ends_at": day_start(day.on) + DAY,
            "last": day.on,
            "due_at": None,
            "measured": day.low,
            "measured_low": day.low,
            "measured_high": day.high,
            "limit": a_day,
            "second_opinion": {"measured": day.online[0], "kind": opinion},
        }


def _days_only_together(
    together: Iterable[dict[str, Any]], alone: Iterable[Iterable[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """The cases of all together on whose day no platform shows as much."""
    kinds = {(each["last"], each["kind"]) for own in alone for each in own}
    for each in together:
        as_much = {"indication"} if each["kind"] == "indication" else {"indication", "undecidable"}
        if not any((each["last"], kind) in kinds for kind in as_much):
            yield each


def _weekly(platform: str | None, days: list[OracleDay], law: DaysLaw, now: int) -> Iterator[dict[str, Any]]:
    for kind, run, low, high in _over(days, law):
        reasons = {reason for day in run for reason in day.reasons}
        after = day_start(run[-1].on) + 2 * DAY + law.on(run[-1].on + timedelta(days=1)).grace
        in_a_row = law.on(run[0].on).in_a_row
        yield _finding("weekly_rest", platform, kind, run[0], [*reasons]) | {
            "ends_at": day_start(run[-1].on) + DAY if after <= now else None,
            "last": run[-1].on,
            "due_at": day_start(run[0].on) + (in_a_row + 1) * DAY,
            "measured": low,
            "measured_low": low,
            "measured_high": high,
            "limit": in_a_row,
            "second_opinion": None,
        }


def _runs_only_together(
    together: Iterable[dict[str, Any]], alone: Iterable[Iterable[dict[str, Any]]]
) -> Iterator[dict[str, Any]]:
    """The runs of all together that hold no run of a platform which shows as much, or begin before each of these."""
    of_one = [each for own in alone for each in own]
    for each in together:
        inside = [
            one
            for one in of_one
            if each["starts_at"] <= one["starts_at"]
            and one["last"] <= each["last"]
            and each["kind"] in (one["kind"], "undecidable")
        ]
        if all(each["starts_at"] < one["starts_at"] for one in inside):
            yield each


def _over(days: list[OracleDay], law: DaysLaw) -> Iterator[tuple[str, list[OracleDay], int, int]]:
    """The runs over the limit: of each high one its low ones, else it alone, with the figures of both readings.

    The limit is that of the run's own first day.
    """
    for high in _runs([day for day in days if day.high >= law.on(day.on).least]):
        lows = _runs([day for day in high if day.low >= law.on(day.on).least])
        over = [low for low in lows if len(low) > law.on(low[0].on).in_a_row]
        yield from (("indication", low, len(low), len(high)) for low in over)
        most = law.on(high[0].on).in_a_row
        if not over and len(high) > most:
            yield "undecidable", high, max(map(len, lows), default=0), len(high)


def _runs(days: list[OracleDay]) -> list[list[OracleDay]]:
    runs = [days[:1]] if days else []
    for before, day in pairwise(days):
        if day.on - before.on == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _finding(rule: str, platform: str | None, kind: str, first: OracleDay, reasons: list[str]) -> dict[str, Any]:
    return {
        "rule": rule,
        "kind": kind,
        "scope": "platform" if platform else "cross_platform",
        "platform": platform,
        "sector": first.sector,
        "area": first.area,
        "starts_at": day_start(first.on),
        "basis": "order",
        "severity": None,
        "shortfall_fen": None,
        "reasons": sorted(reasons) if kind == "undecidable" else [],
    }


def _reasons(view: View, start: int, end: int) -> set[str]:
    """The reasons of the day's unknown order time, also of segments that reach beyond it."""
    answers = [s.says(view.platforms, "order") for s in view.segments if s.start < end and s.end > start]
    return {reason for answer in answers if WORK not in answer for reason in answer}


def _dates(start: int, end: int) -> Iterator[date]:
    day = legal_day(start)
    while day_start(day) < end:
        yield day
        day += timedelta(days=1)


def _within(parts: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start), min(b, end)) for a, b in parts if a < end and b > start]


def _length(parts: list[tuple[int, int]]) -> int:
    return sum(b - a for a, b in parts)
