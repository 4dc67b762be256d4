"""A worker as a process: its log, its metrics, and an end that leaves nothing half done."""

import gc
import logging
import os
import signal
import tempfile
from pathlib import Path
from types import FrameType

import faust

from streams.app import App
from streams.health import watch_loop
from streams.logs import set_up
from streams.metrics import Agent, StopReason
from streams.settings import Settings
from streams.starting import see_to_ledger, wait_for_broker

_log = logging.getLogger("shiftwarden")

_GC_EVERY = 50_000
"""The collector looks for cycles so seldom because facts make none and are many: more often costs a twentieth of the time."""

_FATAL = "Error in recovery"
"""What Faust says of a recovery in which something failed."""

_RECOVERY_ENDS_WITHIN_S = 10.0
"""How long a worker whose recovery failed may take to end: it holds nothing that is not written."""

_ENDS_WITHIN_S = 45.0
"""Seconds that a worker has for its end after a signal: it writes a checkpoint of each partition. Compose kills it after 60."""


def run_worker(settings: Settings, *, verbose: bool = False) -> None:
    """Run a worker until it is told to stop (SIGINT, SIGTERM); it then writes a checkpoint and leaves its group.

    Raises `LawError`, a `LedgerError`, an `EmbeddedKafkaError`, `TopicMismatchError` or `AddressInUseError` where it cannot
    start and waiting would not help. Does not return: the process ends with 0 when it was told to, with 1 after an error, with
    70 when it had to be cut off on its way out.
    """
    with tempfile.TemporaryDirectory(prefix="shiftwarden-") as folder:
        set_up(verbose=verbose)
        app = App(settings, Path(folder))
        logging.getLogger("faust.tables.recovery").addHandler(_FatalRecovery(app))
        address = app.serve_metrics()
        _log.info("metrics at %s", address)
        signal.signal(signal.SIGTERM, _leave)  # until Faust's loop hears of it; nothing is held yet
        see_to_ledger(app)
        wait_for_broker(app)
        worker = _Worker(app)
        watch_loop(worker.loop, app.condition, app.deadline)
        gc.freeze()
        gc.set_threshold(_GC_EVERY)
        try:
            worker.execute_from_commandline()
        except SystemExit as ended:
            status = ended.code or int(app.failed)
            _log.info("ended after an error" if status else "stopped in order")
            raise SystemExit(status) from ended


def _leave(*_: object) -> None:
    raise SystemExit(0)


class _Worker(faust.Worker):
    """Faust's worker, whose end has a deadline however it comes about."""

    def __init__(self, app: App) -> None:
        super().__init__(app.faust, quiet=True, redirect_stdouts=False, override_logging=False, workdir=Path.cwd())
        self.spinner = None  # it writes codes for the cursor, also where there is none
        self._app = app
        self._deadline = app.deadline

    async def on_first_start(self) -> None:
        """Watch from the beginning on, before any partition is held; join the others when this machine may judge."""
        await super().on_first_start()
        await self._app.probes.wait_until_it_may(lambda: self.should_stop)
        self.add_future(self._app.watch())
        self.add_future(self._app.probe())

    def install_signal_handlers(self) -> None:
        """Let a signal begin the deadline, also where the loop is stuck and does not hear of it."""
        super().install_signal_handlers()
        # the loop hears of a signal by its number in a pipe, whatever function is set here
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_end)

    def on_worker_shutdown(self) -> None:
        """Faust begins to stop: a crash of one of its own services comes here, too."""
        super().on_worker_shutdown()
        self._deadline.begin(_ENDS_WITHIN_S, "the worker stops")

    def _told_to_end(self, number: int, _: FrameType | None) -> None:
        self._deadline.begin(_ENDS_WITHIN_S, f"told to end by {signal.Signals(number).name}")


class _FatalRecovery(logging.Handler):
    """Faust goes on with half a state when recovery fails, and only logs it. Half a state would lose findings: end instead."""

    def __init__(self, app: App) -> None:
        super().__init__(logging.WARNING)
        self._app = app

    def emit(self, record: logging.LogRecord) -> None:
        """End the process at the line that tells of it; another process takes over."""
        if _FATAL in record.getMessage():
            self._app.failed = True
            self._app.deadline.begin(_RECOVERY_ENDS_WITHIN_S, "state could not be recovered")
            self._app.metrics.stopped.labels(Agent.JUDGE.value, StopReason.RECOVERY_FAILED.value).inc()
            _log.critical("state could not be recovered; this worker ends: %s", record.getMessage())
            os.kill(os.getpid(), signal.SIGTERM)
