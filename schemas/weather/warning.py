"""Warnings and cancellations of warnings, as read from a weather message of either form.

`streams.facts.weather` decides which areas a code reaches, and over which interval a warning is in force.
"""

import msgspec

from schemas.instants import Ms

KINDS = (
    "台风",
    "暴雨",
    "暴雪",
    "寒潮",
    "大风",
    "沙尘暴",
    "高温",
    "干旱",
    "雷电",
    "冰雹",
    "霜冻",
    "大雾",
    "霾",
    "道路结冰",
)
"""The kinds of warning signal (气象灾害预警信号发布与传播办法, 中国气象局令第16号)."""

LEVELS = ("blue", "yellow", "orange", "red")
"""The levels of a warning, the lowest first; in CAP's words Minor, Moderate, Severe, Extreme."""


class Warned(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=0, order=True):
    """One `info` of an Alert or an Update. Instants in ms.

    `info` is its place in the message from 0. `codes`: counties, cities and provinces (six digits each) and zones (our own
    ids), ascending; those that the areas file lacks, too. `from_at`: onset, else effective, else sent. `until_at`: expires, after
    `from_at`; None where it is missing. `references`: the identifiers of what an Update replaces, ascending; empty in an
    Alert. `headline`: its first 200 characters.
    """

    identifier: str
    info: int
    sent: Ms
    kind: str
    level: str
    codes: tuple[str, ...]
    from_at: Ms
    until_at: Ms | None
    references: tuple[str, ...]
    headline: str


class Cancelled(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=1, order=True):
    """A Cancel: what it refers to ends when it was sent (ms). `references`: identifiers, ascending, at least one."""

    identifier: str
    sent: Ms
    references: tuple[str, ...]


WeatherRow = Warned | Cancelled
