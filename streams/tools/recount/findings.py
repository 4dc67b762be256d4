"""All findings of the rules recounted, and those of a replay or a ledger, as frames of the same columns."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from schemas.findings.finding import Finding
from schemas.legal_days import DAY_MS
from streams.law.review.unread import unread_of
from streams.law.table import Law
from streams.tools.recount.frames import Frames
from streams.tools.recount.measured import Measured
from streams.tools.recount.rules.days import daily_hours, order_days, weekly_rest
from streams.tools.recount.rules.dispatch import dispatch_during_rest
from streams.tools.recount.rules.entries import stated_pay
from streams.tools.recount.rules.pay import known_hours, pay_below_minimum
from streams.tools.recount.rules.places_worked import worked_pieces
from streams.tools.recount.rules.rest import rest_missed
from streams.tools.recount.time.coverage import coverage
from streams.tools.recount.time.intervals import day_starts
from streams.tools.recount.time.last_place import places_of_views
from streams.tools.recount.time.order_time import ended_things, order_time
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.sessions import session_time
from streams.tools.recount.time.signs import placed_points, signs_of
from streams.tools.recount.unread import as_far_as_read

RULES: Final = ("rest_missed", "dispatch_during_rest", "pay_below_minimum", "daily_hours", "weekly_rest")
"""The rules that are recounted."""

KEY: Final = ("subject", "starts_at", "rule", "scope", "platform")
"""The columns that identify a finding."""

COMPARED: Final = (
    "kind",
    "ends_at",
    "due_at",
    "basis",
    "measured",
    "measured_high",
    "limit",
    "shortfall_fen",
    "severity",
)
"""The columns of a finding that are compared."""

_NUMBERS: Final = ("starts_at", "ends_at", "due_at", "measured", "measured_high", "limit", "shortfall_fen")
_BANDS: Final = {0: "minor", 1: "serious", 2: "grave", -1: ""}


def recounted(events: Frames, law: Law) -> pd.DataFrame:
    """Every finding of `RULES` at the frames' `now`, as far as the law that they rest on was read.

    Columns `KEY` and `COMPARED`: numbers are Int64 (instants in ms), empty where there is none; the rest is text, empty
    likewise. One row a finding, sorted by `KEY`.
    """
    unread = unread_of(law)
    if not unread.concerns(RULES, _areas(events), _first(events), events.now):
        return _made_by(law, events)
    found = as_far_as_read(_made_by(law, events), _made_by(unread.as_read, events), events.now)
    return found.sort_values(list(KEY), ignore_index=True)


def _made_by(law: Law, events: Frames) -> pd.DataFrame:
    measured = Measured(law)
    orders = orders_of(events.acceptances, events.steps, measured)
    online = session_time(signs_of(events.sessions), events.now, measured)
    time = order_time(orders, events.sessions, online, events.now, measured)
    places = places_of_views(placed_points(events.sessions), orders.first, events.views)
    parts = coverage(online, time, events.views)
    missed = rest_missed(parts, places, events.views, law, events.now)
    dispatched = dispatch_during_rest(missed, orders.first, places, law)
    alone = parts[parts["view"].map(events.views["platform"]) != ""]
    pieces = worked_pieces(time, orders, alone, places)
    pieces = pieces.assign(platform=pieces["view"].map(events.views["platform"]))
    ended = time[time["thing"].isin(ended_things(orders, events.sessions))]
    hours = known_hours(alone, places, events.views, law)
    paid = pay_below_minimum(pieces, stated_pay(events.pay, orders, ended, hours), places, law, events.now)
    rest = missed.assign(rule="rest_missed", starts_at=missed["start"])
    days = order_days(parts, time, orders.first, places, events.views)
    daily, weekly = (rule(days, events.views, law, events.now) for rule in (daily_hours, weekly_rest))
    found = [_of_rest(rest), _of_rest(dispatched.assign(rule="dispatch_during_rest")), _of_pay(paid, events.views)]
    found += [daily.assign(rule="daily_hours"), weekly.assign(rule="weekly_rest")]
    return _in_one_form(found)


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings of `RULES` among these, in the form of `recounted`."""
    rows = [
        {
            "subject": finding.subject,
            "rule": finding.rule,
            "scope": finding.scope.value,
            "platform": finding.platform or "",
            "kind": finding.kind.value,
            "basis": finding.basis or "",
            "severity": finding.severity.value if finding.severity else "",
            **{name: getattr(finding, name) for name in _NUMBERS},
        }
        for finding in findings
        if finding.rule in RULES
    ]
    return _in_one_form([pd.DataFrame(rows, columns=[*KEY, *COMPARED])])


def _areas(events: Frames) -> set[str]:
    return {area for frame in (events.sessions, events.acceptances) for area in frame["area"].unique()}


def _first(events: Frames) -> int:
    return min(
        (int(frame["at"].min()) for frame in (events.sessions, events.acceptances) if len(frame)), default=events.now
    )


def _of_rest(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(ends_at=found["end"].where(found["ended"]), shortfall_fen=None)


def _of_pay(paid: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    start = day_starts(paid["day"])
    named = paid.assign(rule="pay_below_minimum", starts_at=start, ends_at=start + DAY_MS, due_at=None)
    return named.merge(views, left_on="view", right_index=True)


def _in_one_form(found: list[pd.DataFrame]) -> pd.DataFrame:
    """The columns `KEY` and `COMPARED`, typed and sorted alike on both sides of the comparison."""
    frames = [_named(frame) if "band" in frame else frame for frame in found]
    sorts = {name: "Int64" if name in _NUMBERS else "object" for name in (*KEY, *COMPARED)}
    every = pd.concat([frame[list(sorts)].astype(sorts) for frame in frames], ignore_index=True)
    return every.sort_values(list(KEY), ignore_index=True)


def _named(found: pd.DataFrame) -> pd.DataFrame:
    scope = found["platform"].map(lambda platform: "platform" if platform else "cross_platform")
    return found.assign(subject=found["worker"], scope=scope, severity=found["band"].map(_BANDS))
