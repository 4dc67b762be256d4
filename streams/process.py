"""A worker as a process: its log, its metrics, and an end that leaves nothing half done."""

import gc
import logging
import signal
import tempfile
from pathlib import Path

from streams.app import App
from streams.edge.hosting import Hosting
from streams.health import watch_loop
from streams.logs import set_up
from streams.settings import Settings
from streams.starting import see_to_ledger, wait_for_broker

_log = logging.getLogger("shiftwarden")

_GC_EVERY = 50_000
"""The collector looks for cycles so seldom because facts make none and are many: more often costs a twentieth of the time.
To look through so many objects takes some 10 ms."""

_ENDS_WITHIN_S = 45.0
"""The time that a worker has to end after a signal: it writes a checkpoint of each partition. Compose kills it after 60 s."""


def run_worker(settings: Settings, *, verbose: bool = False) -> None:
    """Run a worker until a signal (SIGINT, SIGTERM); it then writes a checkpoint and leaves its group.

    Raises `LawError`, a `LedgerError`, an `EmbeddedKafkaError`, `TopicMismatchError` or `AddressInUseError` where it cannot
    start and waiting would not help. Does not return: the process ends with 0 after a signal, with 1 after an error, with
    70 when it had to be cut off on its way out.
    """
    with tempfile.TemporaryDirectory(prefix="shiftwarden-") as folder:
        set_up(verbose=verbose)
        app = App(settings, Path(folder))
        address = app.serve_metrics()
        _log.info("metrics at %s", address)
        signal.signal(signal.SIGTERM, _leave)  # until the loop receives it; nothing is held yet
        see_to_ledger(app)
        wait_for_broker(app)
        hosting = _hosting(app)
        watch_loop(hosting.loop, app.condition, app.deadline)
        collect_seldom()
        try:
            hosting.run_to_the_end()
        except SystemExit as ended:
            status = ended.code or int(app.failed)
            _log.info("ended after an error" if status else "stopped in order")
            raise SystemExit(status) from ended


def collect_seldom() -> None:
    """Have the collector look at each object once.

    What is there after it has looked are facts, findings and what belongs to the process; to look through all of them again, as
    the collector does now and then, takes 0.2 s of 2,000 people. What of them ends in a cycle is not found any more.
    """
    gc.freeze()
    gc.set_threshold(_GC_EVERY)
    gc.callbacks.append(_keep_what_is_left)


def _keep_what_is_left(phase: str, _: dict[str, int]) -> None:
    if phase == "stop":
        gc.freeze()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def _hosting(app: App) -> Hosting:
    """The process of a worker: it watches from the beginning on, and joins the others when this machine may judge."""
    return Hosting(
        app.runtime,
        before=app.probes.wait_until_it_may,
        beside=(app.watch, app.probe),
        ending=lambda why: app.deadline.begin(_ENDS_WITHIN_S, why),
    )
