"""The areas of one partition: keeps their cells and the weather, evaluates the rules about areas, publishes changes.

Plain Python without clock, disk or network, as the judge is: `now` comes with each call and never runs backwards.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from schemas.feed.reading import Mitigation
from schemas.findings.finding import Finding, Lapsed
from schemas.instants import HOUR_MS, NEVER
from schemas.weather.warning import WeatherRow
from streams.core.area_record import DeclaredMeasure, FinalCells, LiveCells, PacePart
from streams.core.areas.cell_day import ChangedDay, DayKey
from streams.core.areas.declared import Place
from streams.core.areas.known import Known
from streams.core.as_read import AsRead
from streams.core.evaluating import AGAIN_MS, LATER_MS, RaisedError, RuleSet, named
from streams.core.publishing import Publication, publication, restate_at
from streams.core.stamping import Stamp
from streams.core.totals import Totals
from streams.core.watched import WatchedSubject
from streams.facts.areas.area_view import AreaView, subject_of
from streams.facts.areas.cell import SLOT_MS
from streams.law.registers.budget import Budget
from streams.law.table import Law
from streams.rules import AREA_RULES
from streams.rules.contract import Memo, Verdict

_TRIM_MS = HOUR_MS
"""The time between two looks for state that need not be kept, or not so large."""


@dataclass(slots=True)
class WatchedArea(WatchedSubject):
    """An area of a platform and sector under watch. `memos`: those of the rules; an evaluation that raises loses them."""

    place: Place = ("", "", "")
    memos: dict[str, Memo] = field(default_factory=dict)

    @classmethod
    def of(cls, place: Place) -> "WatchedArea":
        """An area of which nothing has been published yet, to be evaluated at once."""
        return cls(subject_of(*place), due=0, place=place)

    def changed_from(self, at: int) -> None:
        """Have the area evaluated, since its cells or its weather are others from an instant (ms) on."""
        self.due = 0
        self.memos = {rule: memo.changed_from(at, None) for rule, memo in self.memos.items()}


class Pace:
    """The engine of the areas of one partition. Mutable: it owns their facts.

    `forgets`: what is long over is dropped, and a set that is too large for a record is none; a replay keeps everything.
    `taking_over`: as long as it is set, a set of any area may have been published before, so that even an empty first set is
    published. `beyond`: what was declared beyond the `budgets` since somebody looked.
    """

    def __init__(self, law: Law, *, forgets: bool = False, budgets: Mapping[str, Budget] | None = None) -> None:
        rules, most_lines = (rule(law) for rule in AREA_RULES), 0 if forgets else None
        self._rules: RuleSet[AreaView] = RuleSet(rules, most_lines, AsRead(AREA_RULES, law), Stamp[AreaView](law))
        self._forgets = forgets
        places = law.places
        self.known = Known(places.reached_by, places.lies_in(), budgets, places.beside)
        self._watched: dict[Place, WatchedArea] = {}
        self._trimmed_at = 0
        self.now = 0
        self.taking_over = False
        self.totals = Totals()
        self.beyond: list[Mitigation] = []

    @property
    def behind(self) -> int:
        """The number of areas that are due to be evaluated."""
        return sum(watched.due <= self.now for watched in self._watched.values())

    @property
    def unevaluated(self) -> int:
        """The number of areas that are due and have not been evaluated since they were restored or first seen."""
        return sum(not watched.evaluated_at and watched.due <= self.now for watched in self._watched.values())

    @property
    def areas(self) -> int:
        """The number of areas that have cells, one for each platform and sector there."""
        return len(self._watched)

    def fold(self, parts: Iterable[PacePart], offset: int, now: int) -> None:
        """Fold the parts of a record, with its offset, at `now` (ms). Repeating changes nothing."""
        self.now = max(self.now, now)
        for each in parts:
            match each:
                case LiveCells():
                    self._mark_due(self.known.take_live(each, offset))
                case FinalCells():
                    self._mark_due(self.known.take_final(each, offset))
                case DeclaredMeasure():
                    self.declare(each.mitigations)
                case _:
                    self.weather(each.rows)

    def weather(self, rows: Iterable[WeatherRow]) -> None:
        """Fold the rows of weather messages."""
        self.known.take_weather(rows)

    def declare(self, mitigations: Iterable[Mitigation]) -> None:
        """Fold the measures that platforms declare."""
        fresh, beyond = self.known.take_declared(mitigations)
        self.beyond += beyond
        of: dict[tuple[str, str], list[Mitigation]] = {}
        for each in fresh:
            of.setdefault((each.platform, each.sector), []).append(each)
        for place, watched in self._watched.items():
            own = of.get(place[:2], ())
            watched.due = min([watched.due, *(each.at for each in own if self.known.declared.concerns(each, place))])

    def load(self, unit: bytes, state: bytes, now: int) -> int:
        """Restore a unit at `now` (ms) as it was dumped; the offset up to which it was written.

        `UnreadableState` where the bytes are none.
        """
        self.now = max(self.now, now)
        key, upto = self.known.load(unit, state)
        if key is not None:
            self._watch(key)
        return upto

    def evaluate_due(self, now: int, most: int = NEVER) -> Iterator[Publication]:
        """Evaluate so many areas at the most at `now` (ms); the sets that have to be published."""
        self._look(now)
        due = [watched for watched in self._watched.values() if watched.due <= self.now]
        for watched in islice(due, most):
            published = self._evaluate(watched)
            if published is not None:
                yield published

    def everything(self, now: int) -> Iterator[Publication]:
        """The standing set of every area at `now` (ms), by subject, whether it has changed or not."""
        self._look(now)
        for _, watched in sorted(self._watched.items()):
            watched.published = None
            published = self._evaluate(watched)
            if published is not None:
                yield published

    def lapsed(self, finding: Finding, now: int) -> tuple[Lapsed, ...]:
        """A finding about an area that holds no more, with its evidence as it is at `now` (ms). `RaisedError`."""
        platform, _, rest = finding.subject.partition("/")
        sector, _, area = rest.partition("/")
        with named("facts"):
            view = self.known.view((platform, sector, area), now)
        return self._rules.lapsed(view, [finding], Verdict(now))

    def _mark_due(self, changed: Iterable[ChangedDay]) -> None:
        """Have the areas of these days evaluated, and those beside them, whose baseline they may stand in for."""
        for key, slot in changed:
            if not self.known.is_beside(key):
                self._watch(key).changed_from(slot * SLOT_MS)
            for area in self.known.beside(key.area):
                near = self._watched.get((key.platform, key.sector, area))
                if near is not None:
                    near.changed_from(slot * SLOT_MS)

    def _watch(self, key: DayKey) -> WatchedArea:
        place = (key.platform, key.sector, key.area)
        watched = self._watched.get(place)
        if watched is None:
            watched = self._watched[place] = WatchedArea.of(place)
            if not self.taking_over:
                watched.published = {}
        return watched

    def _look(self, now: int) -> None:
        """Let the areas be evaluated whose weather has changed at `now` (ms); once an hour, forget what is long over."""
        self.now = max(self.now, now)
        areas = self.known.sky.look(self.now)
        for watched in self._watched.values():
            if watched.place[2] in areas:
                watched.changed_from(self.known.sky.changed_from)
        if self._forgets and self.now - self._trimmed_at >= _TRIM_MS:
            self._trimmed_at = self.now
            self.known.trim(self.now)

    def _evaluate(self, watched: WatchedArea) -> Publication | None:
        """Evaluate the rules about an area; the set that has to be published, if any."""
        if watched.aside is not None and self.now < watched.evaluated_at + AGAIN_MS:
            watched.due = watched.evaluated_at + AGAIN_MS
            return None
        watched.evaluated_at = self.now
        try:
            with named("facts"):
                view = self.known.view(watched.place, self.now)
            memos, watched.memos = watched.memos, {}
            verdict = self._rules.evaluate(view, memos, self.now)
            verdict.lapsed = self._rules.lapsed(view, (watched.published or {}).values(), verdict)
        except RaisedError as raised:
            self.totals.put_aside(watched, watched.subject, raised)
            watched.due = self.now + LATER_MS
            return None
        self.totals.take_back(watched)
        watched.memos = verdict.memos
        return self._published(watched, verdict)

    def _published(self, watched: WatchedArea, verdict: Verdict) -> Publication | None:
        settled = self.known.settled
        findings = tuple(finding for finding in verdict.findings if finding.starts_at >= settled)
        self.totals.count(watched, findings, verdict)
        published = publication(watched, settled or None, findings, verdict.moving, self.now, verdict.lapsed)
        later = [*verdict.changes, *restate_at(watched, findings, verdict.moving, self.now)]
        watched.due = min((at for at in later if at > self.now), default=NEVER)
        return published
