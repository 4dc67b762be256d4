"""One shift of a rota: the days that it covers, and whose turn it is on them. Knows no absence and no swap."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from alerts.routing.shape import ShiftShape
from alerts.routing.workdays import WorkCalendar
from schemas.instants import Ms
from schemas.legal_days import DAY_MS, day_start, legal_day

MOST_DAYS: Final = 3_660
"""Days from a shift's first on which its turns are counted where only workdays or days off count: ten years."""

_WEEK: Final = 7
"""Days of a turn that lasts a week."""


@dataclass(frozen=True, slots=True)
class DutyShift:
    """A shift in force from its first day to its last. Each of its days begins at `change_at` and lasts `length_ms`.

    `covered`: of a shift that is not for all days, those it covers, ascending, up to the first day that is not known. `known_to`:
    the first day of which it is not known whether it is covered; None where all are known.
    """

    id: str
    row: str
    department: str
    first: int
    last: int | None
    order: tuple[str, ...]
    by_week: bool
    change_at: int
    length_ms: int
    instead_of: frozenset[str]
    covered: tuple[int, ...] | None
    known_to: int | None

    @classmethod
    def of(cls, shift_id: str, row: str, shape: ShiftShape, calendar: WorkCalendar) -> "DutyShift":
        """The shift of an entry of a file."""
        covered, known_to = _covered(shape, calendar)
        ends_at = shape.change_at if shape.ends_at is None else shape.ends_at
        return cls(
            id=shift_id,
            row=row,
            department=shape.department,
            first=shape.first,
            last=shape.to,
            order=tuple(shape.order),
            by_week=shape.turn == "week",
            change_at=shape.change_at,
            length_ms=(ends_at - shape.change_at - 1) % DAY_MS + 1,
            instead_of=frozenset(shape.instead_of),
            covered=covered,
            known_to=known_to,
        )

    def rotated(self, at: Ms) -> tuple[str, ...]:
        """The people from the one whose turn it is at an instant to the last after them; empty outside of the shift."""
        day, into = self._place(at)
        if into >= self.length_ms or not self._covers(day):
            return ()
        index = self._turn(day) % len(self.order)
        return self.order[index:] + self.order[:index]

    def is_unknown(self, at: Ms) -> bool:
        """True where it is not known whether the shift covers an instant, for want of the year's notice."""
        day, into = self._place(at)
        return into < self.length_ms and self._is_in_force(day) and self.known_to is not None and day >= self.known_to

    def edges(self, start: Ms, end: Ms) -> Iterator[Ms]:
        """The instants in `(start, end)` at which the shift's answer can change."""
        first, last = self._place(start)[0] - 1, self._place(end)[0] + 1
        last = last if self.last is None else min(last, self.last + 1)
        for day in range(max(first, self.first), last + 1):
            begins = day_start(day) + self.change_at
            yield from (at for at in (begins, begins + self.length_ms) if start < at < end)

    def _place(self, at: Ms) -> tuple[int, Ms]:
        """The day whose duty an instant lies in, and the time since that began."""
        day = legal_day(at - self.change_at)
        return day, at - self.change_at - day_start(day)

    def _is_in_force(self, day: int) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def _covers(self, day: int) -> bool:
        if self.covered is None or not self._is_in_force(day):
            return self._is_in_force(day)
        index = bisect_left(self.covered, day)
        return index < len(self.covered) and self.covered[index] == day

    def _turn(self, day: int) -> int:
        """The number of turns before the one that a day belongs to."""
        if self.by_week:
            return (day - self.first) // _WEEK
        return day - self.first if self.covered is None else bisect_left(self.covered, day)


def _covered(shape: ShiftShape, calendar: WorkCalendar) -> tuple[tuple[int, ...] | None, int | None]:
    if shape.days == "all":
        return None, None
    wanted = shape.days == "workdays"
    covered: list[int] = []
    last = shape.first + MOST_DAYS if shape.to is None else min(shape.to, shape.first + MOST_DAYS)
    for day in range(shape.first, last + 1):
        is_workday = calendar.is_workday(day)
        if is_workday is None:
            return tuple(covered), day
        if is_workday is wanted:
            covered.append(day)
    return tuple(covered), None if shape.to is not None and last == shape.to else last + 1
