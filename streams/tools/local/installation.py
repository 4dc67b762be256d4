"""A whole installation on this machine: the embedded broker, the topics, the ledger's tables, and worker processes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from alerts.ledger import upgrade
from streams.broker.errors import EmbeddedKafkaError
from streams.broker.topics import ensure_topics
from streams.law.files import packaged_law
from streams.settings import Settings
from streams.tools.embedded.children import ChildProcess
from streams.tools.embedded.kafka import EmbeddedKafka
from streams.tools.embedded.lock import FolderLock
from streams.tools.local.commands import shiftwarden, worker_arguments
from streams.tools.local.listening import ANYWHERE, Listening, metrics_addresses
from streams.tools.local.own_files import close_own_files
from streams.topic_plan import all_topics

_IN_ORDER_S = 30.0
"""The time in which a worker must write its state and end; some seconds on an idle machine."""

_WITHOUT_BROKER_S = 3.0
"""The time in which it must end where there is no broker to write to."""


class LocalInstallation:
    """Starts and stops all its parts; as a context manager it runs inside the `with`. Data and logs are kept in `folder`.

    One process at a time has the folder, and nobody else on the machine can read its files. The settings' broker, its settings
    file and the metrics' addresses are replaced by those in use; `report` gets a line about each step.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        workers: int,
        report: Callable[[str], None],
        listening: Listening = ANYWHERE,
    ) -> None:
        self.folder = folder
        self.settings = settings
        self.kafka = EmbeddedKafka(
            folder / "kafka", port=listening.port, outside=listening.outside, lasting=listening.lasting, report=report
        )
        self.workers: list[ChildProcess] = []
        self.metrics: list[str] = []
        self._count = workers
        self._listening = listening
        self._lock = FolderLock(folder)
        self._report = report

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
        """Start the broker, make the topics and tables that are missing, start the workers.

        `FolderInUseError` and `AddressRefusedError` before anything is started.
        """
        self._hold()
        self.metrics = metrics_addresses(self._listening, self.folder / "metrics", self._count)
        self.kafka.start()
        self._report(f"Kafka is up at {self.kafka.address}")
        self.settings = self.settings.model_copy(update={"broker": self.kafka.address, "security": self.kafka.security})
        topics = all_topics(packaged_law(self.settings.law), self.settings)
        ensure_topics(self.kafka.address, topics, self.settings.security)
        upgrade(self.settings.ledger)
        self.workers = [self.start_worker(number) for number in range(self._count)]

    def log_of(self, number: int) -> Path:
        """The log of a worker, by its number from 0."""
        return self.folder / f"worker-{number}.log"

    def start_worker(self, number: int) -> ChildProcess:
        """Start one worker process, by its number from 0; its log is that of `log_of`."""
        own = self.settings.model_copy(update={"metrics": self.metrics[number]})
        return shiftwarden(["worker", *worker_arguments(own)], self.log_of(number), ledger=own.ledger)

    def restart(self, number: int) -> None:
        """Start a worker again that has ended."""
        self.workers[number].stop()
        self.workers[number] = self.start_worker(number)

    def stop(self) -> None:
        """Stop the workers, then the broker. Each worker writes its state first, where there is a broker to write to."""
        grace_s = _WITHOUT_BROKER_S if self.kafka.pid is None else _IN_ORDER_S
        # all at once, and each gets one signal: by a second one while it ends, it would end before its files are removed
        with ThreadPoolExecutor(max(1, len(self.workers))) as pool:
            list(pool.map(lambda worker: worker.stop(grace_s), self.workers))
        self.workers = []
        self.kafka.stop()
        self._lock.release()

    def _hold(self) -> None:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
            for warning in close_own_files(self.folder):
                self._report(warning)
        except OSError as error:
            raise EmbeddedKafkaError(f"Nothing can be kept in {self.folder}: {error}. Name another folder.") from error
