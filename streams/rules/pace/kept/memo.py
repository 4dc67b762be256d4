"""The memo of a rule about areas: what it found of episodes that are over, and parts of time of those that it looked at last.

An evaluation costs what has changed since the last one and what has passed, however many episodes there were before and however
long the running ones are.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Final, Generic, NamedTuple, Self, TypeVar

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
"""The time of a part, four hours: of more the last one costs more to make anew, of less more is kept."""

KEPT_MS: Final = 2 * DAY_MS
"""The time after the end of an episode for which its parts are kept: cells change for about so long."""

EpisodeKey = tuple[str, int]
"""The kind and the start (ms) of an episode of an area."""

_Parts = Sequence[tuple[Interval, P]]


@dataclass(frozen=True, slots=True)
class EpisodeResult:
    """The result about an episode: a finding, or the law that is missing. `order`: the place of its finding among others."""

    order: tuple[int, int]
    episode: Episode
    finding: Finding | None = None
    missing: NoValueInForce | None = None


class _KeptResult(NamedTuple):
    """A result that is kept. `beside`: the episodes that went on when its own ended, which its finding may name to their end."""

    result: EpisodeResult
    beside: Sequence[Episode]


@dataclass(frozen=True, slots=True)
class AreaMemo(Generic[P]):
    """What was found at `until` (ms), as far as nothing before it has changed since.

    `parts`: by episode, by time, each with all that was before it. `declared`: the measures of the platform as known then.
    """

    until: int = 0
    kept: tuple[_KeptResult, ...] = ()
    parts: Mapping[EpisodeKey, _Parts[P]] = field(default_factory=dict)
    declared: tuple[Mitigation, ...] = ()

    def with_declared(self, declared: tuple[Mitigation, ...]) -> Self:
        """The part that holds where these measures are declared."""
        if declared is self.declared:  # nearly always
            return self
        first = first_difference(self.declared, declared)
        return replace(self if first is None else self.changed_from(first), declared=declared)

    def changed_from(self, at: int, row: AnyRow | None = None) -> Self:  # noqa: ARG002  the protocol's
        """The part that still holds after cells, weather or what is declared changed from an instant (ms) on."""
        if at > self.until:
            return self
        parts = {key: those[: bisect_right(those, at, key=_end_of)] for key, those in self.parts.items()}
        return replace(self, until=at, parts=parts)

    def cut_at(self, point: int) -> Self:  # noqa: ARG002  the protocol's
        """All of it: what was settled is left out when it is asked for."""
        return self


class Parts(Generic[P]):
    """The parts of one episode by time: what is kept of them, and what is made. Mutable."""

    def __init__(self, before: _Parts[P] = ()) -> None:
        self._before = before
        self.made: list[tuple[Interval, P]] = []

    def upto(self, start: int, stop: int, grow: Callable[[P | None, int, int], P]) -> P | None:
        """What there is from one instant (ms) to another, exclusive; None where that is no time.

        `grow` adds a part between two instants to what was before it.
        """
        made = list(self._before) if self._before and self._before[0][0][0] == start else []
        while made and not _is_whole(made[-1][0][1], stop):
            made.pop()
        at = made[-1][0][1] if made else start
        while at < stop:
            end = min(stop, (at // PART_MS + 1) * PART_MS)
            made.append(((at, end), grow(made[-1][1] if made else None, at, end)))
            at = end
        self.made = made
        return made[-1][1] if made else None


def _is_whole(end: int, stop: int) -> bool:
    """True for a part that nothing is to be added to before `stop` (ms)."""
    return end == stop or (end < stop and end % PART_MS == 0)


def _end_of(part: tuple[Interval, object]) -> int:
    return part[0][1]


def evaluated(
    view: AreaView,
    verdict: Verdict,
    before: AreaMemo[P],
    judge: Callable[[Episode, Parts[P]], EpisodeResult | None],
) -> AreaMemo[P]:
    """Add to a verdict what is found of each episode that is not settled; the memo of it.

    Asked about are those that were not over at the last evaluation, or have changed since, and those beside one that has.
    """
    episodes, since = Episodes.of(view.episodes), before.until - GAP_MS
    found, others = _parted(before.kept, episodes, since, view.settled)
    again = (episodes.begun(each.result.episode.kind, each.result.episode.start) for each in others)
    made: dict[EpisodeKey, _Parts[P]] = {}
    for episode in chain(again, episodes.near(since)):
        if episode is not None and episode.start >= view.settled:
            key = episode.kind, episode.start
            parts = Parts(before.parts.get(key, ()))
            result = judge(episode, parts)
            if result is not None:
                found.append(_KeptResult(result, episodes.begun_at(episode.end)))
            if parts.made and episode.end > view.now - KEPT_MS:
                made[key] = parts.made
    found.sort(key=_order)
    for result, _ in found:
        if result.missing is not None:
            verdict.no_law(result.missing)
        if result.finding is not None:
            verdict.findings.append(result.finding)
    return AreaMemo(view.now, tuple(found), made, before.declared)


def _parted(
    kept: Iterable[_KeptResult], episodes: Episodes, since: int, settled: int
) -> tuple[list[_KeptResult], list[_KeptResult]]:
    """Of what is kept of episodes that ended by `since` (ms) and are not settled: what holds, and what is to be found again."""
    holds: list[_KeptResult] = []
    others: list[_KeptResult] = []
    for each in kept:
        if each.result.episode.end <= since and each.result.episode.start >= settled:
            (holds if all(map(episodes.has, each.beside)) else others).append(each)
    return holds, others


def _order(kept: _KeptResult) -> tuple[int, int]:
    return kept.result.order


def first_difference(before: Sequence[Mitigation], after: Sequence[Mitigation]) -> int | None:
    """The beginning (ms) of the first of these measures, both by beginning, that the other ones lack; None where none does.

    What both have in front is compared in whole parts: one after the other would take as long as there are measures.
    """
    same, most = 0, min(len(before), len(after))
    while same < most:
        middle = (same + most + 1) // 2
        if before[same:middle] == after[same:middle]:
            same = middle
        else:
            most = middle - 1
    return min((each.from_at for each in (*before[same : same + 1], *after[same : same + 1])), default=None)
