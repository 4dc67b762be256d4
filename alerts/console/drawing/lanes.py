"""The lanes of a drawing: the time of a worker on each platform, as bars that are merged where there are too many."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from schemas.findings.finding import Evidence, Finding
from schemas.instants import Ms

Bar = tuple[Ms, Ms]

MOST_BARS: Final = 250
"""Bars of one sort in a lane: more cannot be distinguished at the width of a page."""

MOST_LANES: Final = 8
"""Lanes of a drawing: with more it would be higher than a screen."""


@dataclass(slots=True)
class Lane:
    """A platform's lane. `pauses`: from the first to the last instant of each session, where it was not online between."""

    platform: str
    pauses: list[Bar] = field(default_factory=list)
    sessions: list[Bar] = field(default_factory=list)
    orders: list[Bar] = field(default_factory=list)
    unknown: list[Bar] = field(default_factory=list)


def lanes_of(findings: Iterable[Finding], start: Ms, end: Ms) -> list[Lane]:
    """The lanes of the evidence of these findings within `[start, end)`, by platform."""
    lanes: dict[str, Lane] = {}
    for finding in findings:
        for one in finding.evidence:
            if one.spans and one.what in {"session", "order"}:
                _add(lanes.setdefault(one.platform, Lane(one.platform)), one)
    for lane in lanes.values():
        for name in ("pauses", "sessions", "orders", "unknown"):
            setattr(lane, name, merged(getattr(lane, name), start, end))
    filled = [lane for lane in lanes.values() if lane.sessions or lane.orders or lane.unknown]
    return sorted(filled, key=lambda lane: lane.platform)[:MOST_LANES]


def _add(lane: Lane, one: Evidence) -> None:
    if one.what == "session":
        lane.pauses.append((min(span.start for span in one.spans), max(span.end for span in one.spans)))
    known = lane.sessions if one.what == "session" else lane.orders
    for span in one.spans:
        (known if span.known else lane.unknown).append((span.start, span.end))


def merged(bars: Iterable[Bar], start: Ms, end: Ms) -> list[Bar]:
    """The union of bars within `[start, end)`, by time; the smallest gaps are closed where there are too many.

    >>> merged([(5, 9), (0, 3), (2, 4), (20, 30)], 0, 25)
    [(0, 4), (5, 9), (20, 25)]
    """
    joined: list[Bar] = []
    for low, high in sorted((max(low, start), min(high, end)) for low, high in bars):
        if low >= high:
            continue
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    if len(joined) <= MOST_BARS:
        return joined
    gaps = sorted(after[0] - before[1] for before, after in pairwise(joined))
    return _closed(joined, gaps[len(joined) - MOST_BARS - 1])


def _closed(bars: list[Bar], gap: Ms) -> list[Bar]:
    found = [bars[0]]
    for low, high in bars[1:]:
        if low - found[-1][1] <= gap:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return found
