"""Cuts off a process that has begun to end, or whose event loop is stuck, when it has not ended in time.

The records that it holds then are not acknowledged, so that another process reads them again.
"""

import asyncio
import logging
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from streams.health.condition import Condition

_log = logging.getLogger(__name__)

LATE = 70
"""The exit status of a process that was cut off, as it did not end by itself in time."""

STUCK_LOOKS = 120
"""Looks in a row, one a second, without a turn of the loop, after which it is stuck. Looks are counted, and not seconds, for a
process that the system held up (SIGSTOP, a sleeping machine) was not stuck."""

_LOOK_S = 1.0
_PARTING_S = 1.0
"""Seconds for the last line of the log: where nobody reads standard error any more, writing to it waits for ever."""


class Deadline:
    """Cuts the process off, some seconds after it began to end, and removes `folder`. Begun again it never becomes later."""

    def __init__(self, folder: Path | None = None, exit_: Callable[[int], object] = os._exit) -> None:
        self._folder = folder
        self._exit = exit_

    def begin(self, seconds: float, why: str) -> None:
        """Start the deadline: the process is cut off after so many seconds."""
        timer = threading.Timer(seconds, self.cut_off, (f"{why}: it has not ended within {seconds:.0f} s",))
        timer.daemon = True
        timer.start()

    def cut_off(self, why: str) -> None:
        """End the process at once, with the status `LATE`."""
        parting = threading.Thread(target=self._part, args=(why,), daemon=True)
        parting.start()
        parting.join(_PARTING_S)
        self._exit(LATE)

    def _part(self, why: str) -> None:
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
        _log.critical("%s; this process is cut off", why)


def keep_ticking(loop: asyncio.AbstractEventLoop, condition: Condition) -> None:
    """Note every second that the loop turns, as long as it does."""
    condition.tick()
    loop.call_later(_LOOK_S, keep_ticking, loop, condition)


def watch_loop(
    loop: asyncio.AbstractEventLoop, condition: Condition, deadline: Deadline, look_s: float = _LOOK_S
) -> None:
    """Note every second that the loop turns; a thread cuts the process off when it is stuck."""
    loop.call_soon_threadsafe(keep_ticking, loop, condition)
    threading.Thread(target=_watch, args=(condition, deadline, look_s), daemon=True).start()


def _watch(condition: Condition, deadline: Deadline, look_s: float) -> None:
    looks, seen, pause = 0, condition.ticked, threading.Event()
    while looks < STUCK_LOOKS:
        pause.wait(look_s)
        looks = looks + 1 if condition.ticked == seen else 0
        seen = condition.ticked
    deadline.cut_off(f"the event loop did not turn during {STUCK_LOOKS} looks")
