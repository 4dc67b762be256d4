"""State that was dumped, as it is stored: as a plain table, and as the table of the workers, with incarnations in its keys."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from streams.core.state import bucket, stored
from streams.core.state.roster import Roster
from streams.core.state.stored import Units


def apply(kept: dict[bytes, bytes], dump: Iterable[Units]) -> None:
    """Write what was dumped."""
    for units in dump:
        for unit, state in units:
            if state is None:
                kept.pop(unit, None)
            else:
                kept[unit] = state


def dumped(roster: Roster, incarnation: int = 1) -> dict[bytes, bytes]:
    """The stored units of a roster that was never dumped."""
    kept: dict[bytes, bytes] = {}
    apply(kept, roster.dump(incarnation))
    return kept


class Table:
    """Units by name and incarnation, as `streams.edge.state` keeps them. Mutable."""

    def __init__(self) -> None:
        self.keys: dict[bytes, dict[int, bytes]] = {}

    def of(self) -> list[tuple[bytes, bytes]]:
        """Each unit as the latest incarnation wrote it."""
        return [(unit, by[max(by)]) for unit, by in self.keys.items() if by]

    def write(self, unit: bytes, state: bytes | None, incarnation: int, known: dict[bytes, set[int]]) -> None:
        """Write a unit; what earlier incarnations wrote, as far as the writer knew when it took over, is removed."""
        by = self.keys.setdefault(unit, {})
        for each in known.pop(unit, set()) - {incarnation}:
            by.pop(each, None)
        by.pop(incarnation, None)
        if state is not None:
            by[incarnation] = state

    def known(self) -> dict[bytes, set[int]]:
        """The incarnations of each unit, as a new owner knows them."""
        return {unit: set(by) for unit, by in self.keys.items()}


@contextmanager
def small_units() -> Iterator[None]:
    """Let parts and pieces be so small that a few workers need several of them."""
    with (
        patch.object(bucket, "INLINE_BYTES", 200),
        patch.object(bucket, "PART_BYTES", 700),
        patch.object(bucket, "MOST_PARTS", 3),
        patch.object(stored, "MOST_BYTES", 500),
    ):
        yield
