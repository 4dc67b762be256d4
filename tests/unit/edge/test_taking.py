"""Batches of one assignment: what came before a rebalance does not come out after it, and nothing comes twice."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import pytest

from streams.edge.messages import Message
from streams.edge.taking import Assignment, Limits, MessageBatch, Taking
from tests.unit.agents.stage import Stage, message

LIMITS = Limits(most=3, within_s=0.02)


class Scripted:
    """A stream that does what the script says: gives a message, or calls what stands in its place."""

    def __init__(self, *script: Message | Callable[[], object]) -> None:
        self._script = script

    async def __aiter__(self) -> AsyncIterator[Message]:
        for step in self._script:
            if isinstance(step, Message):
                yield step
            else:
                step()


def fed(*offsets: int, partition: int = 0, value: bytes = b"") -> list[Message]:
    return [message("feed.hema", offset, value, partition) for offset in offsets]


def taken(assignment: Assignment, *script: Message | Callable[[], object], limits: Limits = LIMITS) -> list[list[int]]:
    """The offsets of each batch."""

    async def take() -> list[list[int]]:
        stream = Scripted(*script)
        return [[one.offset for one in batch.messages] async for batch in Taking(assignment, limits).batches(stream)]

    return asyncio.run(asyncio.wait_for(take(), 10))


def rebalance(assignment: Assignment) -> Callable[[], None]:
    def happen() -> None:
        assignment.revoke()
        assignment.assign()

    return happen


def test_a_batch_is_full_at_so_many_records_and_the_rest_comes_in_the_next() -> None:
    assert taken(Assignment(stands=True), *fed(1, 2, 3, 4)) == [[1, 2, 3], [4]]


def test_a_batch_is_full_at_so_many_bytes_and_a_record_of_more_comes_alone() -> None:
    large = fed(1, 2, value=b"x" * 10)

    assert taken(Assignment(stands=True), *large, limits=Limits(3, 0.02, most_bytes=9)) == [[1], [2]]


def test_what_came_before_a_rebalance_and_is_read_again_after_it_comes_once() -> None:
    assignment = Assignment(stands=True)

    found = taken(assignment, *fed(5, 6), rebalance(assignment), *fed(5, 6, 7))

    assert found == [[5, 6, 7]]


def test_what_comes_when_the_partitions_are_gone_is_nobodys() -> None:
    assignment = Assignment(stands=True)

    found = taken(assignment, *fed(40, 41), assignment.revoke, *fed(42), assignment.assign, *fed(32, 33))

    assert found == [[32, 33]]


def test_a_record_that_is_read_twice_in_one_assignment_comes_once() -> None:
    assert taken(Assignment(stands=True), *fed(5, 6, 5), *fed(5, partition=1), *fed(7)) == [[5, 6, 5], [7]]


def test_offsets_that_hold_no_record_are_passed_over() -> None:
    assert taken(Assignment(stands=True), *fed(5, 9)) == [[5, 9]]


def test_a_batch_that_was_in_hand_at_a_rebalance_is_not_acknowledged() -> None:
    assignment, stage = Assignment(stands=True), Stage()
    batch = MessageBatch(fed(1), assignment, assignment.number)
    other = MessageBatch(fed(2), assignment, assignment.number)

    before = other.acknowledge(stage)
    rebalance(assignment)()
    after = batch.acknowledge(stage)

    assert (before, after, stage.done) == (True, False, ["ack 2"])


def test_what_a_stream_raises_reaches_the_agent_behind_what_it_gave() -> None:
    async def take() -> list[int]:
        batches = Taking(Assignment(stands=True), LIMITS).batches(Scripted(*fed(1), lambda: 1 / 0))
        first = await anext(batches)
        with pytest.raises(ZeroDivisionError):
            await anext(batches)
        return [one.offset for one in first.messages]

    assert asyncio.run(asyncio.wait_for(take(), 10)) == [1]


def test_while_an_agent_works_one_batch_is_gathered_and_no_more() -> None:
    given = []

    async def take() -> int:
        stream = Scripted(*(step for one in fed(*range(9)) for step in (lambda: given.append(1), one)))
        batches = Taking(Assignment(stands=True), LIMITS).batches(cast("Any", stream))
        await anext(batches)
        for _ in range(100):
            await asyncio.sleep(0)
        await batches.aclose()
        return len(given)

    assert asyncio.run(take()) == 2 * LIMITS.most
