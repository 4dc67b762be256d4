"""The gauge below a drawing of time: what was measured against the limit, for rules whose limit is no instant of that time."""

from typing import Final

from alerts.console.drawing.svg import element, percent, words
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import amount
from schemas.findings.finding import Finding

HEIGHT: Final = 54
_BAR: Final = 16
_ROOM: Final = 1.15
"""The width by the largest amount: the mark of a limit that is the largest stands inside."""

_RIGHT: Final = 0.5
"""From the middle on the name of a mark stands on its left."""


def has_gauge(finding: Finding) -> bool:
    """True for a finding with an amount and a limit, of which no instant is the limit."""
    return finding.due_at is None and bool(finding.limit) and (finding.measured_high or 0) > 0


def gauge(finding: Finding, top: int, tongue: Tongue) -> str:
    """The bar of the amount, its uncertain part apart, and the mark of the limit, from `top` on; empty where there is none."""
    if not has_gauge(finding):
        return ""
    limit, high = finding.limit or 0, finding.measured_high or 0
    low = finding.measured_low if finding.measured_low is not None else high
    whole = max(limit, high) * _ROOM
    y, x = top + 18, percent(limit / whole)
    measured = amount(low, finding.unit, tongue)
    if low != high:
        measured += f" – {amount(high, finding.unit, tongue)}"
    right = limit / whole >= _RIGHT
    named = tongue.pick("限 ", "limit ") + amount(limit, finding.unit, tongue)
    parts = [
        element("rect", x=0, y=y, width="100%", height=_BAR, class_="lane"),
        element("rect", x=0, y=y, width=percent(max(high, 0) / whole), height=_BAR, class_="unknown-column"),
        element("rect", x=0, y=y, width=percent(max(low, 0) / whole), height=_BAR, class_="column"),
        element("line", x1=x, x2=x, y1=y - 6, y2=y + _BAR + 6, class_="limit"),
        words(tongue.pick("实测 ", "measured ") + measured, x=0, y=top + 8, class_="lane-name"),
        words(named, x=x, dx=-5 if right else 5, y=y + _BAR + 16, class_="limit-name",
              text_anchor="end" if right else "start"),
    ]  # fmt: skip
    return "".join(parts)
