"""A rainstorm over some districts: when its warning holds, and how each platform behaves in each of them meanwhile.

Most platforms ease: some take fewer orders, some promise more time. One does neither in one district, though it says so; and
one eases but pushes orders under the red warning. What the warning says in XML is written elsewhere.
"""

from dataclasses import dataclass
from typing import NamedTuple

from streams.tools.city.shifts.spans import HOUR, MINUTE, WorkSpan

WARNED = ("360103", "360104", "360111")
"""The counties that the warning names."""

REACHED = (*WARNED, "NC-GX")
"""The areas that it reaches: the high-tech zone lies in 360111."""

HEEDLESS = ("kuaisong", "360104")
"""The platform and area where nothing is eased; short orders come in quick succession."""

PUSHING = ("tuche", "360111")
"""The platform and area where orders are pushed under the red warning, though more time is promised."""

_AFTER = 3 * HOUR + HOUR // 2
_WHOLE = 10 * MINUTE
_REACTION = 5 * MINUTE
_WHOLE_PERCENT = 100
_FEW = 15
"""In fair weather no platform has more minutes between two orders."""


class Conduct(NamedTuple):
    """What a platform does in an area over `[since, until)` (ms), from `red` on under the red warning.

    `in_hand` and `between`: minutes of an order and between two, None for as many as ever. `promise`: percent of the ordinary
    promise. `subsidy`: whether more is paid.
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
        """Whether far fewer orders are taken."""
        return self.between is not None and self.between[0] > _FEW

    @property
    def extends(self) -> bool:
        """Whether far more time is promised."""
        return self.promise >= 2 * _WHOLE_PERCENT

    def in_force(self, at: int) -> bool:
        """Whether it holds at an instant."""
        return self.since <= at < self.until

    def forbids_push(self, at: int) -> bool:
        """Whether no order is pushed at an instant."""
        return not self.pushes_in_red and self.red <= at < self.until


AS_EVER = Conduct()
"""Fair weather."""

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
    def over(cls, start: int) -> "Storm":
        """That of a city that begins at `start` (ms)."""
        begins = -(-(start + _AFTER) // _WHOLE) * _WHOLE
        return cls(begins, begins + HOUR, begins + 2 * HOUR)

    @property
    def heeded(self) -> WorkSpan:
        """From when to when the platforms that ease do so."""
        return WorkSpan(self.begins + _REACTION, self.ends)

    def conduct(self, platform: str, area: str) -> Conduct:
        """How that platform behaves there."""
        if area not in REACHED:
            return AS_EVER
        own = _BY_PLATFORM[platform]
        if (platform, area) == HEEDLESS:
            own = Conduct(in_hand=(6, 12), between=(0, 2), promise=90)
        if (platform, area) == PUSHING:
            own = own._replace(pushes_in_red=True)
        return own._replace(since=self.heeded.on, red=self.red, until=self.heeded.off)
