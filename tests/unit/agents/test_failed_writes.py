"""A write that the broker does not take: nothing that came of it is acknowledged, and nobody else's work waits for it."""

import asyncio
from typing import Any, cast

import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from faust.exceptions import ProducerSendError
from prometheus_client import CollectorRegistry

from schemas.work import encode_work
from streams.agents.judge import JudgeKeeper, judge_role
from streams.agents.keeper import Keeper
from streams.core.outgoing import Outgoing
from streams.core.workers.judge import Judge
from streams.edge.messages import TP
from streams.edge.sending import RecordTooLargeError, Sender
from streams.law.files import packaged_law
from streams.metrics import KeeperMetrics, Metrics
from tests.unit.agents.stage import Stage, Stream, message
from tests.unit.core.days import group, row

WORK = TP("work", 0)


class Judging:
    """A judge of partition 0 on a stage."""

    def __init__(self) -> None:
        self.stage = Stage(tps=frozenset({WORK}))
        metrics = Metrics(CollectorRegistry())
        self._stopped = metrics.stopped
        judge, folded = metrics.judge, metrics.folded.labels(WORK.topic)
        told = KeeperMetrics(judge.fold, folded, judge.evaluate, metrics.checkpoint, metrics.stopped)
        self.keeper: JudgeKeeper = Keeper(
            self.stage, self.stage, self.stage, told, judge_role(lambda: Judge(packaged_law()))
        )

    async def take(self, *offsets: int) -> None:
        messages = [message("work", offset, encode_work([group([row("08:00 online")])])) for offset in offsets]
        await self.keeper.run(Stream(messages))

    def acknowledged(self) -> list[str]:
        return [step for step in self.stage.done if step.startswith("ack")]

    def stops(self) -> dict[str, float]:
        samples = next(iter(self._stopped.collect())).samples
        return {each.labels["reason"]: each.value for each in samples if each.value and each.labels["agent"] == "judge"}


def test_after_a_checkpoint_that_failed_nothing_of_its_partition_is_acknowledged_any_more() -> None:
    async def play() -> Judging:
        judging = Judging()
        await judging.keeper.restore({})
        await judging.take(0, 1)
        judging.stage.refuses["write"] = KafkaTimeoutError()
        with pytest.raises(KafkaTimeoutError):
            await judging.keeper.checkpoint(0)
        judging.stage.refuses.clear()
        await judging.take(2, 3)
        await judging.keeper.revoke()
        return judging

    judging = asyncio.run(play())

    assert judging.acknowledged() == []
    assert not [step for step in judging.stage.done if step.startswith("write")]


def test_a_state_that_is_too_large_for_the_broker_stops_its_partition_and_ends_nothing() -> None:
    async def play() -> Judging:
        judging = Judging()
        await judging.keeper.restore({})
        await judging.take(0)
        judging.stage.refuses["write"] = RecordTooLargeError("9078759 bytes")
        await judging.keeper.checkpoint(0)
        return judging

    judging = asyncio.run(play())

    assert (judging.acknowledged(), list(judging.keeper.partitions)) == ([], [])
    assert judging.stops() == {"record_too_large": 1}


def test_a_statement_that_is_too_large_for_the_broker_stops_its_partition_and_ends_nothing() -> None:
    async def play() -> Judging:
        judging = Judging()
        await judging.keeper.restore({})
        judging.stage.refuses["send"] = RecordTooLargeError("9078759 bytes")
        await judging.keeper.send(0, [Outgoing("standing", None, b"")])
        return judging

    judging = asyncio.run(play())

    assert judging.stops() == {"record_too_large": 1}


def test_a_partition_that_was_given_up_meanwhile_is_not_counted_as_stopped() -> None:
    async def play() -> Judging:
        judging = Judging()
        await judging.keeper.restore({})
        await judging.keeper.revoke()
        judging.stage.refuses["send"] = RecordTooLargeError("9078759 bytes")
        await judging.keeper.send(0, [Outgoing("standing", None, b"")])
        return judging

    assert asyncio.run(play()).stops() == {}


class Refusing:
    """An app whose topics take a record only after these errors, as Faust's producer raises them."""

    def __init__(self, *errors: Exception) -> None:
        self._errors = list(errors)
        self.taken = 0

    def topic(self, *_: object, **__: object) -> "Refusing":
        return self

    async def send(self, **_: object) -> "asyncio.Future[None]":
        if self._errors:
            error = self._errors.pop(0)
            raise ProducerSendError(f"Error while sending: {error!r}") from error
        self.taken += 1
        taken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        taken.set_result(None)
        return taken


def test_what_a_broker_that_is_away_does_not_take_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.edge.sending._AGAIN_S", 0)
    app = Refusing(KafkaTimeoutError(), KafkaTimeoutError())

    asyncio.run(Sender(cast("Any", app)).send_until_taken([Outgoing("standing", b"key", b"x")]))

    assert app.taken == 1


def test_what_is_too_large_is_not_sent_again() -> None:
    app = Refusing(MessageSizeTooLargeError())

    with pytest.raises(RecordTooLargeError):
        asyncio.run(Sender(cast("Any", app)).send_until_taken([Outgoing("standing", b"key", b"x")]))
