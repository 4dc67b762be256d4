"""A work partition in one judge's hands: the records taken, the sets that may be published, and their versions. Pure.

A judge that takes a partition over is silent until it has read as far as its predecessor may have: what it publishes then is
never behind what was published before. Versions are ordered by the incarnation of the partition, its offset, and `now`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from schemas.feed.parsing import event_id_in
from schemas.refusal import Code, Refusal
from schemas.topics import refused as refused_topic
from schemas.work import PayRow, decode_work, statement_of
from streams.core.catching_up import CatchingUp
from streams.core.outgoing import Outgoing
from streams.core.partition import PublishedRecords, records_of
from streams.core.state.stored import Stored, Units
from streams.core.watched import Watched
from streams.core.workers.evaluation import Evaluated, Evaluator
from streams.core.workers.judge import Judge
from streams.core.workers.not_taken import NotTaken, OverBudget, TooLate
from streams.core.workers.unfolded import Unfolded

MOST_STATEMENTS = 500
"""Statements of the workers who are evaluated before other partitions and tasks get their turn: some 10 ms."""


class WorkPartition:
    """A work partition; mutable. `until`: the end of what the predecessor may have read, exclusive.

    `refused`: what was too late or over budget since somebody looked.
    """

    def __init__(self, number: int, judge: Judge, incarnation: int, next_offset: int, until: int) -> None:
        self.number = number
        self.judge = judge
        self.incarnation = incarnation
        self.refused: list[NotTaken] = []
        self._until = until
        self._catching_up = CatchingUp()
        self._stored = Stored(incarnation)
        self._sealed: dict[int, int] = {}
        self._unfolded = Unfolded(next_offset - 1)
        judge.taking_over = self.offset + 1 < until

    @property
    def behind(self) -> int:
        """The number of workers to be evaluated."""
        return self.judge.behind

    @property
    def offset(self) -> int:
        """The offset of the last record that is folded, as are all before it."""
        return self._unfolded.folded

    @property
    def last_read(self) -> int:
        """The offset of the last record that was read."""
        return self._unfolded.read

    @property
    def unfolded(self) -> int:
        """The number of rows that were read and are not folded."""
        return self._unfolded.rows

    def read(self, offset: int, value: bytes) -> None:
        """Read a work record. `msgspec.DecodeError` where it cannot be read: then nothing of it was."""
        self._unfolded.add(offset, decode_work(value))
        self._has_folded()

    def fold(self, now: int, most: int) -> list[Outgoing]:
        """Fold up to `most` rows of a platform, the platforms in turn, at `now` (ms); of one worker where folding takes long.

        The refusals of what is too late or over budget come back.
        """
        late_pay, workers = self.judge.late_pay, self.judge.roster.workers

        def is_costly(platform: str, row: PayRow) -> bool:
            return late_pay.is_costly(workers.get(row.worker), platform, now)

        group = self._unfolded.next(most, is_costly)
        if group is None:
            return []
        self.judge.leave(frozenset(self._unfolded.unfinished.values()))
        refused = self.judge.fold(group, now)
        self._catching_up.received(group.platform, group.rows[-1].at, now)
        self._has_folded()
        return self._refused(refused)

    def statements(self, now: int, most: int) -> Iterator[PublishedRecords]:
        """Evaluates up to `most` workers at `now` (ms); the records to be published. None while it is being restored."""
        if self.judge.taking_over:
            return
        version = (self.incarnation, self.offset, now)
        for published in self.judge.evaluate_due(
            now, most, self._catching_up.platforms(now), MOST_STATEMENTS, heavy=False
        ):
            yield records_of(published, version)

    def begin(self, now: int) -> "HeavyEvaluation | None":
        """Begin to evaluate the heavy worker whose turn it is at `now` (ms); rows about the worker wait until `conclude`."""
        watched = None if self.judge.taking_over else self.judge.begin(now, self._catching_up.platforms(now))
        if watched is None:
            return None
        may_settle = watched.bucket not in self.judge.roster.counted
        return HeavyEvaluation(
            self.judge.evaluator, watched, (self.incarnation, self.offset, self.judge.now), may_settle
        )

    def conclude(self, evaluated: Evaluated, version: tuple[int, int, int]) -> list[Outgoing]:
        """The records to be sent after an evaluation begun in a version; none if the worker was taken back meanwhile."""
        if not self.judge.lent.holds(evaluated.watched):
            return []
        published = self.judge.conclude(evaluated)
        return [*(records_of(published, version).outgoing if published is not None else ()), *self.take_back()]

    @property
    def letting_in(self) -> bool:
        """True while rows of the heavy worker whose turn it was, whose instant has come, are still to be folded."""
        return self.judge.letting_in

    def take_back(self) -> list[Outgoing]:
        """Go on with the worker who was lent, if any; the refusals of what is not taken come back."""
        return self._refused(self.judge.take_back())

    def load(self, units: Iterable[tuple[bytes, bytes]], now: int) -> None:
        """Take over what was stored, at `now` (ms). `UnreadableState` where the bytes are none."""
        self.judge.load(self._stored.whole(units), now)
        for unit in self._stored.torn:
            self.judge.roster.write_anew(unit)

    def dump(self) -> list[Units]:
        """Dumps what changed since the last dump. An evaluation that is not concluded by now is void and made again."""
        self.judge.recall()
        dumped = self.judge.roster.dump(self.incarnation)
        self._sealed = {bucket: finals.number for bucket, finals in self.judge.roster.finals.items()}
        return self._stored.cut(dumped)

    def written(self) -> None:
        """Notes that the dump is written: the cells that are final in it may be sent."""
        self._stored.written()
        for bucket, number in self._sealed.items():
            self.judge.roster.finals[bucket].survived(number)

    def _has_folded(self) -> None:
        if self.offset + 1 >= self._until:
            self.judge.taking_over = False

    def _refused(self, refused: list[NotTaken]) -> list[Outgoing]:
        self.refused += refused
        return [refusal_of(each) for each in refused]


@dataclass(frozen=True, slots=True)
class HeavyEvaluation:
    """The evaluation of a worker with many statements: `evaluate` changes nothing, takes long, and may be called in a thread."""

    evaluator: Evaluator
    watched: Watched
    version: tuple[int, int, int]
    may_settle: bool

    def evaluate(self) -> Evaluated:
        """Evaluate the rules; raises what a rule raises."""
        return self.evaluator.evaluate(self.watched, self.version[2], may_settle=self.may_settle)


def refusal_of(refused: NotTaken) -> Outgoing:
    """The refusal of an event that the judge did not take, for the platform that sent it."""
    group, row = refused.group, refused.row
    code, detail = (
        (Code.TOO_LATE, _late(refused)) if isinstance(refused, TooLate) else (Code.OVER_BUDGET, _over(refused))
    )
    refusal = Refusal(
        code=code,
        detail=detail,
        platform_id=group.platform,
        event_id=event_id_in(row.raw) if row.raw else getattr(row, "event_id", None),
        topic=group.topic,
        partition=group.partition,
        offset=row.offset,
        index=row.index,
        event=row.raw or b"",
        kept=None if row.raw else statement_of(row),
    )
    return Outgoing(refused_topic(group.platform), None, refusal.model_dump_json().encode())


def _late(late: TooLate) -> str:
    settled = (
        f"what lies before {late.settled} ms since 1970 is settled for this worker; a replay of the archive takes it"
    )
    if not isinstance(late.row, PayRow):
        return settled
    return (
        f"{settled}; pay of earlier days is taken as long as they have their orders: eight days, and where pay is settled"
        " by the week or the month five weeks after that; name an order_id that was accepted then, or the days in for_day"
    )


def _over(over: OverBudget) -> str:
    return (
        f"budget {over.budget}: {over.allowed:,} are kept already, which is what is allowed here; send no more of this kind "
        "until some of it is forgotten, and look whether one id stands for many"
    )
