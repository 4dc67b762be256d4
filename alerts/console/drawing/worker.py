"""The drawing of a worker's time: a lane a platform, the limit, the orders after it, the break that was due, the weather."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from alerts.console.drawing.gauge import HEIGHT, gauge, has_gauge
from alerts.console.drawing.lanes import Lane, lanes_of
from alerts.console.drawing.svg import TimeScale, drawing, element, hatched, percent, words
from alerts.console.drawing.weather import weather_bands
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import clock
from alerts.words import Names
from schemas.findings.figures import WarnedTime
from schemas.findings.finding import Finding
from schemas.instants import MINUTE_MS, Ms
from schemas.legal_days import DAY_MS

_LANE: Final = 44
_BAR: Final = 20
"""Pixels of a lane, and of the bar in it."""

_MOST_PUSHES: Final = 200
"""Marks of pushes: more cannot be distinguished."""

_MARGIN: Final = 40
"""Before and after the finding a fortieth of its length is drawn."""

_SHORT_MS: Final = 20 * MINUTE_MS
_MOST_MS: Final = 40 * DAY_MS
"""Bounds of the time drawn: a break can still be seen; a run of five weeks stands whole."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Findings drawn beside a lead's own: of the same worker about the same time, and the weather at the place."""

    findings: Sequence[Finding] = ()
    warned: Sequence[WarnedTime] = ()


def worker_drawing(finding: Finding, beside: Beside, names: Names, tongue: Tongue) -> str | None:
    """The drawing of a finding; null where it rests on no session or order."""
    scale = _scale(finding)
    lanes = lanes_of([finding, *beside.findings], scale.start, scale.end)
    if not lanes:
        return None
    has_weather = any(each.start < scale.end and each.end > scale.start for each in beside.warned)
    head = 42 + (22 if has_weather else 0)
    foot = head + _LANE * len(lanes)
    parts = [hatched("unknown"), scale.axis(foot + 4)]
    if has_weather:
        parts.append(weather_bands(beside.warned, scale, 34, 34, tongue))
    for number, lane in enumerate(lanes):
        parts.append(_lane(lane, head + number * _LANE, scale, tongue.of(names.platform(lane.platform))))
    parts.append(_limit(finding, beside, scale, (head - 8, foot), tongue))
    height = foot + 24
    if has_gauge(finding):
        parts.append(gauge(finding, height + 8, tongue))
        height += 8 + HEIGHT
    title = tongue.pick(
        "各平台工作时间：会话、订单、未知时间与限值", "time by platform: sessions, orders, unknown time, limit"
    )
    return drawing(height, title, "".join(parts))


def _scale(finding: Finding) -> TimeScale:
    """From a little before the finding to a little after it; of one that runs, to the latest instant that it knows of."""
    latest = max((span.end for one in finding.evidence for span in one.spans), default=finding.starts_at)
    end = finding.ends_at if finding.ends_at is not None else latest
    start = finding.starts_at
    if finding.dispatch is not None:
        start = min(start, finding.dispatch.stretch_starts_at)
    end = min(max(end, start + _SHORT_MS), start + _MOST_MS)
    margin = (end - start) // _MARGIN
    return TimeScale(start - margin, end + margin)


def _lane(lane: Lane, top: int, scale: TimeScale, name: str) -> str:
    y = top + 16
    parts = [words(name, x=0, y=top + 11, class_="lane-name")]
    parts.append(element("rect", x=0, y=y, width="100%", height=_BAR, class_="lane"))
    parts += [scale.bar(*bar, y, _BAR, class_="pause") for bar in lane.pauses]
    parts += [scale.bar(*bar, y, _BAR, class_="session") for bar in lane.sessions]
    parts += [scale.bar(*bar, y + 4, _BAR - 8, class_="order") for bar in lane.orders]
    parts += [scale.bar(*bar, y, _BAR, class_="unknown", fill="url(#unknown)") for bar in lane.unknown]
    return "".join(parts)


def _limit(finding: Finding, beside: Beside, scale: TimeScale, ends: tuple[int, int], tongue: Tongue) -> str:
    """The limit line with the break that was due from there, and the orders pushed after it."""
    if finding.due_at is None:
        return ""
    top, bottom = ends
    break_ms = next((int(used.value[:12]) for used in finding.law if used.parameter.endswith(".break")
                     and used.value.isdecimal()), None)  # fmt: skip
    parts = []
    if break_ms is not None:
        ends_at = finding.due_at + break_ms
        minutes = break_ms // MINUTE_MS
        parts.append(scale.bar(finding.due_at, ends_at, top, bottom - top, class_="break"))
        named = tongue.pick(f"此处应休{minutes}分", f"{minutes} min of rest due here")
        parts.append(scale.label(finding.due_at, 28, named, "break-name"))
    parts.append(scale.line(finding.due_at, 4, bottom, "limit"))
    parts.append(scale.label(finding.due_at, 13, tongue.pick("到限 ", "limit ") + clock(finding.due_at), "limit-name"))
    for at in _pushes(finding, beside)[:_MOST_PUSHES]:
        x = percent(scale.share(at))
        parts.append(element("line", x1=x, x2=x, y1=bottom - 6, y2=bottom + 3, class_="push"))
        parts.append(element("circle", cx=x, cy=bottom, r=3, class_="push-head"))
    return "".join(parts)


def _pushes(finding: Finding, beside: Beside) -> list[Ms]:
    """The instants at which orders were pushed in the stretch after the limit, of this finding or of one about it."""
    about = [finding, *(one for one in beside.findings if one.due_at == finding.due_at)]
    found = {
        order.accepted_at
        for one in about
        if one.dispatch is not None
        for order in one.dispatch.orders or ()
        if order.assigned == "pushed"
    }
    return sorted(found)
