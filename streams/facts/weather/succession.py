"""One level at a time: an office has one warning of a kind in force in a county; one sent later takes the place of the earlier.

It decides when one warning follows another and which of them are a chain; not what messages end.
"""

from bisect import bisect_right
from collections import defaultdict
from heapq import heapify, heappop, heappush
from itertools import count
from operator import itemgetter

from schemas.instants import NEVER
from streams.facts.weather.chains import Chains
from streams.facts.weather.episode import GAP_MS, LevelSpan
from streams.facts.weather.held import HeldPlace, LiveWarnings, StatedWarning

KindPlace = tuple[str, str]
"""A kind and a county."""

_Blocking = tuple[int, int, StatedWarning]
_order = itemgetter(0)

_SPARE = 16
"""Ends that are kept though others came first; with fewer they would be sorted out at every beginning."""


class Succession:
    """The warnings that have not ended, `live`, and those of them that are in force. Mutable.

    `spans`: by kind and county, the levels of those that have ended, until somebody takes them. `chains` is None in a copy that
    only looks ahead: nothing that is known by now is cancelled there, and what blocks is copied where it changes.
    """

    def __init__(self) -> None:
        self.live = LiveWarnings()
        self.spans: dict[KindPlace, list[LevelSpan]] = defaultdict(list)
        self.chains: Chains[HeldPlace, StatedWarning] | None = Chains()
        self._in_force: dict[HeldPlace, StatedWarning] = {}
        self._ended: dict[HeldPlace, list[tuple[int, StatedWarning]]] = {}
        self._blocking: dict[HeldPlace, list[_Blocking]] = {}
        self._due: list[tuple[int, int, StatedWarning]] = []
        self._copied: set[HeldPlace] = set()
        self._number = count()

    @property
    def next_end(self) -> int:
        """The instant (ms) at which a warning next ends by its until, if nothing ends it before."""
        return self._due[0][0] if self._due else NEVER

    def add(self, warning: StatedWarning) -> None:
        """Add a warning when it is sent."""
        message = warning.of.message
        self.live.add(warning)
        if self.chains is not None:
            self.chains.add(warning, warning.place, message.name, message.references)

    def begin(self, warning: StatedWarning, at: int) -> bool:
        """Let a warning begin at its start (ms), in the place of an earlier one; false where it has ended or does not start."""
        if warning not in self.live:
            return False
        if self._gives_way(warning):
            self.live.remove(warning)
            return False
        current = self._in_force.get(warning.place)
        if current is not None:
            self.end(current, at)
        self._follow(warning, at)
        self._in_force[warning.place] = warning
        self._block(warning)
        heappush(self._due, (warning.until, next(self._number), warning))
        if len(self._due) > 2 * len(self._in_force) + _SPARE:
            # those that others have ended are not waited for: a copy that looks ahead would have them all
            self._due = [each for each in self._due if each[2] in self.live]
            heapify(self._due)
        return True

    def end(self, warning: StatedWarning, at: int) -> None:
        """End a warning at an instant (ms), or have it never begin; one that has ended stays as it is."""
        if warning not in self.live:
            return
        if self._in_force.get(warning.place) is not warning:
            self._gives_way(warning)
            self.live.remove(warning)
            return
        self.live.remove(warning)
        del self._in_force[warning.place]
        end = min(at, warning.until)
        self._ended.setdefault(warning.place, []).append((end, warning))
        message = warning.of.message
        self.spans[warning.place.kind, warning.place.county] += (
            LevelSpan(each.start, min(each.until, end), message.office, message.identifier, each.level)
            for each in warning.levels
            if each.start < end
        )

    def expire(self, at: int) -> None:
        """End the warnings whose until (ms) has come."""
        while self._due and self._due[0][0] <= at:
            until, _, warning = heappop(self._due)
            self.end(warning, until)

    def end_chain(self, warning: StatedWarning, at: int) -> None:
        """End at an instant (ms) what is in force of the chain of a warning, in its county."""
        current = self._in_force.get(warning.place)
        if warning in self.live and current is not warning:
            self._gives_way(warning)
        if current is not None and self.chains is not None and self.chains.linked(current, warning):
            self.end(current, at)

    def follow_references(self, warning: StatedWarning) -> None:
        """Let a warning of an Update be of one chain with those of its family in its county, ended ones as well."""
        if self.chains is None:
            return
        for name in warning.of.message.references:
            for each in list(self.chains.at(name, warning.place)):
                if each.of.order < warning.of.order:
                    self._link(each, warning)

    def ahead(self) -> "Succession":
        """A copy that can be worked on without changing this one."""
        other: Succession = self._with_live()
        other.chains, other._blocking = None, dict(self._blocking)
        return other

    def copy(self) -> "Succession":
        """Another of the same warnings, which goes on by itself; of both only one may use the chains, which they share."""
        other: Succession = self._with_live()
        other.chains = self.chains
        other._ended = {place: list(those) for place, those in self._ended.items()}
        other._blocking = {place: list(those) for place, those in self._blocking.items()}
        return other

    def _with_live(self) -> "Succession":
        other = Succession()
        other.live = self.live.copy()
        other._in_force, other._due, other._number = dict(self._in_force), list(self._due), self._number
        return other

    def _follow(self, warning: StatedWarning, at: int) -> None:
        """Link a warning with the earlier ones of its place that ended at most ten minutes ago."""
        recent = [each for each in self._ended.get(warning.place, ()) if at - each[0] <= GAP_MS]
        before = [each for each in recent if each[1].of.order < warning.of.order]
        for _, each in before:
            self._link(each, warning)
        # those that are linked are one chain: the last of them is enough
        self._ended[warning.place] = [each for each in recent if each not in before] + before[-1:]

    def _link(self, one: StatedWarning, other: StatedWarning) -> None:
        if self.chains is not None:
            self.chains.link(one, other)

    def _gives_way(self, warning: StatedWarning) -> bool:
        """True where a warning that has not begun never does: one sent later has begun, with its until after this one's start."""
        those = self._blocking.get(warning.place, [])
        first = bisect_right(those, warning.of.order, key=_order)
        if first == len(those) or those[first][1] <= warning.start:
            return False
        self._link(those[first][2], warning)
        return True

    def _block(self, warning: StatedWarning) -> None:
        """Keep a warning among those that block: by order, of which each later one has an earlier until."""
        those = self._blocking.setdefault(warning.place, [])
        if self.chains is None and warning.place not in self._copied:
            self._copied.add(warning.place)
            those = self._blocking[warning.place] = list(those)
        place = bisect_right(those, warning.of.order, key=_order)
        if place < len(those) and those[place][1] >= warning.until:
            return
        first = place
        while first and those[first - 1][1] <= warning.until:
            first -= 1
        those[first:place] = [(warning.of.order, warning.until, warning)]
