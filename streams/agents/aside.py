"""The turn for work that takes long and changes nothing: made in a thread, one piece at a time in a process."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Aside:
    """The one turn of a process; mutable. After each it rests for as long as that took, so the loop has most of a processor."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for the turn and have it, until the end of the block and the rest after it."""
        async with self._one:
            began = time.perf_counter()
            yield
            await asyncio.sleep(time.perf_counter() - began)
