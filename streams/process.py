"""A worker as a process: its log, its metrics, and an end that leaves nothing half done."""

import gc
import logging
import os
import signal
import tempfile
import threading
from pathlib import Path

import faust

from streams.access import worker_grant
from streams.app import App
from streams.embedded.topics import require_topics
from streams.metrics import Agent, StopReason
from streams.settings import Settings
from streams.wiring import all_topics

_log = logging.getLogger("shiftwarden")

_GC_EVERY = 50_000
"""The collector looks for cycles so seldom because facts make none and are many: more often costs a twentieth of the time."""

_FATAL = ("Error in recovery", "No event received for active tp")
"""What Faust says of a recovery that fails; the latter when for half a minute nothing was read of a partition."""

_ENDS_WITHIN_S = 10.0
"""How long a worker whose recovery failed may take to end."""

_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def run_worker(settings: Settings, *, verbose: bool = False) -> None:
    """Run a worker until it is told to stop (SIGINT, SIGTERM); it then writes a checkpoint and leaves its group.

    Raises `LawError`, a `LedgerError` or an `EmbeddedKafkaError` where it cannot start. Does not return: the process ends
    with Faust's status.
    """
    with tempfile.TemporaryDirectory(prefix="shiftwarden-") as folder:
        app = App(settings, Path(folder))
        topics = [topic.name for topic in all_topics(app.law, settings)]
        require_topics(settings.broker, topics, settings.security, worker_grant(app.law, settings).rights)
        logging.basicConfig(level=logging.INFO, format=_FORM)
        logging.getLogger("faust.tables.recovery").addHandler(_FatalRecovery(app))
        address = app.serve_metrics()
        _log.info("metrics at %s", address)
        worker = faust.Worker(
            app.faust, quiet=True, loglevel="INFO" if verbose else "WARNING", redirect_stdouts=False, workdir=Path.cwd()
        )
        gc.freeze()
        gc.set_threshold(_GC_EVERY)
        worker.execute_from_commandline()


class _FatalRecovery(logging.Handler):
    """Faust goes on with half a state when recovery fails, and only logs it. Half a state would lose findings: end instead.

    After rebalances in quick succession it may wait for ever for state that nobody fetches; that is only logged, too.
    """

    def __init__(self, app: App) -> None:
        super().__init__(logging.WARNING)
        self._app = app

    def emit(self, record: logging.LogRecord) -> None:
        """End the process at the line that tells of it; another process takes over."""
        if any(words in record.getMessage() for words in _FATAL):
            self._app.metrics.stopped.labels(Agent.JUDGE.value, StopReason.RECOVERY_FAILED.value).inc()
            _log.critical("state could not be recovered; this worker ends: %s", record.getMessage())
            os.kill(os.getpid(), signal.SIGTERM)
            # nothing is held that is not written: where Faust cannot end while it waits, there is nothing to wait for
            last = threading.Timer(_ENDS_WITHIN_S, os._exit, (1,))
            last.daemon = True
            last.start()
