"""A whole installation on this machine: the embedded broker, the topics, the ledger's tables, and worker processes."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from alerts.migrations import upgrade
from streams.embedded.kafka import EmbeddedKafka
from streams.embedded.ports import free_ports
from streams.embedded.process import Child
from streams.embedded.topics import ensure_topics
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.wiring import all_topics


class Local:
    """Starts and stops it all; as a context manager it runs inside the `with`. Data and logs are kept in `folder`.

    The settings' broker and metrics addresses are replaced by those that come to be; `say` gets a line before each step.
    """

    def __init__(self, folder: Path, settings: Settings, workers: int, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.settings = settings
        self.kafka = EmbeddedKafka(folder / "kafka", say=say)
        self.workers: list[Child] = []
        self.metrics: list[str] = []
        self._count = workers
        self._say = say

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the broker, make what is missing, start the workers."""
        self.kafka.start()
        self._say(f"Kafka is up at {self.kafka.address}")
        self.settings = self.settings.model_copy(update={"broker": self.kafka.address})
        topics = all_topics(packaged_law(self.settings.law), self.settings)
        ensure_topics(self.kafka.address, topics, self.settings.security)
        upgrade(self.settings.ledger)
        ports = free_ports(self._count)
        self.metrics = [f"127.0.0.1:{port}" for port in ports]
        self.workers = [self.start_worker(number) for number in range(self._count)]

    def start_worker(self, number: int) -> Child:
        """Start one worker process, by its number from 0; its log is `worker-NUMBER.log`."""
        own = self.settings.model_copy(update={"metrics": self.metrics[number]})
        return shiftwarden(["worker", *worker_arguments(own)], self.folder / f"worker-{number}.log", ledger=own.ledger)

    def restart_the_dead(self) -> list[int]:
        """Start again those workers that have ended by themselves; gives their numbers."""
        dead = [number for number, worker in enumerate(self.workers) if worker.exit_status is not None]
        for number in dead:
            self.workers[number].stop()
            self.workers[number] = self.start_worker(number)
        return dead

    def stop(self) -> None:
        """Stop the workers, then the broker. Each writes what it holds first."""
        # all at once, and each is told once: told again while it ends, it would end before its files are removed
        with ThreadPoolExecutor(max(1, len(self.workers))) as pool:
            list(pool.map(Child.stop, self.workers))
        self.workers = []
        self.kafka.stop()


def shiftwarden(arguments: list[str], log: Path, ledger: str | None = None) -> Child:
    """Run a command of ours as a child process. The ledger's address goes by the environment, where others do not see it."""
    environment = {**os.environ, "SHIFTWARDEN_LEDGER": ledger} if ledger else dict(os.environ)
    environment.pop("SHIFTWARDEN_BROKER_SETTINGS", None)  # of another cluster; the options name the file of this one
    program = [sys.executable, "-c", "from streams.cli.main import main; main()"]
    return Child([*program, *arguments], log, environment)


def worker_arguments(settings: Settings) -> list[str]:
    """The options of `shiftwarden worker` that give these settings, the ledger apart."""
    law = ["--law", str(settings.law)] if settings.law else []
    security = ["--broker-settings", str(settings.security.file)] if settings.security.file else []
    options = {
        "--broker": settings.broker,
        "--group": settings.group,
        "--work-partitions": settings.work_partitions,
        "--feed-partitions": settings.feed_partitions,
        "--metrics": settings.metrics,
        "--horizon": settings.horizon_h,
        "--checkpoint": settings.checkpoint_s,
        "--sweep": settings.sweep_s,
        "--session-timeout": settings.session_timeout_s,
    }
    return law + security + [word for name, value in options.items() for word in (name, str(value))]
