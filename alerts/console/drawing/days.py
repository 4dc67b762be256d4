"""The drawing of a lead about days: the work of each legal day against the limit."""

from typing import Final

from alerts.console.drawing.svg import drawing, element, percent, words
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import length
from schemas.findings.finding import Finding

_MOST_DAYS: Final = 42
_TOP: Final = 34
_BOTTOM: Final = 170
_NAMED: Final = 7
"""Six weeks of days; the pixels between which bars stand; with up to a week of days each bar has its date."""


def days_drawing(finding: Finding, tongue: Tongue) -> str | None:
    """The drawing of a finding that lists legal days; null where it lists none."""
    days = [(one.id, one.day) for one in finding.evidence if one.day is not None][:_MOST_DAYS]
    if not days:
        return None
    limit = finding.limit if finding.unit == "ms" else None
    most = max([day.high for _, day in days] + [limit or 0, 1])
    width = 1 / len(days)
    parts = []
    for number, (date, day) in enumerate(days):
        x, wide = percent(number * width + width * 0.1), percent(width * 0.8)
        for value, class_ in ((day.high, "unknown-column"), (day.low, "column")):
            y = _height(value, most)
            parts.append(element("rect", x=x, y=y, width=wide, height=_BOTTOM - y, class_=class_))
        if len(days) <= _NAMED:
            middle = percent((number + 0.5) * width)
            parts.append(words(date[5:10], x=middle, y=_BOTTOM + 16, class_="axis", text_anchor="middle"))
    if limit is not None:
        y = _height(limit, most)
        parts.append(element("line", x1=0, x2="100%", y1=y, y2=y, class_="limit"))
        named = tongue.pick("限值 ", "limit ") + length(limit, tongue)
        parts.append(words(named, x="100%", y=y - 4, class_="limit-name", text_anchor="end"))
    return drawing(_BOTTOM + 24, tongue.pick("逐日工作时间", "work of each day"), "".join(parts))


def _height(value: int, most: int) -> int:
    return _BOTTOM - (_BOTTOM - _TOP) * min(max(value, 0), most) // most
