"""Records that were fetched and that no agent has taken yet: no partition has more of them than its share.

A partition that has its share waits alone: records of the others go on to their agents. It decides nothing about what an agent
does with records that it took.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from faust import EventT, Sensor, StreamT
from faust.types.tuples import TP

from streams.edge.fetched.bounding import MOST_GIVEN, MOST_RECORDS


@dataclass(slots=True)
class _PartitionLine:
    """Records of one partition: offset and bytes. `given` and `taken` count bytes; each has one thread that writes it."""

    records: deque[tuple[int, int]] = field(default_factory=deque)
    given: int = 0
    taken: int = 0
    first: int | None = None
    last: int | None = None

    @property
    def has_room(self) -> bool:
        return len(self.records) < MOST_RECORDS and self.given - self.taken < MOST_GIVEN


class FetchedWaiting(Sensor):
    """The fetched records. Mutable: the consumer's thread adds, the agents' takes. As a sensor it sees what agents take."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[TP, _PartitionLine] = {}

    def with_room(self, tps: Iterable[TP]) -> set[TP]:
        """The partitions that have less than their share."""
        lines = self._lines
        return {tp for tp in tps if tp not in lines or lines[tp].has_room}

    def give(self, fetched: Mapping[TP, Sequence[Any]]) -> None:
        """These records, as aiokafka has them, are on their way to the agents."""
        lines = self._lines
        for tp, records in fetched.items():
            line = lines.setdefault(tp, _PartitionLine())
            for record in records:
                size = len(record.value or b"")
                line.given += size
                line.records.append((record.offset, size))
            line.first = records[0].offset if line.first is None else line.first
            line.last = records[-1].offset

    def take(self, tp: TP, offset: int) -> None:
        """An agent has this record, and with it all before it: what was dropped on the way waits no more."""
        line = self._lines.get(tp)
        while line is not None and line.records and line.records[0][0] <= offset:
            line.taken += line.records.popleft()[1]

    def span(self, tp: TP) -> tuple[int, int] | None:
        """The first and the last offset that were on their way to an agent since the assignment; None where none were."""
        line = self._lines.get(tp)
        return None if line is None or line.first is None or line.last is None else (line.first, line.last)

    def forget_all(self) -> None:
        """Partitions are read from their committed offsets on: what was on its way comes again."""
        self._lines = {}

    def on_stream_event_in(self, tp: TP, offset: int, stream: StreamT[Any], event: EventT[Any]) -> None:  # noqa: ARG002
        """Faust's call, when an agent takes a record from its queue."""
        self.take(tp, offset)
