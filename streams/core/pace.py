"""The pace of one partition: keeps the cells of areas and the weather, asks the rules about areas, says what has changed.

Plain Python without clock, disk or network, as the judge is: `now` comes with each call and never runs backwards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import msgspec

from schemas.finding import Finding
from schemas.reading import Mitigation
from schemas.warning import WeatherRow
from streams.core.cell_day import DAY_MS, CellDays, DayKey, day_of
from streams.core.pace_record import CellRow, Declared, FinalCells, LiveCells, PaceSaid
from streams.core.pace_sky import Sky
from streams.core.pace_state import REST, PaceRest, day_key, decode_day, decode_rest, encode_unit, unit_of
from streams.core.said import Said, say_again_at, tell
from streams.core.watched import NEVER, StandingKey, standing_key
from streams.facts.area_view import AreaView, subject_of
from streams.facts.cell import Cell, CellKey
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.rules import AREA_RULES
from streams.rules.answer import Answer

SETTLED_MS = 7 * DAY_MS
"""How long after its end an episode is judged again when something changes, live."""

KEPT_MS = 29 * DAY_MS
"""How long before what is still judged cells are kept: four weeks are looked back."""

_TRIM_MS = 3_600_000
"""How often is looked for what need not be kept, or not so large."""

Place = tuple[str, str, str]
"""Platform, sector and area."""


@dataclass(slots=True)
class WatchedArea:
    """Mutable. `said`: the findings last said, by id, None where none were since the takeover; `said_at`, `due` in ms."""

    place: Place
    said: dict[str, Finding] | None = None
    said_at: int = 0
    due: int = 0
    counted: tuple[StandingKey, ...] = ()

    @property
    def subject(self) -> str:
        """Whom its findings speak of."""
        return subject_of(*self.place)


class Pace:
    """Mutable: it owns the cells of its partition's areas.

    `forgets`: whether what is long over is dropped; a replay keeps everything. `taking_over`: as long as it is set, what is met
    may have been spoken of before, so that even an empty first set is said. `standing` and `unjudged` as the judge's.
    """

    def __init__(self, law: Law, *, forgets: bool = False) -> None:
        self._rules = tuple(rule(law) for rule in AREA_RULES)
        self._forgets = forgets
        self._cells = CellDays()
        self._rest = PaceRest()
        self._rest_is_dirty = False
        self._sky = Sky(law.places.reached_by, set())
        self._watched: dict[Place, WatchedArea] = {}
        self._trimmed_at = 0
        self.now = 0
        self.taking_over = False
        self.standing: Counter[StandingKey] = Counter()
        self.unjudged: dict[tuple[str, str, str, int], NoValueInForce] = {}

    @property
    def behind(self) -> int:
        """The number of areas that are due to be asked about."""
        return sum(watched.due <= self.now for watched in self._watched.values())

    @property
    def areas(self) -> int:
        """The number of areas that have cells, one for each platform and sector there."""
        return len(self._watched)

    def fold(self, said: Iterable[PaceSaid], offset: int, now: int) -> None:
        """Take what a record says, with its offset, at `now` (ms). Repeating changes nothing."""
        self.now = max(self.now, now)
        for each in said:
            match each:
                case LiveCells():
                    self._take_live(each, offset)
                case FinalCells():
                    self._take_final(each, offset)
                case Declared():
                    self.declare(each.mitigations)
                case _:
                    self.weather(each.rows)

    def weather(self, rows: Iterable[WeatherRow]) -> None:
        """Take what weather messages come to."""
        self._rest_is_dirty |= self._sky.take(rows)

    def declare(self, mitigations: Iterable[Mitigation]) -> None:
        """Take what platforms declare that they do."""
        # where it stood in the feed is no part of it: one that is said twice is one
        fresh = {msgspec.structs.replace(each, offset=0, index=0) for each in mitigations} - self._rest.declared
        self._rest.declared |= fresh
        self._rest_is_dirty |= bool(fresh)
        for place, watched in self._watched.items():
            if any(self._concerns(each, place) for each in fresh):
                watched.due = min([watched.due, *(each.at for each in fresh)])

    def answers(self, now: int, most: int = NEVER) -> Iterator[Said]:
        """What has to be said at `now` (ms), asking about so many areas at the most."""
        self._look(now)
        due = [watched for watched in self._watched.values() if watched.due <= self.now]
        for watched in islice(due, most):
            said = self._ask(watched)
            if said is not None:
                yield said

    def everything(self, now: int) -> Iterator[Said]:
        """The standing set of every area at `now` (ms), by subject, whether it has changed or not."""
        self._look(now)
        for _, watched in sorted(self._watched.items()):
            watched.said = None
            said = self._ask(watched)
            if said is not None:
                yield said

    def dump(self, offset: int) -> tuple[list[tuple[bytes, bytes | None]], list[tuple[bytes, bytes | None]]]:
        """The units that changed, as they are after the record of that offset: the days, and then the rest.

        The second list is to be written when the first is. None stands for a unit that is no more.
        """
        days: list[tuple[bytes, bytes | None]] = []
        for key in sorted(self._cells.dirty):
            day = self._cells.get(key)
            days.append((unit_of(key), None if day is None else encode_unit(msgspec.structs.replace(day, upto=offset))))
        rest: list[tuple[bytes, bytes | None]] = []
        if self._rest_is_dirty:
            self._rest.weather = self._sky.rows
            rest.append((REST, encode_unit(msgspec.structs.replace(self._rest, upto=offset))))
        self._cells.dirty.clear()
        self._rest_is_dirty = False
        return days, rest

    @property
    def dirty(self) -> int:
        """The number of units that changed since they were dumped."""
        return len(self._cells.dirty) + self._rest_is_dirty

    def load(self, unit: bytes, state: bytes, now: int) -> int:
        """Take over a unit at `now` (ms) as it was dumped; gives the offset up to which it was written.

        `UnreadableState` where the bytes are none.
        """
        self.now = max(self.now, now)
        if unit == REST:
            self._rest = decode_rest(state)
            self._sky = Sky(self._sky.reached_by, self._rest.weather)
            return self._rest.upto
        key, day = day_key(unit), decode_day(state)
        self._cells.load(key, day)
        self._watch(key)
        return day.upto

    def cells(self) -> Iterator[tuple[CellKey, Cell]]:
        """All cells that are kept, empty ones too."""
        return self._cells.cells()

    def _take_live(self, said: LiveCells, offset: int) -> None:
        if self._speaks(said.source, said.incarnation, offset):
            self._ask_soon(self._cells.replace(said.source, _by_day(said.cells), offset))

    def _take_final(self, said: FinalCells, offset: int) -> None:
        if said.number > self._rest.applied.get(said.bucket, 0) and self._speaks(said.source, said.incarnation, offset):
            self._rest.applied[said.bucket] = said.number
            self._rest_is_dirty = True
            self._ask_soon(self._cells.add_final(_by_day(said.cells), offset))

    def _speaks(self, source: int, incarnation: int, offset: int) -> bool:
        """Whether it is to be heard: not a judge that was replaced, and not what the rest, written last, knows already."""
        if offset <= self._rest.upto or incarnation < self._rest.incarnations.get(source, 0):
            return False
        if self._rest.incarnations.get(source) != incarnation:
            self._rest.incarnations[source] = incarnation
            self._rest_is_dirty = True
        return True

    def _ask_soon(self, changed: Iterable[DayKey]) -> None:
        for key in changed:
            self._watch(key).due = 0

    def _watch(self, key: DayKey) -> WatchedArea:
        place = (key.platform, key.sector, key.area)
        watched = self._watched.get(place)
        if watched is None:
            watched = self._watched[place] = WatchedArea(place)
            if not self.taking_over:
                watched.said = {}
        return watched

    def _look(self, now: int) -> None:
        """Let the areas be asked about whose weather has changed at `now` (ms); once an hour, forget what is long over."""
        self.now = max(self.now, now)
        areas = self._sky.look(self.now)
        for watched in self._watched.values():
            if watched.place[2] in areas:
                watched.due = 0
        if self._forgets and self.now - self._trimmed_at >= _TRIM_MS:
            self._trim()

    def _trim(self) -> None:
        self._trimmed_at = self.now
        self._cells.pack()
        settled = self._sky.begun_by((self.now - SETTLED_MS) // DAY_MS * DAY_MS)
        if settled <= self._rest.settled:
            return
        self._rest.settled = settled
        self._rest_is_dirty = True
        self._cells.drop_before(settled - KEPT_MS)
        self._sky.drop_before(settled - KEPT_MS)
        self._rest.declared = {each for each in self._rest.declared if each.until_at >= settled}

    def _ask(self, watched: WatchedArea) -> Said | None:
        """Ask the rules about an area; give back what is worth saying."""
        answer = Answer(self.now)
        view = self._view(watched.place)
        for rule in self._rules:
            rule.judge(view, answer)
        self.unjudged.update(answer.unjudged)
        settled = self._rest.settled
        findings = tuple(finding for finding in answer.findings if finding.starts_at >= settled)
        self._count(watched, findings)
        said = tell(watched, settled or None, findings, answer.moving, self.now)
        later = [*answer.changes, *say_again_at(watched, findings, answer.moving, self.now)]
        watched.due = min((at for at in later if at > self.now), default=NEVER)
        return said

    def _view(self, place: Place) -> AreaView:
        platform, sector, area = place

        def cell_of(slot: int) -> Cell:
            return self._cells.cell(CellKey(platform, sector, area, slot))

        declared = (each for each in self._rest.declared if each.at <= self.now and self._concerns(each, place))
        return AreaView(
            platform=platform,
            sector=sector,
            area=area,
            now=self.now,
            cell_of=cell_of,
            episodes=self._sky.over(area),
            mitigations=tuple(sorted(declared, key=_by_beginning)),
            settled=self._rest.settled,
        )

    def _concerns(self, mitigation: Mitigation, place: Place) -> bool:
        """Whether a declaration is about this platform and sector, and about an area that this one lies in."""
        platform, sector, area = place
        return (mitigation.platform, mitigation.sector) == (platform, sector) and self._sky.reaches(
            mitigation.area, area
        )

    def _count(self, watched: WatchedArea, findings: tuple[Finding, ...]) -> None:
        keys = tuple(standing_key(finding) for finding in findings)
        self.standing.subtract(watched.counted)
        self.standing.update(keys)
        watched.counted = keys


def _by_day(rows: Iterable[CellRow]) -> dict[DayKey, dict[int, Cell]]:
    days: dict[DayKey, dict[int, Cell]] = {}
    for key, cell in rows:
        days.setdefault(day_of(key), {})[key.slot] = cell
    return days


def _by_beginning(mitigation: Mitigation) -> tuple[int, int, str]:
    return mitigation.from_at, mitigation.until_at, mitigation.event_id
