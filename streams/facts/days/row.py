"""The row of a legal day: the time of one worker on one platform, or on all together, as sums. Knows no law.

A row takes about 60 bytes, with time in several places some 20 for each. Further fields are added behind the last one, with a
default: rows that were kept before have that.
"""

from collections.abc import Iterable

import msgspec

from schemas.legal_days import Day
from streams.facts.worktime.coverage import Reason

_REFUSED = "over_budget"

_REASONS: tuple[str, ...] = (
    Reason.OPEN_SESSION,
    Reason.OPEN_ORDER,
    Reason.PULSE_GAP,
    Reason.SILENT_SESSION,
    Reason.LONG_ORDER,
    Reason.EARLY_ORDER,
    _REFUSED,
)
"""The bits of `DayRow.why`, the lowest first. Stored rows have them: a further reason goes behind the last."""


class PlaceTime(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The time (ms) in a place on both bases in both readings."""

    area: str
    sector: str
    order_low: int = 0
    order_high: int = 0
    online_low: int = 0
    online_high: int = 0


class FixedPay(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The pay of a day whose orders are remembered no more: the two pays (fen), and whether any was reported."""

    smaller: int
    larger: int
    reported: bool


class RowPay(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The part of a row that pay is judged with.

    `place`: area and sector of the last place at the day's first time, where that is another one than the row's. `places`: the
    time by place; None where all is at the place of the row. `why`: the reasons of the unknown online time as bits; -1 for those
    of the row. `fixed`: the pay; None as long as the row has its orders.
    """

    place: tuple[str, str] | None = None
    places: tuple[PlaceTime, ...] | None = None
    why: int = -1
    fixed: FixedPay | None = None


class DayRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A legal day. Times in ms; `order_` and `online_` are the bases, low and high the readings.

    `first`, `last`: the first and the last instant of time online, high, since midnight; `longest_break`: the longest gap
    between them. `area`, `sector`: the last place at the first order time of the day, known or not, without any at the first time
    online; empty where there is none. `inside`: an order with time on the day was accepted in the city. `why`: the reasons of
    the unknown order time, a bit each; of a day that is fixed also that a budget refused something of it.
    """

    day: Day
    order_low: int = 0
    order_high: int = 0
    online_low: int = 0
    online_high: int = 0
    first: int = 0
    last: int = 0
    longest_break: int = 0
    area: str = ""
    sector: str = ""
    inside: bool = False
    why: int = 0
    pay: RowPay | None = None

    @property
    def pay_place(self) -> tuple[str, str]:
        """Area and sector of the last place at the day's first time, on which it depends how its pay is judged."""
        return (self.area, self.sector) if self.pay is None or self.pay.place is None else self.pay.place

    @property
    def by_place(self) -> tuple[PlaceTime, ...]:
        """The time by place."""
        if self.pay is not None and self.pay.places is not None:
            return self.pay.places
        sums = (self.order_low, self.order_high, self.online_low, self.online_high)
        return (PlaceTime(self.area, self.sector, *sums),)

    @property
    def refused(self) -> bool:
        """True if a budget refused something of the day."""
        return bool(self.why >> _REASONS.index(_REFUSED) & 1)

    @property
    def online_reasons(self) -> list[str]:
        """The reasons of the unknown online time, sorted."""
        return self.reasons if self.pay is None or self.pay.why < 0 else reasons_in(self.pay.why)

    @property
    def reasons(self) -> list[str]:
        """The reasons of the unknown order time, sorted."""
        return reasons_in(self.why)


def with_refused(row: DayRow) -> DayRow:
    """The row of a day of which a budget refused something."""
    return msgspec.structs.replace(row, why=row.why | 1 << _REASONS.index(_REFUSED))


def bits_of(reasons: Iterable[Reason]) -> int:
    """Reasons as bits.

    >>> bits_of([Reason.OPEN_ORDER, Reason.OPEN_SESSION])
    3
    """
    return sum({1 << _REASONS.index(reason) for reason in reasons})


def reasons_in(bits: int) -> list[str]:
    """The reasons that bits stand for, sorted.

    >>> reasons_in(3)
    ['open_order', 'open_session']
    """
    return sorted(str(reason) for number, reason in enumerate(_REASONS) if bits >> number & 1)
