"""The offices, places and kinds of the areas file that the reader of weather messages knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WeatherOffice:
    """An office that sends weather messages, by its code. `names`: all its names, codes and channels. `above`: those above it."""

    id: str
    names: frozenset[str]
    above: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WeatherPlaces:
    """The areas file as far as weather messages need it.

    `counties`, `cities`, `provinces`: the Chinese name by the code of six digits. `towns`: by the code of nine digits of a town
    that counts as its county, that county. `kinds`: the kinds of warning beside the 14 signals.
    """

    counties: Mapping[str, str] = field(default_factory=dict)
    cities: Mapping[str, str] = field(default_factory=dict)
    provinces: Mapping[str, str] = field(default_factory=dict)
    towns: Mapping[str, str] = field(default_factory=dict)
    offices: tuple[WeatherOffice, ...] = ()
    kinds: tuple[str, ...] = ()

    def office_of(self, name: str) -> str:
        """The id of the office that signs with a name or code; one that several or none have is an office of its own."""
        found = self._named([name])
        return found[0].id if len(found) == 1 else name

    def referred(self, name: str, own: str, signatures: Iterable[str]) -> str | None:
        """The id of the office that a reference of `own` means by a name or code; None where several others have it.

        `signatures`: what the referring message signs with, which means itself.
        """
        found = [each.id for each in self._named([name])]
        if own in found or (not found and name in {own, *signatures}):
            return own
        return None if len(found) > 1 else found[0] if found else name

    def below(self, office: str) -> tuple[str, ...]:
        """The ids of the offices below one, ascending."""
        return tuple(sorted(each.id for each in self.offices if office in each.above))

    def _named(self, names: Iterable[str]) -> list[WeatherOffice]:
        wanted = set(names)
        return [each for each in self.offices if wanted & each.names]
