"""A record is handed over without a turn of the loop, where nothing has to wait; else as Faust does."""

import asyncio
from typing import Any

import pytest
from mode import Service

from streams.edge.fetched.handing_over import HandingOver, begin


class Consumer(HandingOver, Service):
    """The part of a consumer that hands over."""


class Elsewhere:
    """Another task of the loop: `turns` it had so far."""

    def __init__(self) -> None:
        self.turns = 0
        self._task = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        while True:
            self.turns += 1
            await asyncio.sleep(0)

    def stop(self) -> None:
        self._task.cancel()


def test_a_thousand_records_for_which_nothing_waits_are_handed_over_in_one_turn() -> None:
    handed: list[int] = []

    async def hand_over(number: int) -> None:
        handed.append(number)

    async def playing() -> int:
        consumer, ends, elsewhere = Consumer(), asyncio.Event(), Elsewhere()
        for number in range(1_000):
            assert not (await consumer.wait_first(hand_over(number), ends.wait())).stopped
        elsewhere.stop()
        return elsewhere.turns

    assert asyncio.run(playing()) == 0
    assert handed == list(range(1_000))


def test_a_record_that_has_to_wait_is_handed_over_when_it_need_not_any_more() -> None:
    async def playing() -> list[str]:
        consumer, ends, room = Consumer(), asyncio.Event(), asyncio.Event()
        handed: list[str] = []

        async def hand_over() -> None:
            handed.append("begun")
            await room.wait()
            handed.append("done")

        waiting = asyncio.ensure_future(consumer.wait_first(hand_over(), ends.wait()))
        await asyncio.sleep(0.01)
        handed.append("room")
        room.set()
        await waiting
        return handed

    assert asyncio.run(playing()) == ["begun", "room", "done"]


def test_what_ends_the_flow_ends_the_wait_of_a_record() -> None:
    async def playing() -> list[str]:
        consumer, ends = Consumer(), asyncio.Event()
        steps: list[str] = []

        async def hand_over() -> None:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                steps.append("cancelled")
                raise

        waiting = asyncio.ensure_future(consumer.wait_first(hand_over(), ends.wait()))
        await asyncio.sleep(0.01)
        ends.set()
        steps.append("stopped" if (await waiting).stopped else "ended")
        while len(steps) < 2:  # noqa: ASYNC110  the loop gives no event
            await asyncio.sleep(0)
        return steps

    assert sorted(asyncio.run(playing())) == ["cancelled", "ended"]


def test_what_handing_over_raises_is_raised() -> None:
    async def at_once() -> None:
        raise ValueError

    async def later() -> None:
        await asyncio.sleep(0)
        raise ValueError

    async def playing(work: Any) -> None:
        with pytest.raises(ValueError):  # noqa: PT011  it has no text
            await Consumer().wait_first(work, asyncio.Event().wait())

    asyncio.run(playing(at_once()))
    asyncio.run(playing(later()))


def test_what_is_left_of_work_gives_its_result() -> None:
    async def work() -> int:
        await asyncio.sleep(0)
        await asyncio.sleep(0.001)
        return 7

    async def playing() -> object:
        rest = begin(work())
        assert rest is not None
        return await rest

    assert asyncio.run(playing()) == 7
