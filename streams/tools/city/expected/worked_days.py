"""The long days and the runs of days without one of rest, worked out from the plan of the orders.

They are those of delivery. Every order has its end, so that no time of it is unknown. A day is judged six hours after its end. A
day of all platforms together is of delivery where its first order is; two apps are used by turns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from schemas.legal_days import Day, day_from_text, day_start, legal_day
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.platforms import SECTORS
from streams.tools.city.shifts.orders import SimulatedOrder
from streams.tools.city.shifts.shift import SimulatedSession
from streams.tools.city.spans import DAY, HOUR, MINUTE, WorkSpan, united

_SINCE = day_from_text("2025-12-04")
_LIMIT, _LEAST, _IN_A_ROW = 8 * HOUR, 30 * MINUTE, 6
_GRACE = 6 * HOUR
"""Written out again and not read from the law's files: a wrong value there must show."""

_TOGETHER = ""

Worked = dict[Day, int]
"""Time with an order in hand (ms) by legal day."""


def expected_days(
    subject: str, orders: Iterable[tuple[SimulatedSession, WorkSpan, SimulatedOrder]]
) -> Iterator[ExpectedFinding]:
    """The findings of both rules about a worker who had these orders."""
    pieces: dict[tuple[str, Day], list[WorkSpan]] = defaultdict(list)
    for session, _, order in orders:
        for day in range(max(legal_day(order.on), _SINCE), legal_day(order.off - 1) + 1):
            start = day_start(day)
            pieces[session.platform, day].append(WorkSpan(max(order.on, start), min(order.off, start + DAY)))
    platforms = sorted({platform for platform, _ in pieces})
    views = {each: _alone(pieces, each) for each in platforms if SECTORS[each] == "delivery"}
    if len(platforms) > 1:
        views[_TOGETHER] = _together(pieces, platforms)
    shown: set[tuple[str, int]] = set()
    for platform, worked in sorted(views.items(), reverse=True):  # all together last
        for rule, days in (*_long(worked), *_runs(worked)):
            if (rule, days[0]) not in shown:
                shown.add((rule, days[0]))
                yield _finding(rule, subject, platform, days, pieces)


def _alone(pieces: dict[tuple[str, Day], list[WorkSpan]], platform: str) -> Worked:
    return {day: _length(spans) for (of, day), spans in pieces.items() if of == platform}


def _together(pieces: dict[tuple[str, Day], list[WorkSpan]], platforms: Sequence[str]) -> Worked:
    found: Worked = {}
    for day in {day for _, day in pieces}:
        several = {each: pieces[each, day] for each in platforms if (each, day) in pieces}
        if SECTORS[min(several, key=lambda each: several[each][0].on)] == "delivery":
            found[day] = _length([span for spans in several.values() for span in spans])
    return found


def _length(spans: Iterable[WorkSpan]) -> int:
    return sum(off - on for on, off in united(spans))


def _long(worked: Worked) -> Iterator[tuple[str, list[Day]]]:
    for day, length in worked.items():
        if length > _LIMIT:
            yield "daily_hours", [day]


def _runs(worked: Worked) -> Iterator[tuple[str, list[Day]]]:
    run: list[Day] = []
    for day in [*sorted(day for day, length in worked.items() if length >= _LEAST), None]:
        if run and day != run[-1] + 1:
            if len(run) > _IN_A_ROW:
                yield "weekly_rest", run
            run = []
        if day is not None:
            run.append(day)


def _finding(
    rule: str, subject: str, platform: str, days: list[Day], pieces: dict[tuple[str, Day], list[WorkSpan]]
) -> ExpectedFinding:
    last = day_start(days[-1]) + DAY
    runs = rule == "weekly_rest"
    together = tuple(sorted({of for of, day in pieces if day in days}))
    return ExpectedFinding(
        rule=rule,
        kind="indication",
        scope="platform" if platform else "cross_platform",
        subject=subject,
        platforms=(platform,) if platform else together,
        starts_at=day_start(days[0]),
        ends_at=last,
        true_from=day_start(days[0]) + (_IN_A_ROW + 1) * DAY + _GRACE if runs else last + _GRACE,
        ended_from=last + (DAY if runs else 0) + _GRACE,
    )
