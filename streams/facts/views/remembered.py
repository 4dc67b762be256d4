"""The days of a worker as the rules read them: rows that are fixed, and those made of the events of the other days."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from schemas.legal_days import Day
from streams.facts.cached import CachedProperty
from streams.facts.days.kept import NOTHING_KEPT, UNITED, KeptDays, RunBefore, first_day, fixed_by, known_from
from streams.facts.days.row import DayRow, with_refused
from streams.facts.views.day_pay import row_pay
from streams.facts.views.day_rows import rows_of
from streams.facts.views.worker_view import View, WorkerView


@dataclass(frozen=True)
class RememberedDays:
    """The days before `until` of a worker at an instant."""

    view: WorkerView
    until: Day

    @CachedProperty
    def platforms(self) -> list[str]:
        """The platforms that have any day."""
        return sorted({str(each.platform) for each in self.view.platforms}.union(self._kept.platforms))

    @property
    def several(self) -> bool:
        """True if all platforms together may show what the only one does not: there are several, or there were up to a run."""
        only = self.platforms[0] if self.platforms else UNITED
        return len(self.platforms) > 1 or self.before(UNITED) != self.before(only, for_all=True)

    @property
    def first(self) -> Day | None:
        """The first day that is remembered; None for all."""
        return first_day(self._kept, self.view.speaks_from, self.view.remembered_from)

    @property
    def fixed_until(self) -> Day:
        """The first day whose row is still made of its events."""
        return self._kept.fixed_until

    def rows(self, platform: str) -> list[DayRow]:
        """The rows of a platform, or of `UNITED`, ascending; those that are forgotten now may be among them."""
        return self._united if platform == UNITED else self._of_platforms[platform]

    def before(self, platform: str, *, for_all: bool = False) -> RunBefore | None:
        """The days worked in a row up to the oldest row of a platform; None for none. `for_all`: by the law of all."""
        run = self._kept.run_before(platform, for_all=for_all)
        return run if run is not None and run.high else None

    def view_of(self, platform: str) -> View | None:
        """The view of a platform's events; None where it has none any more."""
        if platform == UNITED:
            return self.view.united if self.view.platforms else None
        return next((each for each in self.view.platforms if each.platform == platform), None)

    @property
    def _kept(self) -> KeptDays:
        return self.view.facts.days or NOTHING_KEPT

    @CachedProperty
    def _of_platforms(self) -> dict[str, list[DayRow]]:
        return {platform: [*self._kept.of(platform), *self._fresh(platform)] for platform in self.platforms}

    @CachedProperty
    def _united(self) -> list[DayRow]:
        if len(self.platforms) == 1:
            return self._of_platforms[self.platforms[0]]
        return [*self._kept.united(), *self._fresh(UNITED)]

    def _fresh(self, platform: str) -> list[DayRow]:
        view = self.view_of(platform)
        known = known_from(self._kept, self.view.speaks_from) or 0
        return [] if view is None else rows_of(view, max(self.fixed_until, known), self.until)


def fixed_days(view: WorkerView, point: int) -> KeptDays:
    """The days that are kept once the events before `point` (ms) are cut: those that this touches are fixed."""
    kept, until = view.facts.days or NOTHING_KEPT, fixed_by(point)
    days = RememberedDays(view, until)
    refused = view.facts.refused_days or {}
    rows = {platform: _noted(_with_pay(days, platform), refused.get(platform, ())) for platform in days.platforms}
    united = _noted(days.rows(UNITED), frozenset[Day]().union(*refused.values()))
    apart = [row for row in united if not _is_of_one(row, rows)]
    known = msgspec.structs.replace(kept, first=known_from(kept, view.speaks_from))
    return known.fixed({**rows, UNITED: apart}, until)


def _with_pay(days: RememberedDays, platform: str) -> list[DayRow]:
    """The rows of a platform, those that are fixed now with what pay is judged with."""
    view = days.view_of(platform)
    return [
        row if view is None or row.day < days.fixed_until else msgspec.structs.replace(row, pay=row_pay(view, row))
        for row in days.rows(platform)
    ]


def _noted(rows: list[DayRow], refused: Collection[Day]) -> list[DayRow]:
    return [with_refused(row) if row.day in refused else row for row in rows]


def _is_of_one(united: DayRow, rows: Mapping[str, list[DayRow]]) -> bool:
    """True of the row of all together that is that of the only platform of its day: another one may give the day its place."""
    own = [row for of_one in rows.values() for row in of_one if row.day == united.day]
    return [msgspec.structs.replace(row, pay=None) for row in own] == [msgspec.structs.replace(united, pay=None)]
