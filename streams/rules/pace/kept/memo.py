"""The memo of a rule about areas: what it found of episodes that are over, and parts of time of those that it looked at last.

An evaluation costs what has changed since the last one and what has passed, however many episodes there were before and however
long the running ones are.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Generic, Self, TypeVar

from schemas.feed.reading import Mitigation
from schemas.findings.finding import Finding
from schemas.legal_days import DAY_MS
from schemas.work import AnyRow
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import SLOT_MS
from streams.facts.weather.by_kind import Episodes
from streams.facts.weather.episode import GAP_MS, Episode
from streams.facts.worktime.intervals import Interval
from streams.law.errors import NoValueInForce
from streams.rules.contract import Verdict

P = TypeVar("P")

PART_MS: Final = 24 * SLOT_MS
"""The time of a part, four hours: of more the last one costs more, of less a month has too many to be added up."""

KEPT_MS: Final = 2 * DAY_MS
"""The time after the end of an episode for which its parts are kept: cells change for about so long."""

EpisodeKey = tuple[str, int]
"""The kind and the start (ms) of an episode of an area."""

_Parts = Mapping[int, tuple[Interval, P]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result about an episode: a finding, or the law that is missing. `order`: the place of its finding among others."""

    order: tuple[int, int]
    start: int
    end: int
    finding: Finding | None = None
    missing: NoValueInForce | None = None


@dataclass(frozen=True, slots=True)
class AreaMemo(Generic[P]):
    """What was found at `until` (ms), as far as nothing before it has changed since. `parts`: by episode and number.

    `declared`: the measures of the platform, as they were known then.
    """

    until: int = 0
    outcomes: tuple[Outcome, ...] = ()
    parts: Mapping[EpisodeKey, _Parts[P]] = field(default_factory=dict)
    declared: tuple[Mitigation, ...] = ()

    def with_declared(self, declared: tuple[Mitigation, ...]) -> Self:
        """The part that holds where these measures are declared."""
        if declared == self.declared:
            return self
        first = min((each.from_at for each in {*declared} ^ {*self.declared}), default=self.until)
        return replace(self.changed_from(first), declared=declared)

    def changed_from(self, at: int, row: AnyRow | None = None) -> Self:  # noqa: ARG002  the protocol's
        """The part that still holds after cells, weather or what is declared changed from an instant (ms) on."""
        if at > self.until:
            return self
        first = at // PART_MS
        parts = {
            key: {number: part for number, part in those.items() if number < first} for key, those in self.parts.items()
        }
        return replace(self, until=at, parts=parts)

    def cut_at(self, point: int) -> Self:  # noqa: ARG002  the protocol's
        """All of it: what was settled is left out when it is asked for."""
        return self


class Parts(Generic[P]):
    """The parts of one episode: those that are kept, and what is made in their place. Mutable."""

    def __init__(self, before: _Parts[P]) -> None:
        self._before = before
        self.made: dict[int, tuple[Interval, P]] = {}

    def of(self, start: int, stop: int, make: Callable[[int, int], P]) -> Iterator[P]:
        """The parts from one instant (ms) to another, exclusive, by time; `make` makes one that is not kept with these ends."""
        for number in range(start // PART_MS, -(-stop // PART_MS) if stop > start else 0):
            extent = max(start, number * PART_MS), min(stop, (number + 1) * PART_MS)
            kept = self._before.get(number)
            part = kept if kept is not None and kept[0] == extent else (extent, make(*extent))
            self.made[number] = part
            yield part[1]


def evaluated(
    view: AreaView,
    verdict: Verdict,
    before: AreaMemo[P],
    judge: Callable[[Episode, Parts[P]], Outcome | None],
) -> AreaMemo[P]:
    """Add to a verdict what is found of each episode that is not settled; the memo of it.

    Asked about are those that were not over at the last evaluation, or have changed since.
    """
    since, made = before.until - GAP_MS, dict[EpisodeKey, _Parts[P]]()
    found = [each for each in before.outcomes if each.end <= since and each.start >= view.settled]
    for episode in Episodes.of(view.episodes).near(since):
        if episode.start >= view.settled:
            key = episode.kind, episode.start
            parts = Parts(before.parts.get(key, {}))
            outcome = judge(episode, parts)
            if outcome is not None:
                found.append(outcome)
            if parts.made and episode.end > view.now - KEPT_MS:
                made[key] = parts.made
    found.sort(key=_order)
    for each in found:
        if each.missing is not None:
            verdict.no_law(each.missing)
        if each.finding is not None:
            verdict.findings.append(each.finding)
    return AreaMemo(view.now, tuple(found), made, before.declared)


def _order(outcome: Outcome) -> tuple[int, int]:
    return outcome.order
