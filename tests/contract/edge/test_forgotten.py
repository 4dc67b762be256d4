"""A member that the group has forgotten, as one that hung for longer than its session, and that learns of it later."""

import asyncio
from pathlib import Path
from typing import Any, cast

from streams.edge.messages import TP
from streams.edge.runtime import FaustRuntime
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.contract.edge.test_runtime import play, send
from tests.contract.edge.worlds import KafkaWorld, Member, joined, until


def test_it_commits_nothing_before_it_has_joined_again_though_the_group_has_no_member(
    kafka: EmbeddedKafka, tmp_path: Path
) -> None:
    world = KafkaWorld(kafka.address, "forgotten", tmp_path)
    tp = TP(world.topic, 0)

    async def playing() -> None:
        async with joined(world, world.topic) as member:
            await send(member, world.topic, range(10))
            await until(lambda: len(member.got) >= 10)
            member.runtime.partitions.acknowledge(tp, range(4))
            await member.runtime.partitions.commit()
            member.at_revoked = lambda: member.runtime.partitions.acknowledge(tp, range(4, 8))
            before = len(member.calls)

            await forget(member)

            await until(lambda: "recovered" in member.calls[before:])
            assert member.calls[before] == "revoked"
            assert member.committed[tp] == 4
            member.at_revoked = lambda: None

    play(playing())


async def forget(member: Member) -> None:
    """Have the broker forget the member, as it does with one that is silent; it learns so from the answer to a heartbeat."""
    thread: Any = cast("FaustRuntime", member.runtime).app.consumer._thread  # type: ignore[attr-defined]
    coordinator = thread._consumer._coordinator
    leaving = asyncio.run_coroutine_threadsafe(coordinator._maybe_leave_group(), thread.thread_loop)
    await asyncio.wrap_future(leaving)
