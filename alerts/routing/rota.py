"""The rota: who is on duty at an instant, who is next, and where nobody is. Each instant has exactly one answer.

Turns are half-open, `[start, end)`. Where the person whose turn it is is away, the next of the shift's order is on duty.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from alerts.routing.reading import DutyFiles
from alerts.routing.shape import SwapShape
from alerts.routing.shift import DutyShift
from alerts.routing.told import Person
from alerts.routing.workdays import Festival, WorkCalendar, YearNotice
from schemas.bilingual import Bilingual
from schemas.instants import Ms
from schemas.legal_days import DAY_MS, date_of, legal_day

LOOKED_AHEAD_MS: Final = 62 * DAY_MS
"""So far the next change is looked for: two months; who is on duty for longer has no change that matters."""


@dataclass(frozen=True, slots=True)
class DutyTurn:
    """The people on duty of a department in `[start, end)`; none in a gap."""

    department: str
    start: Ms
    end: Ms
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class DutyGap:
    """An interval `[start, end)` in which nobody of a department is on duty, and why."""

    department: str
    start: Ms
    end: Ms
    because: Bilingual


@dataclass(frozen=True, slots=True)
class Absence:
    """An interval `[start, end)` in which somebody is away."""

    start: Ms
    end: Ms


@dataclass(frozen=True, slots=True)
class DutySwap:
    """A swap that somebody has approved: in `[start, end)` one stands where the other would."""

    start: Ms
    end: Ms
    asked_by: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class Rota:
    """The shifts by department, the absences by person, and the approved swaps."""

    shifts: Mapping[str, tuple[DutyShift, ...]]
    people: Mapping[str, Person]
    away: Mapping[str, tuple[Absence, ...]] = field(default_factory=dict)
    swaps: tuple[DutySwap, ...] = ()
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @classmethod
    def of(cls, files: DutyFiles, people: Mapping[str, Person]) -> "Rota":
        """The rota that the files hold."""
        calendar = WorkCalendar({int(year): _notice(row.shape) for year, row in files.rows("years").items()})
        shifts: dict[str, list[DutyShift]] = {}
        for row in files.rows("shifts").values():
            shift = DutyShift.of(row.id, row.row, row.shape, calendar)
            shifts.setdefault(shift.department, []).append(shift)
        return cls(
            shifts={department: tuple(several) for department, several in shifts.items()},
            people=people,
            away={
                row.id: tuple(Absence(a.start, a.until) for a in row.shape.away)
                for row in files.rows("people").values()
            },
            swaps=tuple(_swap(row.shape) for row in files.rows("swaps").values() if row.shape.approved_by is not None),
            calendar=calendar,
        )

    def is_away(self, person: str, at: Ms) -> bool:
        """True where a person is away at an instant."""
        return any(each.start <= at < each.end for each in self.away.get(person, ()))

    def kept(self, department: str, at: Ms) -> tuple[tuple[DutyShift, tuple[Person, ...]], ...]:
        """The shifts that are kept at an instant, each with its people: first who is on duty, then who would be next."""
        covering = [(shift, shift.rotated(at)) for shift in self.shifts.get(department, ())]
        covering = [(shift, order) for shift, order in covering if order]
        replaced = {name for shift, _ in covering for name in shift.instead_of}
        return tuple((shift, self._present(order, at)) for shift, order in covering if shift.id not in replaced)

    def on_duty(self, department: str, at: Ms) -> tuple[Person, ...]:
        """The people on duty of a department at an instant: one of each shift that is kept then."""
        return tuple(dict.fromkeys(people[0] for _, people in self.kept(department, at) if people))

    def turns(self, department: str, start: Ms, end: Ms) -> tuple[DutyTurn, ...]:
        """The turns of `[start, end)`, without a space between them; those of nobody are gaps."""
        turns: list[DutyTurn] = []
        for begins, ends in self._pieces(department, start, end):
            people = self.on_duty(department, begins)
            if turns and turns[-1].people == people:
                begins = turns.pop().start  # noqa: PLW2901  the same people stay
            turns.append(DutyTurn(department, begins, ends, people))
        return tuple(turns)

    def next_change(self, department: str, at: Ms) -> tuple[Ms, tuple[Person, ...]] | None:
        """The next instant at which others are on duty, and who they are; None where none comes within two months."""
        now = self.on_duty(department, at)
        for begins, _ in self._pieces(department, at, at + LOOKED_AHEAD_MS):
            people = self.on_duty(department, begins)
            if people != now:
                return begins, people
        return None

    def gaps(self, department: str, start: Ms, end: Ms) -> tuple[DutyGap, ...]:
        """The intervals of `[start, end)` in which nobody is on duty."""
        gaps: list[DutyGap] = []
        for begins, ends in self._pieces(department, start, end):
            if self.on_duty(department, begins):
                continue
            because = self.why_nobody(department, begins)
            if gaps and (gaps[-1].end, gaps[-1].because) == (begins, because):
                begins = gaps.pop().start  # noqa: PLW2901  one gap goes on
            gaps.append(DutyGap(department, begins, ends, because))
        return tuple(gaps)

    def _pieces(self, department: str, start: Ms, end: Ms) -> Iterator[tuple[Ms, Ms]]:
        """The pieces of `[start, end)` in each of which the answer is one and the same."""
        edges = sorted({start, *self._edges(department, start, end), end}) if start < end else []
        return pairwise(edges)

    def _edges(self, department: str, start: Ms, end: Ms) -> Iterator[Ms]:
        spans: list[Absence | DutySwap] = [*self.swaps]
        for shift in self.shifts.get(department, ()):
            yield from shift.edges(start, end)
            spans += [each for name in shift.order for each in self.away.get(name, ())]
        spans += [each for swap in self.swaps for each in self.away.get(swap.taken_by, ())]
        for span in spans:
            yield from (at for at in (span.start, span.end) if start < at < end)

    def _present(self, order: Sequence[str], at: Ms) -> tuple[Person, ...]:
        """The people of an order who are there, each once, after the swaps of that instant."""
        swapped = {swap.asked_by: swap.taken_by for swap in reversed(self.swaps) if swap.start <= at < swap.end}
        names = dict.fromkeys(swapped.get(name, name) for name in order)
        return tuple(self.people[name] for name in names if not self.is_away(name, at))

    def why_nobody(self, department: str, at: Ms) -> Bilingual:
        """The reason why nobody is on duty at an instant."""
        shifts = self.shifts.get(department, ())
        unknown = [shift for shift in shifts if shift.is_unknown(at)]
        kept = [shift for shift, _ in self.kept(department, at)]
        if kept:
            names = ", ".join(shift.row for shift in kept)
            return Bilingual(f"轮值人员均不在岗（{names}）", f"all people of the shift are away ({names})")
        if unknown:
            year = date_of(legal_day(at)).year
            return Bilingual(
                f"{year}年放假调休安排未载入，无从判断",
                f"the notice of days off of {year} is not at hand, so nothing is guessed",
            )
        return Bilingual("无班次覆盖", "no shift covers it")


def _notice(shape: Any) -> YearNotice:
    named = (Festival(Bilingual(one.zh, one.en), one.first, one.to) for one in shape.festivals)
    return YearNotice(frozenset(shape.rest_days), frozenset(shape.make_up_workdays), tuple(named))


def _swap(shape: SwapShape) -> DutySwap:
    return DutySwap(shape.start, shape.until, shape.asked_by, shape.taken_by)
