"""Weather messages worked on in the order of sending, and the states in between, to go back to for one that comes late.

What a late message costs grows with the number of messages that were sent after it, not with all: those are worked on again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from schemas.weather.warning import WeatherMessage
from streams.facts.weather.episodes import AreaEpisodes
from streams.facts.weather.in_force import WarningTimes
from streams.facts.weather.message_order import SECOND_MS, counting, second_of

_sent = attrgetter("sent")

FEWEST: Final = 32
"""Messages between two states at least: a state costs about as much as four messages."""


@dataclass(slots=True)
class _State:
    """The state after `number` messages, the last of them of a second; `since`: those since the state before it. Mutable."""

    second: int
    number: int
    times: WarningTimes
    episodes: AreaEpisodes
    since: list[WeatherMessage]


class WorkedOn:
    """The messages worked on; mutable. `episodes` are theirs; the last of them was sent in `second` (since 1970)."""

    def __init__(self, lies_in: Mapping[str, tuple[str, ...]]) -> None:
        self.episodes = AreaEpisodes(lies_in)
        self.second = -1
        self._lies_in = lies_in
        self._times = WarningTimes()
        self._states: list[_State] = []
        self._since: list[WeatherMessage] = []
        self._number = 0

    def take(self, messages: Collection[WeatherMessage]) -> set[str]:
        """Take messages, all sent in later seconds than those before; the areas whose episodes are others than before."""
        parts = _parts(messages)
        if len(parts) == 1:
            return self._work_on(parts[0])
        before = self.episodes.copy()
        changed = {area for part in parts for area in self._work_on(part)}
        return {area for area in changed if before.of(area) != self.episodes.of(area)}

    def back_before(self, second: int) -> list[WeatherMessage]:
        """Go back to a state before a second; the messages that are to be taken again."""
        again = [self._since]
        while self._states and self._states[-1].second >= second:
            again.append(self._states.pop().since)
        if self._states:
            state = self._states[-1]
            self.second, self._number = state.second, state.number
            self._times, self.episodes = state.times.back(), state.episodes.copy()
        else:
            self.second, self._number = -1, 0
            self._times, self.episodes = WarningTimes(), AreaEpisodes(self._lies_in)
        self._since = []
        return [each for those in again for each in those]

    def _work_on(self, messages: list[WeatherMessage]) -> set[str]:
        latest = messages[-1].sent
        self._times.take(counting(messages), latest)
        changed = self.episodes.update(self._times.ended(), self._times.ahead(), latest)
        self.second = latest // SECOND_MS
        self._number += len(messages)
        self._since += messages
        if len(self._since) >= FEWEST:
            state = _State(self.second, self._number, self._times.copy(), self.episodes.copy(), self._since)
            self._since = []
            self._states.append(state)
            self._thin_out()
        return changed

    def _thin_out(self) -> None:
        """Drop states: the further back, the fewer; between two there are at most as many messages as after them."""
        for place in range(len(self._states) - 2, -1, -1):
            before = self._states[place - 1].number if place else 0
            after = self._states[place + 1]
            if after.number - before <= self._number - after.number:
                after.since = self._states[place].since + after.since
                del self._states[place]


def _parts(messages: Collection[WeatherMessage]) -> list[list[WeatherMessage]]:
    """The messages by second, the first half of them, then a quarter and so on: late is most often not very late."""
    parts: list[list[WeatherMessage]] = [[]]
    left = len(messages)
    for _, those in groupby(sorted(messages, key=_sent), key=second_of):
        if len(parts[-1]) >= max(FEWEST, left - len(parts[-1])):
            left -= len(parts[-1])
            parts.append([])
        parts[-1] += those
    return [part for part in parts if part]
