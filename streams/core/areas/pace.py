"""The pace of one partition: keeps the cells of areas and the weather, asks the rules about areas, says what has changed.

Plain Python without clock, disk or network, as the judge is: `now` comes with each call and never runs backwards.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from schemas.feed.reading import Mitigation
from schemas.findings.finding import Finding
from schemas.instants import NEVER
from schemas.weather.warning import WeatherRow
from streams.core.area_record import DeclaredMeasure, FinalCells, LiveCells, PaceSaid
from streams.core.areas.cell_day import DayKey
from streams.core.areas.known import Known, Place
from streams.core.asking import AGAIN_MS, LATER_MS, RaisedError, Rules, SetAside, named, set_aside
from streams.core.said import Publication, say_again_at, tell
from streams.core.watched import StandingKey, standing_key
from streams.facts.areas.area_view import subject_of
from streams.law.errors import NoValueInForce
from streams.law.table import Law
from streams.law.terms.budget import Budget
from streams.rules import AREA_RULES
from streams.rules.answer import Verdict

_TRIM_MS = 3_600_000
"""How often is looked for what need not be kept, or not so large."""


@dataclass(slots=True)
class WatchedArea:
    """Mutable. `said`: the findings last said, by id, None where none were since the takeover; `said_at`, `due` in ms.

    `asked_at` (ms): when it was asked about last, `aside`: the rule that raised then, None where none did.
    """

    place: Place
    said: dict[str, Finding] | None = None
    said_at: int = 0
    due: int = 0
    counted: tuple[StandingKey, ...] = ()
    aside: str | None = None
    asked_at: int = 0

    @property
    def subject(self) -> str:
        """Whom its findings speak of."""
        return subject_of(*self.place)


class Pace:
    """Mutable: it owns what is known of its partition's areas.

    `forgets`: whether what is long over is dropped, and a set that is too large to be said is none; a replay keeps everything.
    `taking_over`: as long as it is set, what is met may have been spoken of before, so that even an empty first set is said.
    `standing`, `unjudged` and `set_aside` as the judge's; `aside`: by rule, how many areas are set aside. `beyond`: what was
    declared beyond the `budgets` since somebody looked.
    """

    def __init__(self, law: Law, *, forgets: bool = False, budgets: Mapping[str, Budget] | None = None) -> None:
        self._rules = Rules((rule(law) for rule in AREA_RULES), most_lines=0 if forgets else None)
        self._forgets = forgets
        self.known = Known(law.places.reached_by, budgets)
        self._watched: dict[Place, WatchedArea] = {}
        self._trimmed_at = 0
        self.now = 0
        self.taking_over = False
        self.standing: Counter[StandingKey] = Counter()
        self.unjudged: dict[tuple[str, str, str, int], NoValueInForce] = {}
        self.set_aside: list[SetAside] = []
        self.aside: Counter[str] = Counter()
        self.beyond: list[Mitigation] = []

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
                    self._ask_soon(self.known.take_live(each, offset))
                case FinalCells():
                    self._ask_soon(self.known.take_final(each, offset))
                case DeclaredMeasure():
                    self.declare(each.mitigations)
                case _:
                    self.weather(each.rows)

    def weather(self, rows: Iterable[WeatherRow]) -> None:
        """Take what weather messages come to."""
        self.known.take_weather(rows)

    def declare(self, mitigations: Iterable[Mitigation]) -> None:
        """Take what platforms declare that they do."""
        fresh, beyond = self.known.take_declared(mitigations)
        self.beyond += beyond
        for place, watched in self._watched.items():
            watched.due = min([watched.due, *(each.at for each in fresh if self.known.concerns(each, place))])

    def load(self, unit: bytes, state: bytes, now: int) -> int:
        """Take over a unit at `now` (ms) as it was dumped; gives the offset up to which it was written.

        `UnreadableState` where the bytes are none.
        """
        self.now = max(self.now, now)
        key, upto = self.known.load(unit, state)
        if key is not None:
            self._watch(key)
        return upto

    def answers(self, now: int, most: int = NEVER) -> Iterator[Publication]:
        """What has to be said at `now` (ms), asking about so many areas at the most."""
        self._look(now)
        due = [watched for watched in self._watched.values() if watched.due <= self.now]
        for watched in islice(due, most):
            said = self._ask(watched)
            if said is not None:
                yield said

    def everything(self, now: int) -> Iterator[Publication]:
        """The standing set of every area at `now` (ms), by subject, whether it has changed or not."""
        self._look(now)
        for _, watched in sorted(self._watched.items()):
            watched.said = None
            said = self._ask(watched)
            if said is not None:
                yield said

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
        areas = self.known.sky.look(self.now)
        for watched in self._watched.values():
            if watched.place[2] in areas:
                watched.due = 0
        if self._forgets and self.now - self._trimmed_at >= _TRIM_MS:
            self._trimmed_at = self.now
            self.known.trim(self.now)

    def _ask(self, watched: WatchedArea) -> Publication | None:
        """Ask the rules about an area; give back what is worth saying."""
        if watched.aside is not None and self.now < watched.asked_at + AGAIN_MS:
            watched.due = watched.asked_at + AGAIN_MS
            return None
        watched.asked_at = self.now
        try:
            with named("facts"):
                view = self.known.view(watched.place, self.now)
            answer = self._rules.answer(view, lambda _: Verdict(self.now))
        except RaisedError as raised:
            self._put_aside(watched, raised)
            return None
        self._count_aside(watched, None)
        self.unjudged.update(answer.unjudged)
        settled = self.known.settled
        findings = tuple(finding for finding in answer.findings if finding.starts_at >= settled)
        self._count(watched, findings)
        said = tell(watched, settled or None, findings, answer.moving, self.now)
        later = [*answer.changes, *say_again_at(watched, findings, answer.moving, self.now)]
        watched.due = min((at for at in later if at > self.now), default=NEVER)
        return said

    def _put_aside(self, watched: WatchedArea, raised: RaisedError) -> None:
        """Set an area aside about which a rule raised: the last set stands."""
        self.set_aside.append(set_aside("/".join(watched.place), raised))
        self._count_aside(watched, raised.rule)
        watched.due = self.now + LATER_MS

    def _count_aside(self, watched: WatchedArea, rule: str | None) -> None:
        if watched.aside is not None:
            self.aside[watched.aside] -= 1
        if rule is not None:
            self.aside[rule] += 1
        watched.aside = rule

    def _count(self, watched: WatchedArea, findings: tuple[Finding, ...]) -> None:
        keys = tuple(standing_key(finding) for finding in findings)
        self.standing.subtract(watched.counted)
        self.standing.update(keys)
        watched.counted = keys
