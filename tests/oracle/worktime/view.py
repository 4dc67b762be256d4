"""One worker as seen by one platform alone, or by all of them together: coverage in elementary segments, and places."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from tests.oracle.facts import Facts, Place
from tests.oracle.worktime.reading import WORK, says, turning_points


@dataclass(frozen=True)
class Segment:
    """`[start, end)` in which nothing changes; for each platform what its orders say, and what its sessions say."""

    start: int
    end: int
    said: Mapping[str, tuple[frozenset[str], frozenset[str]]]

    def says(self, platforms: tuple[str, ...], basis: str) -> frozenset[str]:
        answers: set[str] = set()
        for platform in platforms:
            orders, sessions = self.said[platform]
            answers |= orders if basis == "order" else orders | sessions
        return frozenset(answers)


@dataclass(frozen=True)
class View:
    """`platform` is None for the united view."""

    platform: str | None
    platforms: tuple[str, ...]
    segments: list[Segment]
    places: list[Place]

    def parts(self, basis: str, reading: str) -> list[tuple[int, int]]:
        """Coverage as intervals: in the low reading work alone, in the high one unknown as well."""
        return covered(self.segments, self.platforms, basis, reading)

    def place(self, t: int) -> Place | None:
        """The last place in the city at `t`; before the first, the first; None where nothing said one."""
        return _last(t, [place for place in self.places if place.inside])

    def in_the_city(self, t: int) -> bool:
        """True if the last place at `t` was one in the city."""
        last = _last(t, self.places)
        return last is not None and last.inside

    def judged(self, t: int, end: int) -> bool:
        """True if the worker was in the city at `t`, or came into it up to `end`, that included."""
        return self.in_the_city(t) or any(place.inside and t < place.at <= end for place in self.places)

    def reasons(self, basis: str, start: int, end: int) -> list[str]:
        """The reasons of the unknown time within `[start, end)` that is nowhere work."""
        answers = [s.says(self.platforms, basis) for s in self.segments if start <= s.start and s.end <= end]
        return sorted({reason for answer in answers if WORK not in answer for reason in answer})

    def pieces(self, basis: str, start: int, end: int) -> list[tuple[int, int, bool, tuple[str, ...]]]:
        """The time covered within `[start, end)`: whether it is known to be work, else all that makes it unknown."""
        pieces: list[tuple[int, int, bool, tuple[str, ...]]] = []
        for segment in self.segments:
            answer = segment.says(self.platforms, basis)
            if not answer or segment.start < start or segment.end > end:
                continue
            alike = (True, ()) if WORK in answer else (False, tuple(sorted(answer)))
            if pieces and pieces[-1][1:] == (segment.start, *alike):
                pieces[-1] = (pieces[-1][0], segment.end, *alike)
            else:
                pieces.append((segment.start, segment.end, *alike))
        return pieces

    def own_coverage(self, basis: str, reading: str, start: int, end: int) -> dict[str, int]:
        """Each platform's own ms within `[start, end)`, zero left out."""
        sums = {
            platform: sum(
                max(0, min(end, b) - max(start, a)) for a, b in covered(self.segments, (platform,), basis, reading)
            )
            for platform in self.platforms
        }
        return {platform: total for platform, total in sums.items() if total}


def covered(segments: list[Segment], platforms: tuple[str, ...], basis: str, reading: str) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    for segment in segments:
        answers = segment.says(platforms, basis)
        if WORK not in answers and (reading == "low" or not answers):
            continue
        if parts and parts[-1][1] == segment.start:
            parts[-1] = (parts[-1][0], segment.end)
        else:
            parts.append((segment.start, segment.end))
    return parts


def views(facts: Mapping[str, Facts], now: int) -> list[View]:
    """Each platform alone, then all together."""
    turns = sorted(turn for turn in set().union(*(turning_points(own, now) for own in facts.values())))
    segments = [
        Segment(a, b, {platform: says(own, a, now) for platform, own in facts.items()}) for a, b in pairwise(turns)
    ]
    alone = [View(platform, (platform,), segments, own.places) for platform, own in sorted(facts.items())]
    together = View(None, tuple(sorted(facts)), segments, [place for own in facts.values() for place in own.places])
    return [*alone, together]


def _last(t: int, places: list[Place]) -> Place | None:
    so_far = [place for place in places if place.at <= t]
    if so_far:
        return max(so_far)
    first = min((place.at for place in places), default=None)
    return max((place for place in places if place.at == first), default=None)
