"""The batches of a fetch, one after the other, and whose turn it is to unpack a large one."""

from typing import Any
from weakref import ref

from aiokafka.structs import TopicPartition

from streams.edge.fetched.batch import OFFSET_AND_LENGTH, FetchedBatch
from streams.edge.fetched.resting import Rests

SMALL_UNPACKED = 2 << 20
"""A larger batch waits for its turn: of such ones one at a time is unpacked in a process."""

_LEAST_BYTES = 26
"""The size of the oldest format's smallest message; that of today has 61 bytes of header alone."""


class Turn:
    """The large batch that is unpacked now; the partitions whose batch waits; room for small ones. Mutable, and of one thread.

    `rests`: the partitions that wait since theirs cost too much.
    """

    def __init__(self) -> None:
        self.rests = Rests()
        self.scratch = memoryview(bytearray(SMALL_UNPACKED))
        self._holder: ref[FetchedBatch] | None = None
        self._last: TopicPartition | None = None
        self._waiting: set[TopicPartition] = set()

    @property
    def is_free(self) -> bool:
        """True where no large batch is unpacked; one that was dropped with its partition is none."""
        batch = None if self._holder is None else self._holder()
        return batch is None or batch.is_done

    def waiting(self) -> set[TopicPartition]:
        """The partitions whose next batch is not unpacked yet: those that rest, and those that want a turn that is not free."""
        if self.is_free:
            self._waiting.clear()
        return self._waiting | self.rests.resting()

    def take(self, tp: TopicPartition, batch: FetchedBatch) -> bool:
        """Take the turn; or wait, where another has it, or others wait and this partition had it last."""
        if not self.is_free or (self._waiting and tp == self._last):
            self._waiting.add(tp)
            return False
        self._holder, self._last = ref(batch), tp
        return True


class Batches:
    """The batches of one fetch of one partition, with the interface of aiokafka's `MemoryRecords`.

    `since`: the offset from which on it is read; its first batch may begin before.
    """

    def __init__(self, fetched: bytes, tp: TopicPartition, turn: Turn, since: int = 0) -> None:
        self._rest = memoryview(fetched)
        self._tp = tp
        self._turn = turn
        self._since = since
        self._next: FetchedBatch | None = None

    def has_next(self) -> bool:
        """True where there is a batch that has the turn; one that must wait is fetched again."""
        if self._tp in self._turn.rests:
            return False
        if self._next is None:
            self._next = self._cut()
        if self._next is None:
            return False
        with self._turn.rests.charged(self._tp):
            return self._unpack(self._next)

    def _unpack(self, batch: FetchedBatch) -> bool:
        if batch.unpack_small(self._turn.scratch):
            return True
        if not self._turn.take(self._tp, batch):
            return False
        batch.unpack_large()
        return True

    def next_batch(self) -> Any:
        """The batch that `has_next` found; the broker's own marks as aiokafka reads them."""
        batch, self._next = self._next, None
        return batch.by_aiokafka if batch is not None and batch.is_control_batch else batch

    def size_in_bytes(self) -> int:
        """The bytes that are left."""
        return len(self._rest)

    def _cut(self) -> FetchedBatch | None:
        if len(self._rest) < _LEAST_BYTES:
            return None
        _, length = OFFSET_AND_LENGTH.unpack_from(self._rest)
        end = OFFSET_AND_LENGTH.size + length
        if not _LEAST_BYTES <= end <= len(self._rest):
            return None  # the broker cut it where the fetch was full: it is fetched again
        batch, self._rest = FetchedBatch(self._rest[:end], self._since), self._rest[end:]
        return batch
