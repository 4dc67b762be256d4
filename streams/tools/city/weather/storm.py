"""A rainstorm over some districts: the times of its warning, and the conduct of each platform in each district meanwhile.

Most platforms ease: some take fewer orders, some promise more time. One does neither in one district, though it declares it;
and one eases but pushes orders under the red warning. The warning's XML is written in `warnings`.
"""

from dataclasses import dataclass
from typing import NamedTuple

from streams.tools.city.spans import HOUR, MINUTE, WorkSpan

WARNED = ("360103", "360104", "360111")
"""The counties that the warning names."""

REACHED = (*WARNED, "NC-GX")
"""The areas that it reaches: the high-tech zone lies in 360111."""

NOT_EASING = ("kuaisong", "360104")
"""The platform and area where nothing is eased; short orders come in quick succession."""

PUSHING_UNDER_RED = ("tuche", "360111")
"""The platform and area where orders are pushed under the red warning, though more time is promised."""

_AFTER = 3 * HOUR + HOUR // 2  # after the beginning of the city, rounded up to a slot
_WHOLE = 10 * MINUTE  # a slot, at whose edge the storm begins
_REACTION = 5 * MINUTE
"""Platforms ease so long after the warning; the law gives them 30 min."""
_WHOLE_PERCENT = 100
_FEW = 15
"""In fair weather no platform has more minutes between two orders."""


class Conduct(NamedTuple):
    """The conduct of a platform in an area over `[since, until)` (ms), from `red` on under the red warning.

    `in_hand` and `between`: minutes of an order and between two, None for the usual ones. `promise`: percent of the ordinary
    promise. `subsidy`: True if more is paid.
    """

    since: int = 0
    red: int = 0
    until: int = 0
    in_hand: tuple[int, int] | None = None
    between: tuple[int, int] | None = None
    promise: int = 100
    pushes_in_red: bool = True
    subsidy: bool = False

    @property
    def limits(self) -> bool:
        """True if far fewer orders are taken."""
        return self.between is not None and self.between[0] > _FEW

    @property
    def extends(self) -> bool:
        """True if far more time is promised."""
        return self.promise >= 2 * _WHOLE_PERCENT

    def in_force(self, at: int) -> bool:
        """True if it holds at an instant."""
        return self.since <= at < self.until

    def forbids_push(self, at: int) -> bool:
        """True if no order is pushed at an instant."""
        return not self.pushes_in_red and self.red <= at < self.until


FAIR_WEATHER = Conduct()
"""The conduct of every platform outside the storm."""

_BY_PLATFORM = {
    "hema": Conduct(between=(50, 80), pushes_in_red=False, subsidy=True),
    "kuaisong": Conduct(between=(50, 80), pushes_in_red=False),
    "tuche": Conduct(promise=230, pushes_in_red=False),
}


@dataclass(frozen=True, slots=True)
class Storm:
    """A warning, orange over `[begins, red)`, red over `[red, ends)`, in ms; then it is cancelled.

    It begins at a ten minutes of the clock, so that it fills whole slots, three and a half hours after the city begins: when
    all of the first crew have been at work for two hours, which is what the easing is compared with.
    """

    begins: int
    red: int
    ends: int

    @classmethod
    def after_start(cls, start: int) -> "Storm":
        """The storm of a city that begins at `start` (ms)."""
        begins = -(-(start + _AFTER) // _WHOLE) * _WHOLE
        return cls(begins, begins + HOUR, begins + 2 * HOUR)

    @property
    def eased(self) -> WorkSpan:
        """The span in which the platforms that ease do so."""
        return WorkSpan(self.begins + _REACTION, self.ends)

    def conduct(self, platform: str, area: str) -> Conduct:
        """The conduct of that platform in that area."""
        if area not in REACHED:
            return FAIR_WEATHER
        own = _BY_PLATFORM[platform]
        if (platform, area) == NOT_EASING:
            own = Conduct(in_hand=(6, 12), between=(0, 2), promise=90)
        if (platform, area) == PUSHING_UNDER_RED:
            own = own._replace(pushes_in_red=True)
        return own._replace(since=self.eased.on, red=self.red, until=self.eased.off)
