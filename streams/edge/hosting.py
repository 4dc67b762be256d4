"""The process that a runtime lives in: its loop, its signals, its end."""

import signal
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

import faust

from streams.edge.runtime import FaustRuntime


class Hosting(faust.Worker):
    """Faust's worker, whose end is announced however it comes about.

    `before` is done before any partition is assigned, given a test of whether the process stops; `beside` is done from then on.
    `ending` is called with the reason when the process begins to end, perhaps more than once; in the handler of a signal, too.
    """

    def __init__(
        self,
        runtime: FaustRuntime,
        *,
        before: Callable[[Callable[[], bool]], Awaitable[None]],
        beside: Sequence[Callable[[], Coroutine[Any, Any, None]]],
        ending: Callable[[str], None],
    ) -> None:
        super().__init__(runtime.app, quiet=True, redirect_stdouts=False, override_logging=False, workdir=Path.cwd())
        self.spinner = None  # it writes codes for the cursor, also where there is none
        self._before = before
        self._beside = beside
        self._ending = ending

    def run_to_the_end(self) -> None:
        """Run until a signal or an error ends it. Raises `SystemExit`."""
        self.execute_from_commandline()

    async def on_first_start(self) -> None:
        """Begin to watch before any partition is held; join the others after that."""
        await super().on_first_start()
        await self._before(lambda: self.should_stop)
        for work in self._beside:
            self.add_future(work())

    def install_signal_handlers(self) -> None:
        """Announce the end at a signal also where the loop is stuck and does not receive it."""
        super().install_signal_handlers()
        # the loop learns of a signal by its number in a pipe, whatever function is set here
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)

    def on_worker_shutdown(self) -> None:
        """Announce the end: a crash of one of Faust's own services leads here, too."""
        super().on_worker_shutdown()
        self._ending("the worker stops")

    def _signalled(self, number: int, _: FrameType | None) -> None:
        self._ending(f"told to end by {signal.Signals(number).name}")
