"""Hands records over to the agents: at once, where nothing has to wait. It decides nothing about which record goes when.

Faust hands each record over as a task of its own, beside three others that watch for the end of the flow: three turns of the
loop a record. A turn takes as long as the agents work in it, and the records of all platforms wait behind those before them.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from typing import Any

from mode import Service
from mode.services import WaitResults


class HandingOver(Service):
    """Part of Faust's consumer, which hands each record over with `wait_first`: the handing over, and what may end it."""

    abstract = True

    async def wait_first(self, *coros: Any, timeout: Any = None) -> WaitResults:  # noqa: ASYNC109  mode's
        """Wait for the first of these; where the first one given has not to wait, it is done before any other task runs."""
        first, *others = coros
        if timeout is not None or not asyncio.iscoroutine(first):
            return await super().wait_first(*coros, timeout=timeout)
        rest: Any = None
        try:
            rest = begin(first)
        finally:
            if rest is None:
                for other in filter(asyncio.iscoroutine, others):
                    other.close()  # it was not begun: Python warns of that where nobody says that it is meant
        if rest is not None:
            return await super().wait_first(rest, *others)
        return WaitResults([first], [None], stopped=False)


def begin(work: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, Any] | None:
    """Do a piece of work up to its end or its first wait; returns what is left of it, None where nothing is."""
    try:
        waits_for = work.send(None)
    except StopIteration:
        return None
    return _end(work, waits_for)


async def _end(work: Coroutine[Any, Any, Any], waits_for: Any) -> Any:
    return await _Waiting(work, waits_for)


class _Waiting:
    """Work that was begun and waits for something. It is driven as the loop drives a task."""

    def __init__(self, work: Coroutine[Any, Any, Any], waits_for: Any) -> None:
        self._work = work
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, Any]:
        waits_for = self._waits_for
        step: Callable[[Any], Any]
        argument: Any
        while True:
            try:
                argument = yield waits_for
                step = self._work.send
            except BaseException as error:  # noqa: BLE001  a cancellation is for the work, too
                step, argument = self._work.throw, error
            try:
                waits_for = step(argument)
            except StopIteration as end:
                return end.value
