"""A legal day worked on a platform as pay is judged by it: by its events, or by its row once events of it were cut."""

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.findings.figures import WorkedPiece
from schemas.legal_days import Day, day_text
from streams.facts.days.row import DayRow, PlaceTime
from streams.facts.views.places_worked import Piece, places_worked
from streams.facts.views.worker_view import ONLINE, ORDER, View
from streams.facts.worktime.by_day import day_interval
from streams.facts.worktime.intervals import Interval, cut, end_of, length
from streams.rules.evidence import DayItem, Item, items
from streams.rules.over_budget import OVER_BUDGET
from streams.rules.pay.hours import joined


class WorkedDay(ABC):
    """A day on one platform."""

    platform: str
    day: Day

    @property
    @abstractmethod
    def place(self) -> tuple[str, str] | None:
        """Area and sector of the last place at the first time, known or not; None for none."""

    @abstractmethod
    def pieces(self, basis: str) -> Sequence[Piece]:
        """The time on a basis by place and certainty."""

    @abstractmethod
    def listed_pieces(self, basis: str, most: int | None) -> tuple[WorkedPiece, ...] | None:
        """The same as a finding lists it, at most so many; None where they are more, or not remembered."""

    @abstractmethod
    def reasons(self, basis: str) -> Sequence[str]:
        """The reasons of the unknown time on a basis."""

    @abstractmethod
    def covered(self, basis: str, *, high: bool) -> int:
        """The coverage (ms) on a basis, in the high reading or in the low one."""

    @abstractmethod
    def items(self, basis: str) -> Iterator[Item]:
        """The evidence of the hours."""

    @property
    def refused(self) -> bool:
        """True of a day that is not made of events any more, and of which a budget refused something."""
        return False

    @property
    def lists_entries(self) -> bool:
        """True where the evidence has the pay entries."""
        return True


@dataclass(frozen=True, slots=True)
class EventDay(WorkedDay):
    """A day by its events."""

    view: View
    day: Day

    @property
    def platform(self) -> str:  # type: ignore[override]  # it is that of the view
        """The platform."""
        return str(self.view.platform)

    @property
    def place(self) -> tuple[str, str] | None:
        """That of the events."""
        return place_in(self.view, day_interval(self.day))

    def pieces(self, basis: str) -> Sequence[Piece]:
        """Those of the events."""
        return places_worked(self.view, basis, day_interval(self.day))

    def listed_pieces(self, basis: str, most: int | None) -> tuple[WorkedPiece, ...] | None:
        """Those of the events, by time."""
        return joined(self.pieces(basis), most)

    def reasons(self, basis: str) -> Sequence[str]:
        """Those of the events."""
        return [reason.value for reason in self.view.reasons(basis, *day_interval(self.day))]

    def covered(self, basis: str, *, high: bool) -> int:
        """That of the events."""
        coverage = self.view.coverage(basis)
        return length(cut(coverage.high if high else coverage.low, *day_interval(self.day)))

    def items(self, basis: str) -> Iterator[Item]:
        """The sessions and orders."""
        return items(self.view, basis, day_interval(self.day))


@dataclass(frozen=True, slots=True)
class RowDay(WorkedDay):
    """A day of which events were cut: its row, which lists no session, order or entry."""

    platform: str
    row: DayRow

    @property
    def day(self) -> Day:  # type: ignore[override]  # it is that of the row
        """The day."""
        return self.row.day

    @property
    def place(self) -> tuple[str, str] | None:
        """That of the row; none of one that has none in the city."""
        return self.row.pay_place if self.row.pay_place[0] else None

    def pieces(self, basis: str) -> Sequence[Piece]:
        """The sums of the row as pieces, of which the length alone means anything."""
        found: list[Piece] = []
        for each in self.row.by_place:
            low, high = _of(each, basis)
            found += [Piece(0, low, known=True, area=each.area, sector=each.sector)] if low else []
            found += [Piece(0, high - low, known=False, area=each.area, sector=each.sector)] if high > low else []
        return found

    def listed_pieces(self, basis: str, most: int | None) -> tuple[WorkedPiece, ...] | None:  # noqa: ARG002 - a row has none
        """None: they were cut."""
        return None

    def reasons(self, basis: str) -> Sequence[str]:
        """Those of the row."""
        found = self.row.reasons if basis == ORDER else self.row.online_reasons
        return [each for each in found if each != OVER_BUDGET]

    def covered(self, basis: str, *, high: bool) -> int:
        """That of the row."""
        row = self.row
        low, all_ = (row.order_low, row.order_high) if basis == ORDER else (row.online_low, row.online_high)
        return all_ if high else low

    def items(self, basis: str) -> Iterator[Item]:
        """The row itself."""
        low, high = (self.covered(basis, high=each) for each in (False, True))
        stated = DayItem(low, high, tuple(self.row.reasons if basis == ORDER else self.row.online_reasons))
        yield Item(self.platform, "day", day_text(self.row.day), (), day=stated)

    @property
    def refused(self) -> bool:
        """True if a budget refused something of the day."""
        return self.row.refused

    @property
    def lists_entries(self) -> bool:
        """False: of the entries that are remembered not all have their ids."""
        return False


def place_in(view: View, interval: Interval) -> tuple[str, str] | None:
    """The area and sector of the last place at the first time, known or not, in the interval; None for none."""
    high = view.coverage(ONLINE).high
    index = bisect_right(high, interval[0], key=end_of)
    if index == len(high) or high[index][0] >= interval[1]:
        return None
    return view.places.at(max(interval[0], high[index][0]))


def _of(time: PlaceTime, basis: str) -> tuple[int, int]:
    return (time.order_low, time.order_high) if basis == ORDER else (time.online_low, time.online_high)
