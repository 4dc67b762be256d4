"""The episodes of an area by their kinds, so that those about a time are found without a look at all the others."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter
from typing import overload

from schemas.instants import NEVER
from streams.facts.weather.episode import Episode

_start, _end = attrgetter("start"), attrgetter("end")


class Episodes(Sequence[Episode]):
    """Immutable: by start, then name and kind. Episodes of one kind share no time, so those are by their ends as well.

    `by_kind`: those of each kind, by start.
    """

    __slots__ = ("_by_kind",)

    def __init__(self, by_kind: Mapping[str, Sequence[Episode]]) -> None:
        self._by_kind = by_kind

    @classmethod
    def of(cls, episodes: Iterable[Episode]) -> "Episodes":
        """The episodes, given by start; themselves where they are by kind."""
        if isinstance(episodes, Episodes):
            return episodes
        found: dict[str, list[Episode]] = defaultdict(list)
        for each in episodes:
            found[each.kind].append(each)
        return cls(found)

    def near(self, start: int, end: int = NEVER, kinds: Collection[str] | None = None) -> Iterator[Episode]:
        """Those that share time with `[start, end)` (ms), one after the other; `kinds`: of these alone."""
        return merge(*(_near(each, start, end) for each in self._of(kinds)), key=place_of)

    def number_near(self, start: int, end: int, kinds: Collection[str] | None = None) -> int:
        """The number of those; none is looked at."""
        return sum(len(range(*_places(each, start, end))) for each in self._of(kinds))

    def begun_at(self, at: int) -> list[Episode]:
        """Those that have begun at an instant (ms) and go on after it: of each kind one at the most."""
        lasts = ((each, bisect_right(each, at, key=_start) - 1) for each in self._by_kind.values())
        return sorted((each[last] for each, last in lasts if last >= 0 and each[last].end > at), key=place_of)

    def has(self, episode: Episode) -> bool:
        """True if that very episode is among them, and has not become another."""
        return self.begun(episode.kind, episode.start) is episode

    def begun(self, kind: str, start: int) -> Episode | None:
        """The episode of a kind that begins at an instant (ms); None where none does."""
        those = self._by_kind.get(kind, ())
        place = bisect_left(those, start, key=_start)
        return those[place] if place < len(those) and those[place].start == start else None

    def first_ending_after(self, at: int) -> Iterator[Episode]:
        """Of each kind the first that ends after an instant (ms)."""
        return (each[first] for each in self._by_kind.values() if (first := _places(each, at, NEVER)[0]) < len(each))

    def first_start(self) -> int | None:
        """The instant (ms) at which the first begins; None where there is none."""
        return min((each[0].start for each in self._by_kind.values() if each), default=None)

    def __iter__(self) -> Iterator[Episode]:
        return merge(*self._by_kind.values(), key=place_of)

    def __len__(self) -> int:
        return sum(map(len, self._by_kind.values()))

    @overload
    def __getitem__(self, place: int) -> Episode: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Episode]: ...
    def __getitem__(self, place: int | slice) -> Episode | Sequence[Episode]:
        return tuple(self)[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Episodes):
            return self._shown() == other._shown()
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _shown(self) -> dict[str, Sequence[Episode]]:
        return {kind: each for kind, each in self._by_kind.items() if each}

    def _of(self, kinds: Collection[str] | None) -> Iterator[Sequence[Episode]]:
        return (each for kind, each in self._by_kind.items() if kinds is None or kind in kinds)


def place_of(episode: Episode) -> tuple[int, str, str]:
    """Orders episodes: by start, then name and kind."""
    return episode.start, episode.id, episode.kind


def _near(episodes: Sequence[Episode], start: int, end: int) -> Iterator[Episode]:
    return (episodes[place] for place in range(*_places(episodes, start, end)))


def _places(episodes: Sequence[Episode], start: int, end: int) -> tuple[int, int]:
    """The places, as of a range, of those that share time with `[start, end)` (ms)."""
    return bisect_right(episodes, start, key=_end), bisect_left(episodes, end, key=_start)
