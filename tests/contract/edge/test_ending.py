"""Two members of a group that end at the same time: the partitions are shared anew while the second writes what it holds."""

import asyncio
from pathlib import Path
from typing import cast

from streams.edge.messages import TP
from streams.edge.runtime import FaustRuntime
from streams.tools.embedded.kafka import EmbeddedKafka
from tests.contract.edge.test_runtime import play, send
from tests.contract.edge.worlds import PARTITIONS, KafkaWorld, Member, joined, until


class SlowMember(Member):
    """A member that writes for so long, at its end, that the group shares its partitions anew meanwhile."""

    async def _revoked(self) -> None:
        if self.runtime.stopping and "ended" not in self.calls:
            self.calls.append("ends")
            rebalances = rebalances_of(self)
            await until(lambda: rebalances_of(self) > rebalances)
            for tp in self.tps:
                self.runtime.partitions.acknowledge(tp, range(5))
            await self.runtime.partitions.commit()
            self.calls.append("ended")
        else:
            await super()._revoked()


def rebalances_of(member: Member) -> int:
    """The number of rebalances that have begun for a member."""
    return cast("FaustRuntime", member.runtime).app.rebalancing_count


def test_who_ends_while_another_leaves_commits_what_it_wrote(kafka: EmbeddedKafka, tmp_path: Path) -> None:
    world = KafkaWorld(kafka.address, "ending", tmp_path)

    async def playing() -> None:
        slow = SlowMember(world, world.topic)
        async with joined(world, world.topic) as other:
            for partition in range(PARTITIONS):
                await send(other, world.topic, range(10), partition)
            await world.start(slow.runtime)
            await until(lambda: slow.is_ready and len(slow.tps) == 1 and other.is_ready)
            await until(lambda: len(slow.got) >= 10)
            held = slow.tps
            ending = asyncio.ensure_future(world.stop(slow.runtime))
            await until(lambda: "ends" in slow.calls)
        await ending
        assert "ended" in slow.calls
        async with joined(world, world.topic) as next_one:
            assert {tp: next_one.committed[tp] for tp in held} == {TP(world.topic, tp.partition): 5 for tp in held}

    play(playing())
