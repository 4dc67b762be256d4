"""Turns: which platform's record is taken next, so that none waits for what another makes dear. Pure.

Round robin with a surplus. A platform that has the turn takes records as long as it has credit; each is charged with what it did
cost, which is known only afterwards; then the turn goes on, and a turn brings one quantum of credit. What a record cost beyond
the credit stays as a debt. So a record waits for one quantum of each other platform at most, and for a debt of its own platform.

Of one platform's records that wait in several lanes (partitions of its feed) the one that arrived first is next: read abreast
in large pieces, they would bring a worker's events out of order by as much, and folding these costs five times as much.
"""

from collections import deque
from collections.abc import Container, Hashable
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

QUANTUM: Final = 256 << 10
"""Credit a turn, in units of `streams.core.intake.cost`: some 8 ms of work, so that a dozen floods delay others by 0.1 s."""

T = TypeVar("T")


@dataclass(slots=True)
class _Line(Generic[T]):
    """The records of a platform that wait, by lane, each with its arrival and bytes.

    `credit` below 0 is a debt. `turns`: whether it gets turns.
    """

    lanes: dict[Hashable, deque[tuple[int, T, int]]] = field(default_factory=dict)
    count: int = 0
    size: int = 0
    credit: int = 0
    turns: bool = False

    def add(self, record: T, size: int, lane: Hashable, arrival: int) -> None:
        """Put a record at the end of its lane."""
        self.lanes.setdefault(lane, deque()).append((arrival, record, size))
        self.count += 1
        self.size += size

    def take(self) -> tuple[T, int]:
        """The record that arrived first of those first in their lanes, with its bytes."""
        lane, waiting = min(self.lanes.items(), key=lambda each: each[1][0][0])
        _, record, size = waiting.popleft()
        if not waiting:
            del self.lanes[lane]
        self.count -= 1
        self.size -= size
        return record, size


class Turns(Generic[T]):
    """The records that wait, by platform, and the platforms in the order of their turns. Mutable.

    >>> turns = Turns[int]()
    >>> for number in range(3):
    ...     turns.add("hema", number, 100)
    >>> turns.add("tuche", 7, 100)
    >>> first = turns.take()
    >>> turns.charge("hema", QUANTUM)
    >>> first, turns.take()
    (('hema', 0), ('tuche', 7))
    """

    def __init__(self) -> None:
        self._lines: dict[str, _Line[T]] = {}
        self._ring: deque[str] = deque()
        self._count = 0
        self._size = 0

    def __len__(self) -> int:
        """The number of records that wait."""
        return self._count

    @property
    def size(self) -> int:
        """The bytes that wait."""
        return self._size

    def add(self, platform: str, record: T, size: int, *, lane: Hashable = None, arrival: int = 0) -> None:
        """Put a record of so many bytes, which arrived then (ms), at the end of its platform's lane."""
        line = self._lines.setdefault(platform, _Line())
        if not line.turns:
            line.turns = True
            self._ring.append(platform)
            if len(self._ring) == 1:
                line.credit += QUANTUM
        line.add(record, size, lane, arrival)
        self._count += 1
        self._size += size

    def waiting(self, platform: str) -> tuple[int, int]:
        """The number of records of a platform that wait, and their bytes."""
        line = self._lines.get(platform)
        return (line.count, line.size) if line else (0, 0)

    def waits(self, but: Container[str] = ()) -> bool:
        """True where a record of another platform than these waits."""
        return any(platform not in but for platform in self._ring)

    def take(self, but: Container[str] = ()) -> tuple[str, T] | None:
        """The record whose turn it is, with its platform; None where none waits. `charge` must follow before the next one.

        Platforms of `but` are passed over: they get no turn, and keep the credit that they have.
        """
        if not self.waits(but):
            return None
        while (platform := self._ring[0]) in but or self._lines[platform].credit <= 0:
            self._ring.rotate(-1)
            if self._ring[0] not in but:
                self._begin_turn()
        record, size = self._lines[platform].take()
        self._count -= 1
        self._size -= size
        return platform, record

    def charge(self, platform: str, cost: int) -> None:
        """Charge a platform with what its record did cost. Whoever has nothing more to take keeps a debt, and no credit."""
        line = self._lines[platform]
        line.credit -= cost
        if not line.count:
            line.turns, line.credit = False, min(0, line.credit)
            self._ring.popleft()
            if self._ring:
                self._begin_turn()

    def _begin_turn(self) -> None:
        """Give the platform whose turn it is now its credit; one that was passed over has it already."""
        line = self._lines[self._ring[0]]
        line.credit = min(QUANTUM, line.credit + QUANTUM)

    def clear(self) -> None:
        """Forget all that waits, and all that is owed."""
        self._lines.clear()
        self._ring.clear()
        self._count = self._size = 0
