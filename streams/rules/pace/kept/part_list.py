"""Results that grow part by part, each with a link to the one before: what can be listed of them, by time."""

from typing import Protocol, Self, TypeVar

P_co = TypeVar("P_co", covariant=True)


class LinkedParts(Protocol[P_co]):
    """What was added up so far: the last `part`, and what was `before` it; None for neither."""

    @property
    def part(self) -> P_co | None:
        """The last part."""

    @property
    def before(self) -> Self | None:
        """The same without that."""


def parts_of(last: LinkedParts[P_co]) -> list[P_co]:
    """The parts by time, of what can be listed."""
    found: list[P_co] = []
    at: LinkedParts[P_co] | None = last
    while at is not None and at.part is not None:
        found.append(at.part)
        at = at.before
    return found[::-1]
