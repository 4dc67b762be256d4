"""All findings of the rules recounted, and those that somebody else says, as frames of the same columns."""

from collections.abc import Iterable
from typing import Final

import pandas as pd

from schemas.findings.finding import Finding
from streams.law.days.calendar import DAY_MS
from streams.law.table import Law
from streams.tools.recount.frames import Frames
from streams.tools.recount.last_place import places_of_views
from streams.tools.recount.rules.dispatch import dispatch_during_rest
from streams.tools.recount.rules.entries import pay_by_day
from streams.tools.recount.rules.pay import pay_below_minimum
from streams.tools.recount.rules.pieces import worked_pieces
from streams.tools.recount.rules.rest import rest_missed
from streams.tools.recount.time.coverage import coverage, with_stretches
from streams.tools.recount.time.intervals import day_starts
from streams.tools.recount.time.orders import order_time, orders_of
from streams.tools.recount.time.sessions import points_and_pulses, session_time, with_places

RULES: Final = ("rest_missed", "dispatch_during_rest", "pay_below_minimum")
"""The rules that are recounted."""

KEY: Final = ("subject", "starts_at", "rule", "scope", "platform")
"""What tells one finding from another."""

COMPARED: Final = ("kind", "ends_at", "due_at", "basis", "measured", "measured_high", "limit", "severity")
"""What is said of it and compared."""

_NUMBERS: Final = ("starts_at", "ends_at", "due_at", "measured", "measured_high", "limit")
_BANDS: Final = {0: "minor", 1: "serious", 2: "grave", -1: ""}


def recounted(said: Frames, law: Law) -> pd.DataFrame:
    """Every finding of `RULES` at the frames' `now`.

    Columns `KEY` and `COMPARED`: numbers are Int64 (instants in ms), empty where there is none; the rest is text, empty
    likewise. One row a finding, sorted by `KEY`.
    """
    points, pulses = points_and_pulses(said.sessions)
    orders = orders_of(said.acceptances, said.steps)
    time = order_time(orders, said.now)
    places = places_of_views(with_places(points, said.sessions), orders.first, said.views)
    parts = with_stretches(coverage(session_time(points, pulses, said.now), time, said.views), places, law)
    missed = rest_missed(parts, places, said.views, law, said.now)
    dispatched = dispatch_during_rest(missed, orders.first, places, law)
    alone = parts[parts["view"].map(said.views["platform"]) != ""]
    pieces = worked_pieces(time, orders, alone, places)
    paid = pay_below_minimum(pieces, pay_by_day(said.pay, orders), places, law, said.now)
    rest = missed.assign(rule=RULES[0], starts_at=missed["start"])
    return _told([_rest_told(rest), _rest_told(dispatched.assign(rule=RULES[1])), _pay_told(paid, said.views)])


def findings_frame(findings: Iterable[Finding]) -> pd.DataFrame:
    """The findings of `RULES` among these, as `recounted` gives them."""
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
    return _told([pd.DataFrame(rows, columns=[*KEY, *COMPARED])])


def _rest_told(found: pd.DataFrame) -> pd.DataFrame:
    return found.assign(ends_at=found["end"].where(found["ended"]))


def _pay_told(paid: pd.DataFrame, views: pd.DataFrame) -> pd.DataFrame:
    start = day_starts(paid["day"])
    told = paid.assign(rule=RULES[2], starts_at=start, ends_at=start + DAY_MS, due_at=None)
    return told.merge(views, left_on="view", right_index=True)


def _told(found: list[pd.DataFrame]) -> pd.DataFrame:
    """The columns that are compared, in one form whoever said it."""
    frames = [_named(frame) if "band" in frame else frame for frame in found]
    sorts = {name: "Int64" if name in _NUMBERS else "object" for name in (*KEY, *COMPARED)}
    told = pd.concat([frame[list(sorts)].astype(sorts) for frame in frames], ignore_index=True)
    return told.sort_values(list(KEY), ignore_index=True)


def _named(found: pd.DataFrame) -> pd.DataFrame:
    scope = found["platform"].map(lambda platform: "platform" if platform else "cross_platform")
    return found.assign(subject=found["worker"], scope=scope, severity=found["band"].map(_BANDS))
