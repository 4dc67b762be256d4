"""Elements of SVG as text, every attribute and word escaped; and the scale from instants to percent of the width."""

from dataclasses import dataclass
from html import escape

from alerts.console.views.amounts import clock, moment
from alerts.console.views.tables import bounded
from schemas.instants import HOUR_MS, MINUTE_MS, Ms

_STEPS = tuple(minutes * MINUTE_MS for minutes in (10, 20, 30, 60, 120, 180, 240, 360, 720, 1440))
_BESIDE = {"start": 5, "middle": 0, "end": -5}
"""Pixels between a line and the word beside it."""

_EDGE = 0.05
"""Half a mark of an axis, as a share of the width of a phone: nearer to an end it is put inside."""

_MOST_MARKS = 6
"""Marks of an axis on a phone of 390 px: each takes some 45."""


def element(name: str, inner: str = "", **attributes: object) -> str:
    """An element. An underscore in the name of an attribute stands for a dash, one at its end for nothing."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>"


def words(text: str, **attributes: object) -> str:
    """A text element."""
    return element("text", escape(bounded(text)), **attributes)


def percent(share: float) -> str:
    """A share of the width.

    >>> percent(0.12345)
    '12.35%'
    """
    return f"{share * 100:.2f}%"


@dataclass(frozen=True, slots=True)
class TimeScale:
    """The time `[start, end)` over the width."""

    start: Ms
    end: Ms

    def share(self, at: Ms) -> float:
        """The place of an instant, from 0 to 1; one outside is put at the edge."""
        return min(1.0, max(0.0, (at - self.start) / max(1, self.end - self.start)))

    def bar(self, start: Ms, end: Ms, y: int, height: int, **attributes: str) -> str:
        """A bar for a time; at least one pixel wide is left to the style of its class."""
        left, right = self.share(start), self.share(end)
        width = percent(max(right - left, 0.001))
        return element("rect", x=percent(left), y=y, width=width, height=height, **attributes)

    def line(self, at: Ms, top: int, bottom: int, class_: str) -> str:
        """An upright line at an instant."""
        x = percent(self.share(at))
        return element("line", x1=x, x2=x, y1=top, y2=bottom, class_=class_)

    def label(self, at: Ms, y: int, text: str, class_: str) -> str:
        """A text at an instant, on the side of it where there is room."""
        share = self.share(at)
        anchor = "start" if share < 0.15 else "end" if share > 0.6 else "middle"  # noqa: PLR2004 - of the width
        return words(text, x=percent(share), dx=_BESIDE[anchor], y=y, class_=class_, text_anchor=anchor)

    def name(self, at: Ms, y: int, text: str, class_: str) -> str:
        """A text that begins at an instant, as the name of a band does."""
        return words(text, x=percent(self.share(at)), dx=6, y=y, class_=class_)

    def axis(self, y: int) -> str:
        """The marks of round local times, and lines through the lanes above them."""
        length = self.end - self.start
        step = next((each for each in _STEPS if length / each <= _MOST_MARKS), length)
        first = self.start + (-(self.start + 8 * HOUR_MS)) % step
        parts = []
        for at in range(first, self.end + 1, max(1, step)):
            parts.append(self.line(at, 0, y, "grid"))
            share = self.share(at)
            anchor = "start" if share < _EDGE else "end" if share > 1 - _EDGE else "middle"
            parts.append(words(_mark(at, step), x=percent(share), y=y + 14, class_="axis", text_anchor=anchor))
        return "".join(parts)


def _mark(at: Ms, step: Ms) -> str:
    return f"{moment(at):%m-%d}" if step >= 24 * HOUR_MS else clock(at)


def hatched(name: str) -> str:
    """The pattern of unknown time."""
    lines = element("path", d="M-1 7 L7 -1 M3 11 L11 3", class_="hatch")
    ground = element("rect", width=8, height=8, class_="hatch-ground")
    return element(
        "defs", element("pattern", ground + lines, id=name, width=8, height=8, patternUnits="userSpaceOnUse")
    )


def drawing(height: int, title: str, inner: str) -> str:
    """A drawing as wide as its place, with its title for those who do not see it."""
    return element(
        "svg",
        element("title", escape(title)) + inner,
        xmlns="http://www.w3.org/2000/svg",
        width="100%",
        height=height,
        role="img",
        aria_label=title,
        class_="drawing",
    )
