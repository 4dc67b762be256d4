"""The order in which subjects are evaluated and published: those of all partitions in turn, whatever one of them has to do."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any, cast

import pytest
from prometheus_client import CollectorRegistry

from schemas.topics import STANDING, WORK
from streams.agents import keeper
from streams.agents.keeper import FOLDED_AT_ONCE, Keeper, Role
from streams.core.outgoing import Outgoing
from streams.core.partition import PublishedRecords
from streams.core.state.stored import Units
from streams.edge import sending
from streams.edge.messages import TP
from streams.edge.sending import Outbox, RecordTooLargeError
from streams.metrics import Agent, KeeperMetrics, Metrics
from tests.unit.agents.stage import Stage, Stream, message

MANY = 1_000


class Due:
    """A partition of which so many subjects are due; each evaluation goes to a list that all share."""

    def __init__(self, number: int, due: int, evaluated: list[str]) -> None:
        self.number, self.incarnation, self.offset = number, 7, -1
        self.last_read, self._rows = -1, 0
        self.behind = due
        self.folded: list[int] = []
        self._evaluated = evaluated

    @property
    def unfolded(self) -> int:
        return self._rows

    def read(self, offset: int, value: bytes) -> None:
        self.last_read = offset
        self._rows += int(value)

    def fold(self, now: int, most: int) -> list[Outgoing]:  # noqa: ARG002  the protocol's
        self._rows -= min(most, self._rows)
        self.folded.append(self.number)
        if not self._rows:
            self.offset = self.last_read
        return []

    def statements(self, now: int, most: int) -> Iterator[PublishedRecords]:  # noqa: ARG002
        for _ in range(min(most, self.behind)):
            subject = f"{self.number}.{self.behind}"
            self.behind -= 1
            self._evaluated.append(subject)
            yield PublishedRecords(subject, (Outgoing(STANDING, subject.encode(), b""),))

    def load(self, units: Iterable[tuple[bytes, bytes]], now: int) -> None:
        pass

    def dump(self) -> list[Units]:
        return [[(b"unit", b"state")]]

    def written(self) -> None:
        pass


class Keeping:
    """A keeper on a stage whose partitions have so many subjects due each."""

    def __init__(self, *due: int) -> None:
        self.evaluated: list[str] = []
        self.stage = Stage(tps=frozenset(TP(WORK, number) for number in range(len(due))))
        self.partitions = [Due(number, count, self.evaluated) for number, count in enumerate(due)]
        metrics = Metrics(CollectorRegistry())
        judge, folded = metrics.judge, metrics.folded.labels(WORK)
        told = KeeperMetrics(judge.fold, folded, judge.evaluate, metrics.checkpoint, metrics.stopped)
        role: Role[Due] = Role(Agent.JUDGE, WORK, b"w", lambda number, *_: self.partitions[number])
        self.keeper: Keeper[Due] = Keeper(self.stage, self.stage, self.stage, told, role)

    def play(self, work: Callable[[], Awaitable[None]]) -> None:
        async def playing() -> None:
            await self.keeper.restore({})
            await work()

        asyncio.run(asyncio.wait_for(playing(), 20))

    @property
    def sent(self) -> list[str]:
        return [(each.key or b"").decode() for each in self.stage.sent]


@pytest.mark.parametrize("busy", [0, 1, 2])
def test_a_partition_with_much_to_evaluate_does_not_hold_up_the_others(busy: int) -> None:
    keeping = Keeping(*(MANY if number == busy else 3 for number in range(3)))

    keeping.play(keeping.keeper.publish)

    few = [place for place, subject in enumerate(keeping.evaluated) if not subject.startswith(f"{busy}.")]
    assert len(few) == 6
    assert max(few) < MANY / 10
    assert sorted(keeping.sent) == sorted(keeping.evaluated)
    assert len(keeping.sent) == MANY + 6


def test_what_comes_to_a_partition_while_another_is_busy_is_evaluated_before_that_is_done() -> None:
    keeping = Keeping(MANY, 0)

    async def playing() -> None:
        publishing = asyncio.ensure_future(keeping.keeper.publish())
        while len(keeping.evaluated) < MANY / 4:  # noqa: ASYNC110  turn by turn
            await asyncio.sleep(0)
        keeping.partitions[1].behind = 1
        await publishing

    keeping.play(playing)

    assert keeping.evaluated.index("1.1") < MANY / 2


@pytest.mark.parametrize("busy", [0, 1])
def test_a_partition_with_many_rows_to_fold_does_not_hold_up_the_others(busy: int) -> None:
    keeping = Keeping(0, 0)
    folded: list[int] = []
    for each in keeping.partitions:
        each.folded = folded
    flood = [message(WORK, offset, b"%d" % (10 * MANY), partition=busy) for offset in range(3)]
    other = message(WORK, 0, b"1", partition=1 - busy)

    keeping.play(lambda: keeping.keeper.run(Stream([*flood, other])))

    assert (
        folded.index(1 - busy) <= 8 * 5
    )  # in turns of five folds, behind a turn or two for each of the records that were read before it
    assert len(folded) == 30 * MANY // FOLDED_AT_ONCE + 1
    assert [each.offset for each in keeping.partitions] == ([2, 0] if busy == 0 else [0, 2])


def test_a_record_is_acknowledged_only_when_all_of_its_rows_are_folded() -> None:
    keeping = Keeping(0)

    async def playing() -> None:
        folding = asyncio.ensure_future(keeping.keeper.run(Stream([message(WORK, 0, b"%d" % MANY)])))
        while not keeping.partitions[0].folded:  # noqa: ASYNC110  turn by turn
            await asyncio.sleep(0)
        await keeping.keeper.checkpoint(0)
        keeping.stage.note("all are folded")
        await folding
        await keeping.keeper.checkpoint(0)

    keeping.play(playing)

    steps = [step for step in keeping.stage.done if step.startswith(("ack", "all"))]
    assert steps == ["all are folded", "ack 0"]


def test_no_more_is_read_while_many_rows_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeper, "MOST_UNFOLDED", 2 * MANY)
    keeping = Keeping(0)
    waiting: list[int] = []
    (work,) = keeping.partitions
    fold = work.fold

    def noting(now: int, most: int) -> list[Outgoing]:
        waiting.append(work.unfolded)
        return fold(now, most)

    cast("Any", work).fold = noting

    keeping.play(lambda: keeping.keeper.run(Stream([message(WORK, offset, b"%d" % MANY) for offset in range(9)])))

    assert max(waiting) <= 3 * MANY
    assert work.offset == 8


def test_a_set_is_sent_while_others_are_evaluated() -> None:
    keeping = Keeping(MANY)
    evaluated_then: list[int] = []
    keeping.stage.at["send"] = lambda: evaluated_then.append(len(keeping.evaluated))

    keeping.play(keeping.keeper.publish)

    assert evaluated_then[0] < MANY / 10
    assert keeping.sent == keeping.evaluated


def test_publishing_goes_on_while_a_checkpoint_is_written() -> None:
    keeping = Keeping(3, 3)
    done = asyncio.Event()
    write = keeping.stage.write

    async def slow(*given: Any) -> int:
        await done.wait()
        return await write(*given)

    async def playing() -> None:
        cast("Any", keeping.stage).write = slow
        writing = asyncio.ensure_future(keeping.keeper.checkpoint(0))
        await asyncio.sleep(0)
        await keeping.keeper.publish()
        assert not writing.done()
        done.set()
        await writing

    keeping.play(playing)

    assert len(keeping.sent) == 6


class SlowBroker:
    """A broker that takes one lot after the other when it is told to, or refuses."""

    def __init__(self, error: Exception | None = None) -> None:
        self.lots: list[tuple[int, list[bytes]]] = []
        self.may = asyncio.Event()
        self._error = error

    async def send(self, partition: int, records: Sequence[Outgoing]) -> None:
        await self.may.wait()
        if self._error is not None:
            raise self._error
        self.lots.append((partition, [each.value for each in records]))


def numbered(*numbers: int) -> list[Outgoing]:
    return [Outgoing("t", None, b"%d" % number) for number in numbers]


def test_of_a_partition_records_are_sent_in_their_order_and_what_gathers_meanwhile_goes_together() -> None:
    async def playing() -> list[tuple[int, list[bytes]]]:
        broker = SlowBroker()
        outbox = Outbox(broker.send)
        outbox.put(0, numbered(1))
        await asyncio.sleep(0)
        outbox.put(0, numbered(2))
        outbox.put(1, numbered(3))
        outbox.put(0, numbered(4))
        broker.may.set()
        await outbox.sent()
        return broker.lots

    assert asyncio.run(playing()) == [(0, [b"1"]), (0, [b"2", b"4"]), (1, [b"3"])]


def test_no_more_gathers_than_is_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SENT_AT_ONCE", 3)

    async def playing() -> list[bool]:
        broker = SlowBroker()
        outbox = Outbox(broker.send)
        waits = []
        for number in range(4):
            outbox.put(0, numbered(number))
            room = asyncio.ensure_future(outbox.make_room())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            waits.append(not room.done())
        broker.may.set()
        await room
        return waits

    # the first is being sent, the others gather
    assert asyncio.run(playing()) == [False, False, False, True]


def test_what_is_raised_while_records_are_sent_is_raised_by_who_waits() -> None:
    async def playing() -> None:
        broker = SlowBroker(RecordTooLargeError("too large"))
        outbox = Outbox(broker.send)
        outbox.put(0, numbered(1))
        broker.may.set()
        await asyncio.sleep(0.01)
        with pytest.raises(RecordTooLargeError):
            await outbox.make_room()
        with pytest.raises(RecordTooLargeError):
            await outbox.sent()

    asyncio.run(playing())
