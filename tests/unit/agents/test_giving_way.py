"""The number of turns of the loop that others get: the more, the longer an agent has worked."""

import asyncio
import time

from streams.agents.spells import give_way


def turns_after(worked_s: float) -> int:
    """The turns of the loop that another task gets after so much work."""
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    async def work() -> None:
        counting = asyncio.ensure_future(count())
        await asyncio.sleep(0)
        await give_way(time.perf_counter() - worked_s)
        counting.cancel()

    asyncio.run(work())
    return turns


def test_after_little_work_others_get_a_turn() -> None:
    assert turns_after(0.0) >= 1


def test_after_more_work_they_get_more_turns_and_never_without_end() -> None:
    assert turns_after(0.01) >= 5
    assert turns_after(3600.0) <= 25
