"""A pace partition in one process's hands: the records taken, the sets that may be published, and their versions. Pure.

As with a work partition, who takes it over is silent until as much was read as the predecessor may have read.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from schemas.feed.reading import Mitigation
from schemas.refusal import Code, Refusal
from schemas.topics import feed, refused
from streams.core.area_record import PacePart, decode_pace
from streams.core.areas.pace import Pace
from streams.core.outgoing import Outgoing
from streams.core.partition import PublishedRecords, records_of
from streams.core.state.stored import Stored, Units, UnreadableState

_ROW_BYTES = 100
"""Bytes of a row of work, about: a heartbeat takes 90."""


class PacePartition:
    """A pace partition; mutable. `offset`: of the last record folded. `until`: the end of what the predecessor may have read.

    `refused`: what was declared beyond a budget since somebody looked.
    """

    def __init__(self, number: int, pace: Pace, incarnation: int, next_offset: int, until: int) -> None:
        self.number = number
        self.pace = pace
        self.incarnation = incarnation
        self.offset = next_offset - 1
        self._until = until
        self._stored = Stored(incarnation)
        self._unfolded: deque[tuple[int, list[PacePart]]] = deque()
        self._size = 0
        self.refused: list[Mitigation] = []
        pace.taking_over = self.offset + 1 < until

    @property
    def behind(self) -> int:
        """The number of areas to be evaluated."""
        return self.pace.behind

    @property
    def last_read(self) -> int:
        """The offset of the last record that was read."""
        return self.offset + len(self._unfolded)

    @property
    def unfolded(self) -> int:
        """The size of the records that were read and are not folded, in rows of work that take as much memory."""
        return self._size

    def read(self, offset: int, value: bytes) -> None:  # noqa: ARG002  the protocol's: it follows the one before
        """Read a record. `msgspec.DecodeError` where it cannot be read: then nothing of it was."""
        size, parts = 1 + len(value) // _ROW_BYTES, decode_pace(value)
        self._unfolded.append((size, parts))
        self._size += size

    def fold(self, now: int, most: int) -> list[Outgoing]:  # noqa: ARG002  a record is folded whole
        """Fold a record at `now` (ms); refusals of what is declared beyond a budget come back.

        All partitions have all declarations: the first one refuses.
        """
        if not self._unfolded:
            return []
        offset = self.offset + 1
        size, parts = self._unfolded.popleft()
        self._size -= size
        self.pace.fold(parts, offset, now)
        self.offset = offset
        if offset + 1 >= self._until:
            self.pace.taking_over = False
        beyond, self.pace.beyond = self.pace.beyond, []
        if self.number:
            return []
        self.refused += beyond
        return [_refusal(each) for each in beyond]

    def statements(self, now: int, most: int) -> Iterator[PublishedRecords]:
        """Evaluates up to `most` areas at `now` (ms); the records to be published. None while the partition is being restored."""
        if self.pace.taking_over:
            return
        version = (self.incarnation, self.offset, now)
        for published in self.pace.evaluate_due(now, most):
            yield records_of(published, version)

    def load(self, units: Iterable[tuple[bytes, bytes]], now: int) -> None:
        """Take over what was stored. `UnreadableState` where it is none, or is of records that the topic does not have."""
        for unit, state in self._stored.whole(units).items():
            upto = self.pace.load(unit, state, now)
            if upto >= self._until:
                raise UnreadableState(
                    f"given pace state up to record {upto}, but the topic ends at {self._until}: it was made anew, "
                    "so give the workers a new --group"
                )
        for unit in self._stored.torn:
            self.pace.known.write_anew(unit)

    def dump(self) -> list[Units]:
        """Dumps the units that changed since the last dump."""
        return self._stored.cut(self.pace.known.dump(self.offset))

    def written(self) -> None:
        """Notes that the dump is written."""
        self._stored.written()


def _refusal(beyond: Mitigation) -> Outgoing:
    refusal = Refusal(
        code=Code.OVER_BUDGET,
        detail="declared: as many measures of the platform as its budget allows are kept until they are over; declare fewer",
        platform_id=beyond.platform,
        event_id=beyond.event_id,
        topic=feed(beyond.platform),
        partition=beyond.partition,
        offset=beyond.offset,
        index=beyond.index,
        event=b"",
    )
    return Outgoing(refused(beyond.platform), None, refusal.model_dump_json().encode())
