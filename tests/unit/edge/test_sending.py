"""Records on their way to the producer."""

import asyncio
from collections.abc import Awaitable
from typing import Any, cast

import pytest
from aiokafka.errors import KafkaConnectionError

from streams.core.outgoing import Outgoing
from streams.edge import sending
from streams.edge.sending import NotTakenError, Sender


class Producer:
    """App and topics in one: takes records, and has them when the loop has turned."""

    def __init__(self) -> None:
        self.waiting = 0
        self.most = 0
        self.sent: list[tuple[bytes, object]] = []

    def topic(self, *_: Any, **__: Any) -> "Producer":
        return self

    async def send(self, *, key: bytes | None, value: bytes, partition: int | None, headers: object) -> Awaitable[None]:
        assert (key, partition) == (None, 0)
        self.sent.append((value, headers))
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        taken = asyncio.get_running_loop().create_future()
        taken.add_done_callback(lambda _: setattr(self, "waiting", self.waiting - 1))
        asyncio.get_running_loop().call_later(0.01, taken.set_result, None)
        return taken


def test_of_many_records_only_some_wait_with_the_producer_at_once_and_others_get_their_turn() -> None:
    producer = Producer()
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async def send() -> None:
        counting = asyncio.create_task(count())
        await Sender(cast("Any", producer)).send([Outgoing("t", None, b"%d" % n, 0) for n in range(1_700)])
        counting.cancel()

    asyncio.run(send())

    assert [value for value, _ in producer.sent] == [b"%d" % n for n in range(1_700)]
    assert producer.most <= sending.SENT_AT_ONCE
    assert turns >= 1_700 // 100


class Stamping:
    """App and topic in one, whose records get this stamp of this kind; None where the broker is away."""

    def __init__(self, stamp: int | None, kind: int = 1) -> None:
        self._sent = None if stamp is None else type("Sent", (), {"timestamp": stamp, "timestamp_type": kind})

    def topic(self, *_: Any, **__: Any) -> "Stamping":
        return self

    async def send(self, **_: Any) -> "asyncio.Future[Any]":
        if self._sent is None:
            raise KafkaConnectionError
        taken: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        taken.set_result(self._sent)
        return taken


def stamp(app: Stamping) -> float | None:
    return asyncio.run(Sender(cast("Any", app)).broker_stamp("clock"))


def test_a_stamp_is_the_broker_s_time_where_the_broker_set_it_and_not_where_the_sender_did() -> None:
    assert (stamp(Stamping(7)), stamp(Stamping(7, kind=0))) == (7, None)


def test_a_record_that_the_broker_does_not_take_gives_no_stamp_but_the_reason() -> None:
    with pytest.raises(NotTakenError, match="KafkaConnectionError"):
        stamp(Stamping(None))


def test_headers_go_with_a_record_that_has_some() -> None:
    producer = Producer()

    asyncio.run(
        Sender(cast("Any", producer)).send(
            [Outgoing("t", None, b"a", 0, (("error", b"x"),)), Outgoing("t", None, b"b", 0)]
        )
    )

    assert producer.sent == [(b"a", [("error", b"x")]), (b"b", None)]
