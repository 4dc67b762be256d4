"""The level that a slot is measured by, and the one episode that it is judged for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.weather.warning import LEVELS
from streams.facts.areas.cell import SLOT_MS, slot_interval
from streams.facts.weather.episode import Episode, lowest_level
from streams.facts.worktime.intervals import overlaps
from streams.law.terms.pace import PaceTerms
from streams.rules.pace.slots import ripe_slots, slots_inside

_RANK: Final = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class MeasuredEpisode:
    """An episode of a listed kind, with the terms that hold for it."""

    episode: Episode
    terms: PaceTerms

    @property
    def precedence(self) -> tuple[int, int]:
        """Orders episodes: the one that began first, then the one whose kind the law names first."""
        return self.episode.start, self.terms.kinds.words.index(self.episode.kind)

    def ripe(self, now: int) -> range:
        """The slots that can be judged at `now` (ms), whoever they are judged for."""
        return ripe_slots(self.episode, self.terms.reaction.number, now)

    def claims(self, slot: int) -> bool:
        """True for a slot inside, by whose own level there the law requires anything."""
        if slot not in slots_inside(self.episode, self.terms.reaction.number):
            return False
        own = held_level(self.episode, slot, self.terms.reaction.number)
        return own is not None and self.terms.shares[own] > 0

    def judged(self, slots: Iterable[int], earlier: Sequence["MeasuredEpisode"]) -> list[int]:
        """Those of ripe slots (ascending) that are judged for this episode; `earlier` are those that go before it."""
        near = [each for each in earlier if each.episode.end > self.episode.start]
        return [slot for slot in slots if self.claims(slot) and not any(each.claims(slot) for each in near)]


def held_level(episode: Episode, slot: int, reaction: int) -> str | None:
    """The lowest level that an episode had through all of the `reaction` (ms) before a slot and the slot itself.

    None where it was not in force through all of both; a gap between its warnings counts as in force.
    """
    start, end = slot_interval(slot)
    return lowest_level(episode, (start - reaction, end))


def slots_by_level(episodes: Iterable[Episode], judged: Sequence[int], reaction: int) -> dict[str, list[int]]:
    """The judged slots (ascending) by the highest level that one of the episodes held, the lowest level first.

    A level without slots is left out. So nobody is measured by a level younger than the `reaction` (ms).
    """
    by_level: dict[str, list[int]] = {level: [] for level in LEVELS}
    window = (judged[0] * SLOT_MS - reaction, (judged[-1] + 1) * SLOT_MS) if judged else (0, 0)
    near = [each for each in episodes if overlaps((each.start, each.end), window)]
    for slot in judged:
        held = (held_level(each, slot, reaction) for each in near)
        by_level[max((level for level in held if level), key=_RANK.__getitem__)].append(slot)
    return {level: slots for level, slots in by_level.items() if slots}
