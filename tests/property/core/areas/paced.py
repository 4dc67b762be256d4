"""Judges and paces in service, with logs, checkpoints that may be torn, and deaths: what a broker and workers do, in memory."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from schemas.work import Group, bucket_of, encode_work
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.core.partition import Partition
from streams.core.state.finals import Cells
from streams.core.workers.cells.records import Dealing, cell_records
from streams.core.workers.cells.sweep import CellSweep
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from tests.property.core.feeding import Heard, the_law
from tests.stored import Table
from tests.taking import take

PARTITIONS = 2

P = TypeVar("P", bound=Partition)


@dataclass
class Place(Generic[P]):
    """A partition: its log, what is stored and acknowledged of it, and the process that has it now."""

    make: Callable[[int, int, int], P]
    log: list[bytes] = field(default_factory=list)
    stored: Table = field(default_factory=Table)
    acknowledged: int = 0
    incarnation: int = 0
    hung: list[tuple[P, dict[bytes, set[int]]]] = field(default_factory=list)
    known: dict[bytes, set[int]] = field(default_factory=dict)
    held: P = field(init=False)

    def take_over(self, now: int, *, hangs: bool = False) -> None:
        """Whoever had it is dead, or hangs; another loads what is stored and reads on from what is acknowledged."""
        if hangs:
            self.hung = [(self.held, self.known)]
        self.incarnation += 1
        self.held = self.make(self.incarnation, self.acknowledged, len(self.log))
        self.known = self.stored.known()
        self.held.load(self.stored.of(), now)
        self.read(now)

    def read(self, now: int) -> None:
        """Take what is in the log."""
        for offset in range(self.held.offset + 1, len(self.log)):
            take(self.held, offset, self.log[offset], now)

    def checkpoint(self, units: int) -> bool:
        """Write so many units and, if that is all, acknowledge; else the process dies of it."""
        if not self._write(self.held, self.known, units):
            return False
        self.held.written()
        self.acknowledged = self.held.offset + 1
        return True

    def wake(self, units: int) -> None:
        """A pace that hung wakes up in a checkpoint, writes so many units of it and is replaced."""
        while self.hung:
            self._write(*self.hung.pop(), units)

    def _write(self, held: P, known: dict[bytes, set[int]], units: int) -> bool:
        for part in held.dump():
            for unit, state in part:
                if units == 0:
                    return False
                units -= 1
                self.stored.write(unit, state, held.incarnation, known)
        return True


class Town:
    """All partitions of work and of pace. Mutable: `now` goes on with the rows."""

    def __init__(self) -> None:
        self.now = 0
        self.works = [Place(_work(number)) for number in range(PARTITIONS)]
        self.paces = [Place(_pace(number)) for number in range(PARTITIONS)]
        for number in range(2 * PARTITIONS):
            self.take_over(number)

    def hear(self, rows: Sequence[Heard]) -> None:
        """Rows arrive, each in its work partition, and are evaluated: what is behind the horizon is cut."""
        for platform, row in rows:
            self.now = max(self.now, row.at)
            place = self.works[bucket_of(row.worker) % PARTITIONS]
            place.log.append(encode_work([Group(platform, "", 0, [row])]))
        for place in self.works:
            place.read(self.now)
            list(place.held.judge.evaluate_due(self.now))

    def count(self, number: int, *, dies: str = "") -> None:
        """A judge counts and sends its cells; it may die before that, when some have them, or before it learns that all have."""
        work = self.works[number].held
        sweep = CellSweep(work.judge)
        while sweep.step(self.now, 1):
            list(work.judge.evaluate_due(self.now))
        counted = sweep.end()
        records = cell_records(work.number, work.incarnation, counted, Dealing(PARTITIONS, the_law().places.beside))
        for outgoing in records[: {"before": 0, "between": len(records) // 2}.get(dies, len(records))]:
            self.paces[outgoing.partition or 0].log.append(outgoing.value)
        if dies:
            self.works[number].take_over(self.now)
        else:
            for bucket, batches in counted.finals.items():
                work.judge.roster.finals[bucket].arrived(batches[-1].number)
        for place in self.paces:
            place.read(self.now)

    def write(self, number: int, units: int) -> None:
        """A checkpoint, of work partitions first by number, then of pace; one that is torn kills who writes it."""
        work, pace = number < PARTITIONS, number - PARTITIONS
        whole = self.works[number].checkpoint(units) if work else self.paces[pace].checkpoint(units)
        if not whole:
            self.take_over(number)

    def take_over(self, number: int, *, hangs: bool = False) -> None:
        """Whoever has a partition dies, or hangs, by number as above."""
        if number < PARTITIONS:
            self.works[number].take_over(self.now, hangs=hangs)
        else:
            self.paces[number - PARTITIONS].take_over(self.now, hangs=hangs)

    def wake(self, number: int, units: int) -> None:
        """The paces that hung and wake up, by number as above."""
        if number < PARTITIONS:
            self.works[number].wake(units)
        else:
            self.paces[number - PARTITIONS].wake(units)

    def cells(self) -> Cells:
        """All that the paces know."""
        return {key: cell for place in self.paces for key, cell in place.held.pace.known.cells() if any(cell)}


def _work(number: int) -> Callable[[int, int, int], WorkPartition]:
    return lambda incarnation, start, until: WorkPartition(
        number, Judge(the_law(), HORIZON_MS), incarnation, start, until
    )


def _pace(number: int) -> Callable[[int, int, int], PacePartition]:
    return lambda incarnation, start, until: PacePartition(number, Pace(the_law()), incarnation, start, until)
