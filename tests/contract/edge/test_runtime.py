"""The properties that agents rely on, of the broker in memory that they are tested on and of Faust on a real broker alike."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from schemas.topics import CLOCK
from streams.core.outgoing import Outgoing
from streams.edge.messages import TP
from streams.edge.state import Owner
from tests.contract.edge.worlds import PARTITIONS, Member, World, joined, until

OWNER = Owner(b"w", 0)


def play(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 120))


async def send(member: Member, topic: str, values: Sequence[int], partition: int = 0) -> None:
    await member.runtime.sender.send_until_taken([Outgoing(topic, None, b"%d" % n, partition) for n in values])


def test_what_is_sent_comes_back_once_and_in_its_order(world: World, topic: str) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            for partition in range(PARTITIONS):
                await send(member, topic, range(600), partition)
            await until(lambda: len(member.got) >= 600 * PARTITIONS)

            for partition in range(PARTITIONS):
                assert member.offsets(partition) == list(range(600))
            assert [each.value for each in member.got if each.partition == 0] == [b"%d" % n for n in range(600)]
            assert {each.topic for each in member.got} == {topic}
            assert min(each.timestamp for each in member.got) > 1_600_000_000_000

    play(playing())


def test_after_a_restart_it_goes_on_at_the_first_record_that_was_not_acknowledged(world: World, topic: str) -> None:
    tp = TP(topic, 0)

    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(10))
            await until(lambda: len(member.got) >= 10)
            member.runtime.partitions.acknowledge(tp, range(6))
            await member.runtime.partitions.commit()
        async with joined(world, topic) as member:
            await until(lambda: len(member.got) >= 4)

            assert member.committed[tp] == 6
            assert member.offsets(0) == [6, 7, 8, 9]

    play(playing())


def test_what_was_not_acknowledged_comes_again(world: World, topic: str) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(10))
            await until(lambda: len(member.got) >= 10)
            await member.runtime.partitions.commit()
        async with joined(world, topic) as member:
            await until(lambda: len(member.got) >= 10)

            assert member.offsets(0) == list(range(10))

    play(playing())


def test_of_a_partition_that_is_held_nothing_comes_and_when_it_is_released_nothing_was_lost(
    world: World, topic: str
) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(5))
            await until(lambda: len(member.got) >= 5)
            member.runtime.partitions.hold([TP(topic, 0)])
            await send(member, topic, range(5, 700))
            await send(member, topic, range(3), partition=1)
            await until(lambda: len(member.offsets(1)) >= 3)
            await asyncio.sleep(0.5)
            meanwhile = member.offsets(0)
            member.runtime.partitions.release([TP(topic, 0)])
            await until(lambda: len(member.offsets(0)) >= 700)

            assert meanwhile == list(range(5))
            assert member.offsets(0) == list(range(700))

    play(playing())


def test_a_partition_that_is_held_while_it_is_read_loses_nothing(world: World, topic: str) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(3_000))
            for _ in range(20):
                member.runtime.partitions.hold([TP(topic, 0)])
                await asyncio.sleep(0.01)
                member.runtime.partitions.release([TP(topic, 0)])
                await asyncio.sleep(0.01)
            await until(lambda: len(member.got) >= 3_000)

            assert member.offsets(0) == list(range(3_000))

    play(playing())


def test_the_ends_of_a_partition_are_those_of_what_was_sent(world: World, topic: str) -> None:
    tp = TP(topic, 0)

    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(7))
            await until(lambda: len(member.got) >= 7)
            partitions = member.runtime.partitions

            assert await partitions.highwaters([tp]) == {tp: 7}
            assert await partitions.earliest_offsets([tp]) == {tp: 0}
            await until(lambda: partitions.highwater(tp) == 7)
            await until(lambda: partitions.read_up_to(tp) == 7)
            assert partitions.read_up_to(TP(topic, PARTITIONS)) is None
            assert partitions.highwater(TP(topic, PARTITIONS)) is None  # as of one that was taken away just now
            assert partitions.fetched(tp) == (0, 6)
            assert partitions.fetched(TP(topic, 1)) is None

    play(playing())


def test_state_that_was_written_is_the_state_that_is_recovered(world: World, topic: str) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            state = member.runtime.state
            first = await state.begin(OWNER)
            await state.write(OWNER, first, [(b"a", b"1"), (b"b", b"1"), (b"c", b"1")])
            await state.write(OWNER, first, [(b"b", None), (b"c", b"2")])
            await state.write(Owner(b"p", 0), first, [(b"a", b"of another topic")])
            before = dict(state.of(OWNER))
        async with joined(world, topic) as member:
            recovered = dict(member.runtime.state.of(OWNER))
            second = await member.runtime.state.begin(OWNER)
            await member.runtime.state.write(OWNER, second, [(b"a", b"3")])
        async with joined(world, topic) as member:
            assert before == recovered == {b"a": b"1", b"c": b"2"}
            assert second > first
            assert dict(member.runtime.state.of(OWNER)) == {b"a": b"3", b"c": b"2"}

    play(playing())


def test_at_a_rebalance_partitions_are_revoked_before_they_are_recovered_elsewhere(world: World, topic: str) -> None:
    async def playing() -> None:
        async with joined(world, topic) as one:
            for partition in range(PARTITIONS):
                await send(one, topic, range(10), partition)
            await until(lambda: len(one.got) >= 10 * PARTITIONS)
            joins, generation = len(one.calls), one.runtime.partitions.generation
            first = list(one.calls)

            def acknowledge() -> None:
                for tp in one.tps:
                    one.runtime.partitions.acknowledge(tp, range(6))

            one.at_revoked = acknowledge
            async with joined(world, topic) as other:
                await until(lambda: one.is_ready and len(one.got) >= 4 and len(other.got) >= 4)
                since = one.calls[joins:]

                assert {"assigned", "recovered"} <= set(first)
                assert since[0] == "revoked"
                assert set(since) == {"revoked", "assigned", "recovered"}
                assert one.runtime.partitions.generation > generation
                assert not one.tps & other.tps
                assert len(one.tps | other.tps) == PARTITIONS
                # what was acknowledged in `revoked` does not come again, and nothing after it is left out
                assert sorted({*one.offsets(0), *other.offsets(0)}) == [6, 7, 8, 9]
                assert sorted({*one.offsets(1), *other.offsets(1)}) == [6, 7, 8, 9]

    play(playing())


def test_what_was_acknowledged_but_not_committed_before_a_rebalance_is_not_committed_after_it(
    world: World, topic: str
) -> None:
    async def playing() -> None:
        async with joined(world, topic) as one:
            for partition in range(PARTITIONS):
                await send(one, topic, range(10), partition)
            await until(lambda: len(one.got) >= 10 * PARTITIONS)

            def acknowledge() -> None:
                for tp in one.tps:
                    one.runtime.partitions.acknowledge(tp, range(6))

            one.at_revoked, one.commits_at_revoked = acknowledge, False
            async with joined(world, topic):
                await until(lambda: one.is_ready and bool(one.tps))
                await one.runtime.partitions.commit()

                assert set((await one.runtime.partitions.seek_to_committed()).values()) <= {0}
                one.at_revoked = lambda: None

    play(playing())


def test_who_stops_is_told_to_give_up_while_it_may_still_commit(world: World, topic: str) -> None:
    tp = TP(topic, 0)

    async def playing() -> None:
        async with joined(world, topic) as member:
            await send(member, topic, range(5))
            await until(lambda: len(member.got) >= 5)
            member.at_revoked = lambda: member.runtime.partitions.acknowledge(tp, range(3))
        assert member.calls[-1] == "revoked"
        assert member.runtime.stopping
        async with joined(world, topic) as member:
            assert member.committed[tp] == 3

    play(playing())


@pytest.mark.parametrize("stamped", [True, False])
def test_the_broker_s_time_is_that_of_a_topic_that_it_stamps(world: World, topic: str, stamped: bool) -> None:
    async def playing() -> None:
        async with joined(world, topic) as member:
            stamp = await member.runtime.sender.broker_stamp(CLOCK if stamped else topic)

            assert (stamp is not None) == stamped

    play(playing())


def test_a_task_runs_beside_the_agents_from_the_start_on(world: World, topic: str) -> None:
    async def playing() -> None:
        member, ran = Member(world, topic), asyncio.Event()

        async def run() -> None:
            ran.set()

        member.runtime.task(run)
        await world.start(member.runtime)
        await asyncio.wait_for(ran.wait(), 120)
        await world.stop(member.runtime)

    play(playing())
