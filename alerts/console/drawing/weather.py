"""The warnings of a drawing: a band a level, with its name, and where wanted a pale ground below it."""

from collections.abc import Iterator, Sequence
from typing import Final

from alerts.console.drawing.svg import TimeScale
from alerts.console.tongue import Tongue
from alerts.words import LEVELS
from schemas.findings.figures import WarnedTime
from schemas.instants import Ms

_MOST_EPISODES: Final = 20
_MOST_LEVELS: Final = 50
_HEIGHT: Final = 16
"""Bounds of a drawing, far above a day's weather, and the pixels of a band: its name fits in."""


def weather_bands(warned: Sequence[WarnedTime], scale: TimeScale, top: int, ground: int, tongue: Tongue) -> str:
    """The bands at `top`. `ground`: the lower end of the pale ground; `top` for none."""
    parts = []
    for start, end, level in _levels(warned):
        if start >= scale.end or end <= scale.start:
            continue
        tone = level if level in LEVELS else "other"
        parts.append(scale.bar(start, end, top, _HEIGHT, class_=f"weather {tone}"))
        if ground > top:
            below = top + _HEIGHT
            parts.append(scale.bar(start, end, below, ground - below, class_=f"weather-ground {tone}"))
        name = tongue.pick(f"{LEVELS[level]}色预警" if level in LEVELS else "预警", f"{tone} warning")
        parts.append(scale.name(max(start, scale.start), top + 12, name, "weather-name"))
    return "".join(parts)


def _levels(warned: Sequence[WarnedTime]) -> Iterator[tuple[Ms, Ms, str]]:
    for each in warned[:_MOST_EPISODES]:
        levels = each.levels[:_MOST_LEVELS]
        for number, level in enumerate(levels):
            end = levels[number + 1].start if number + 1 < len(levels) else each.listed_until
            yield level.start, end, level.level
