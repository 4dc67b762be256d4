"""Weather as a fact: the warnings that were said, and the episodes that they make in an area.

Warnings are a set: the order in which they came, and how often, makes no difference.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Episode:
    """Warnings of one kind in one area, linked by updates, with at most ten minutes between them.

    `[start, end)` in ms. `levels`: `(from in ms, level)` ascending, the first from `start` on; each holds until the next, the
    last until `end`. `id` names it: that of its earliest warning. `warnings`: the identifiers of all of them, by their start.
    """

    id: str
    kind: str
    area: str
    start: int
    end: int
    levels: tuple[tuple[int, str], ...]
    warnings: tuple[str, ...]
