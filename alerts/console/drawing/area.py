"""The drawing of an area in bad weather: orders an active hour by slot of ten minutes, against the usual, by warning level."""

from collections.abc import Sequence
from typing import Final

from alerts.console.drawing.svg import TimeScale, drawing, element, percent, words
from alerts.console.drawing.weather import weather_bands
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount
from schemas.findings.figures import PaceFigures, SlotRow
from schemas.findings.finding import Finding
from schemas.findings.under_red import UnderRed
from schemas.instants import HOUR_MS, MINUTE_MS, Ms

SLOT_MS: Final = 10 * MINUTE_MS
"""A slot of the contract: ten minutes."""
_MOST_SLOTS: Final = 300
_TOP: Final = 40
_BOTTOM: Final = 180
"""Fifty hours of slots; the pixels between which bars stand."""


def area_drawing(finding: Finding, tongue: Tongue) -> str | None:
    """The drawing of a finding about an area; null where it lists no slot."""
    if finding.pace is not None and finding.pace.by_slot:
        return _pace(finding.pace, finding, tongue)
    if finding.under_red is not None and finding.under_red.by_slot:
        return _red(finding.under_red, tongue)
    return None


def _pace(pace: PaceFigures, finding: Finding, tongue: Tongue) -> str:
    slots = pace.by_slot[:_MOST_SLOTS]
    bars = [(one.start, _rate(one)) for one in slots]
    usual = None if pace.intake is None else pace.intake.usual_low
    most = max([rate for _, rate in bars] + [usual or 0, finding.limit or 0, 1])
    scale = TimeScale(slots[0].start, slots[-1].start + SLOT_MS)
    parts = [weather_bands(pace.warned, scale, 6, _BOTTOM, tongue), scale.axis(_BOTTOM + 4), _bars(bars, most, scale)]
    rate = "orders/1000 h"
    if usual is not None:
        parts.append(_level(usual, most, tongue.pick("平时 ", "usual ") + amount(usual, rate, tongue), "usual", 0))
    if finding.limit:
        allowed = tongue.pick("允许 ", "allowed ") + amount(finding.limit, rate, tongue)
        parts.append(_level(finding.limit, most, allowed, "limit", 1))
    title = tongue.pick(
        "各十分钟每在线小时接单，与平时相比", "orders an active hour by slot of ten minutes, against the usual"
    )
    return drawing(_BOTTOM + 24, title, "".join(parts))


def _red(red: UnderRed, tongue: Tongue) -> str:
    slots = (red.by_slot or ())[:_MOST_SLOTS]
    bars = [(one.start, one.pushed) for one in slots]
    most = max([pushed for _, pushed in bars] + [1])
    scale = TimeScale(slots[0].start, slots[-1].start + SLOT_MS)
    named = [
        words(str(pushed), x=percent(scale.share(start + SLOT_MS // 2)), y=_height(pushed, most) - 4,
              class_="bar-name", text_anchor="middle")
        for start, pushed in bars
        if len(bars) <= 12  # noqa: PLR2004 - more numbers run into one another on a phone
    ]  # fmt: skip
    parts = [
        weather_bands(red.warned, scale, 6, _BOTTOM, tongue),
        scale.axis(_BOTTOM + 4),
        _bars(bars, most, scale),
        *named,
    ]
    title = tongue.pick("红色预警期间各十分钟推送的订单", "orders pushed under red, by slot of ten minutes")
    return drawing(_BOTTOM + 24, title, "".join(parts))


def _rate(one: SlotRow) -> int:
    """Orders an active hour, in thousandths."""
    return one.accepted * 1000 * HOUR_MS // one.active_low if one.active_low else 0


def _bars(bars: Sequence[tuple[Ms, int]], most: int, scale: TimeScale) -> str:
    gap = SLOT_MS // 8
    return "".join(
        scale.bar(
            start + gap, start + SLOT_MS - gap, _height(value, most), _BOTTOM - _height(value, most), class_="column"
        )
        for start, value in bars
    )


def _height(value: int, most: int) -> int:
    return _BOTTOM - (_BOTTOM - _TOP - 16) * min(value, most) // most


def _level(value: int, most: int, name: str, class_: str, number: int) -> str:
    """A level line with its name at an end: the usual on the left, the limit on the right."""
    y = _height(value, most)
    line = element("line", x1=0, x2="100%", y1=y, y2=y, class_=class_)
    x, anchor = ("0", "start") if number == 0 else ("100%", "end")
    return line + words(name, x=x, y=y - 4, class_=f"{class_}-name", text_anchor=anchor)
