"""Weather messages as read from either form: the warnings that they begin, what they lift, and what they end.

`streams.facts.weather` decides over which interval a warning is in force.
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

MessageName = tuple[str, str]
"""The name of a message: its office and identifier."""


class BegunLevel(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """A level of one kind in some counties of ours, ascending, stated for `[start, until)` in ms; empty: never in force.

    `start` is the latest of onset, effective and sent; `until` expires, else 24 h after the start.
    """

    kind: str
    level: str
    counties: tuple[str, ...]
    start: Ms
    until: Ms


class LiftedKinds(msgspec.Struct, frozen=True, gc=False, array_like=True, order=True):
    """A lift of some kinds, ascending; none: of the message's family alone, whatever the kind.

    It concerns these counties of ours; where the `info` has no code of our scheme (`everywhere`), the family in all of them.
    """

    kinds: tuple[str, ...]
    counties: tuple[str, ...]
    everywhere: bool


class WeatherMessage(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=2):
    """A message that speaks of a kind and place of ours, or ends something. `sent` in ms.

    `msg_type`: Alert, Update or Cancel. `over`: the offices below its own, whose messages it can end as its own. `references`:
    the names that it refers to, ascending. `counties` and `everywhere`: the counties of ours that it names in all, or that it has
    no code of our scheme, so that a Cancel ends everywhere. `headline`: its first 200 characters. `text`: the message from
    `<alert` to `</alert>` in UTF-8, compressed by zlib, of a long one its beginning and a digest of the whole; it decides between
    two of one name and second that are equal in all else.
    """

    office: str
    identifier: str
    sent: Ms
    msg_type: str
    over: tuple[str, ...]
    references: tuple[MessageName, ...]
    begins: tuple[BegunLevel, ...]
    lifts: tuple[LiftedKinds, ...]
    counties: tuple[str, ...]
    everywhere: bool
    headline: str
    text: bytes

    @property
    def name(self) -> MessageName:
        """Its name: office and identifier."""
        return self.office, self.identifier


class FormerWarning(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=0):
    """One `info` of an Alert or an Update, in the form of the release before this one; see `streams.facts.weather.former`."""

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


class FormerCancel(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=1):
    """A Cancel, in the form of the release before this one."""

    identifier: str
    sent: Ms
    references: tuple[str, ...]


WeatherRow = FormerWarning | FormerCancel | WeatherMessage
