"""Rests: a partition whose batches cost more to unpack than they hold is not read for a while. Mutable, and of one thread.

2 kB of zstd can hold a header or a key of 63 MiB, which is unpacked and passed over, or a batch that is refused whole: 0.05 s of
the thread that reads for all. A broker's quota counts bytes as they are packed, and turns charge what a record holds. Here
each partition is charged with the processor time that its batches took; the values that it gives out pay for that.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from aiokafka.structs import TopicPartition

PAID_S_A_BYTE = 10e-9
"""The time that a byte of a value pays for: the slowest codec, gzip, takes 3 to 5 ns a byte of text, and reading it 30 ns."""

BURST_S = 0.02
"""The unpaid time that a partition may take at once, as its first batches do, or those of an unusual client."""

SHARE = 1 / 8
"""The share of a processor that a partition's unpaid unpacking may take in the long run: 64 MiB of zstd every 0.4 s."""


class Rests:
    """The partitions that rest. `clock` gives seconds that never run backwards, `spent` those of the processor in this thread."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, spent: Callable[[], float] = time.thread_time
    ) -> None:
        self._clock = clock
        self._spent = spent
        self._debts: dict[TopicPartition, tuple[float, float]] = {}
        self._until: dict[TopicPartition, float] = {}

    def __contains__(self, tp: TopicPartition) -> bool:
        """True of a partition that was sent to rest and not released since."""
        return tp in self._until

    def resting(self) -> set[TopicPartition]:
        """The partitions that rest; those whose time is over are released."""
        if self._until:
            now = self._clock()
            self._until = {tp: until for tp, until in self._until.items() if until > now}
        return set(self._until)

    @contextmanager
    def charged(self, tp: TopicPartition) -> Iterator[None]:
        """Charge a partition with the time that is spent inside; beyond a burst it rests until that is paid off."""
        began = self._spent()
        try:
            yield
        finally:
            now, cost = self._clock(), self._spent() - began
            debt = self._debt(tp, now) + cost
            self._debts[tp] = (debt, now)
            if debt > BURST_S:
                self._until[tp] = now + (debt - BURST_S) / SHARE

    def paid(self, tp: TopicPartition, size: int) -> None:
        """Note that values of so many bytes were given out."""
        if tp in self._debts:
            debt, at = self._debts[tp]
            self._debts[tp] = (max(0.0, debt - size * PAID_S_A_BYTE), at)

    def _debt(self, tp: TopicPartition, now: float) -> float:
        debt, at = self._debts.get(tp, (0.0, now))
        return max(0.0, debt - (now - at) * SHARE)
