"""One warning in one county as it was stated, and the index of those that have not ended. Decides nothing about when they end."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from schemas.weather.warning import BegunLevel, MessageName, WeatherMessage


class HeldPlace(NamedTuple):
    """An office, a kind and a county: there an office has one warning in force."""

    office: str
    kind: str
    county: str


@dataclass(frozen=True, slots=True, eq=False)
class SentMessage:
    """A message that counts. `order`: its place among all by the second and order of sending."""

    message: WeatherMessage
    order: int

    @property
    def sent(self) -> int:
        """The instant (ms) at which it was sent."""
        return self.message.sent

    def may_end(self, other: "SentMessage") -> bool:
        """True if the other is of its office or of one below it."""
        return other.message.office == self.message.office or other.message.office in self.message.over


@dataclass(frozen=True, slots=True, eq=False)
class StatedWarning:
    """A warning in one county as stated: its levels, each over a time, not empty; from the first start to the last until."""

    of: SentMessage
    place: HeldPlace
    levels: tuple[BegunLevel, ...]
    start: int
    until: int


def stated_warnings(sent: SentMessage) -> list[StatedWarning]:
    """The warnings of a message by kind and county, without those that are never in force."""
    found: dict[HeldPlace, list[BegunLevel]] = defaultdict(list)
    for each in sent.message.begins:
        if each.start < each.until:
            for county in each.counties:
                found[HeldPlace(sent.message.office, each.kind, county)].append(each)
    return [
        StatedWarning(sent, place, tuple(levels), min(e.start for e in levels), max(e.until for e in levels))
        for place, levels in found.items()
    ]


class LiveWarnings:
    """The warnings that have not ended, by office, kind and county, by name and by reference. Mutable."""

    def __init__(self) -> None:
        self._at: dict[HeldPlace, dict[StatedWarning, None]] = defaultdict(dict)
        self._of: dict[MessageName, dict[StatedWarning, None]] = defaultdict(dict)
        self._referring: dict[MessageName, dict[StatedWarning, None]] = defaultdict(dict)
        self._all: dict[StatedWarning, None] = {}

    def __contains__(self, warning: StatedWarning) -> bool:
        return warning in self._all

    def __iter__(self) -> Iterator[StatedWarning]:
        return iter(self._all)

    def add(self, warning: StatedWarning) -> None:
        """Add a warning."""
        self._all[warning] = None
        for index in self._indices(warning):
            index[warning] = None

    def remove(self, warning: StatedWarning) -> None:
        """Remove a warning that has ended."""
        del self._all[warning]
        for index in self._indices(warning):
            del index[warning]

    def at(self, place: HeldPlace) -> list[StatedWarning]:
        """The warnings of an office and kind in a county."""
        return list(self._at.get(place, ()))

    def of(self, name: MessageName) -> list[StatedWarning]:
        """The warnings of messages of a name."""
        return list(self._of.get(name, ()))

    def family(self, sent: SentMessage) -> list[StatedWarning]:
        """Warnings of a message's family: of what it refers to, and of what was sent before it and refers to the same message.

        Of its own office or of one below it, none sent after it, none its own.
        """
        found: dict[StatedWarning, None] = {}
        for name in sent.message.references:
            found |= {each: None for each in self._of.get(name, ()) if each.of.sent <= sent.sent}
            found |= {each: None for each in self._referring.get(name, ()) if each.of.sent < sent.sent}
        return [each for each in found if each.of is not sent and sent.may_end(each.of)]

    def copy(self) -> "LiveWarnings":
        """Another index of the same warnings."""
        other = LiveWarnings()
        for each in self._all:
            other.add(each)
        return other

    def _indices(self, warning: StatedWarning) -> Iterator[dict[StatedWarning, None]]:
        message = warning.of.message
        yield self._at[warning.place]
        yield self._of[message.name]
        for name in message.references:
            yield self._referring[name]
