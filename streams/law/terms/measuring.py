"""The measuring values of a legal day, which are no law and have no place; they stand in `measuring.yaml`."""

from typing import Final

from schemas.legal_days import Day
from streams.law.table import Law
from streams.law.value import Value

FILE: Final = "measuring"
"""The stem of their file."""

OF_TIME: Final = ("pulse", "stated_silence", "silence", "belief", "longest_order")
"""The values on which the time of sessions and orders rests: findings about rest and pay cite them."""

OF_PACE: Final = (
    *OF_TIME,
    *("longest_promise", "slot", "baseline_weeks", "baseline_least_weeks", "baseline_least_active"),
)
"""The values on which pace rests besides."""


class MeasuringLaw:
    """The measuring values as the rules cite them; those of a day are cached. A law without the file has none."""

    def __init__(self, law: Law) -> None:
        self._law = law
        self._known = frozenset(law.parameters)
        self._area = next(iter(law.places.areas), "")
        self._cited: dict[tuple[tuple[str, ...], str, Day], tuple[Value, ...]] = {}

    def values(self, names: tuple[str, ...], sector: str, day: Day) -> tuple[Value, ...]:
        """The values of these names for a sector on a day, in their order; `NoValueInForce` before the first."""
        key = (names, sector, day)
        found = self._cited.get(key)
        if found is None:
            found = self._cited[key] = tuple(
                self._law.find(f"{FILE}.{name}", sector=sector, area=self._area, day=day)
                for name in names
                if f"{FILE}.{name}" in self._known
            )
        return found
