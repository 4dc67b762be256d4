"""An installation under measurement: the broker first, workers when told, and what they have used and said so far."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

from schemas.topics import WORK
from streams.settings import Settings
from streams.tools.embedded.free_ports import free_ports
from streams.tools.local import LocalInstallation
from tests.bench.usage import cpu_s, memory_mb

_ACCEPTED = "shiftwarden_feed_events_accepted_total"
_FOLDED = "shiftwarden_records_folded_total"
_PARTITION = "shiftwarden_checkpoint_timestamp_seconds"
_CHECKPOINT = "shiftwarden_checkpoint_size_bytes"


@dataclass(frozen=True, slots=True)
class Sample:
    """All workers at an instant (s): processor seconds, events taken, records folded, bytes of the last checkpoints."""

    at: float
    cpu: float
    accepted: int
    folded: int
    checkpoint: int


class Installation:
    """A broker with topics and a ledger; `start_workers` starts the processes that are measured."""

    def __init__(self, local: LocalInstallation) -> None:
        self.local = local

    @property
    def address(self) -> str:
        """The broker's."""
        return self.local.kafka.address

    def start_workers(self, count: int) -> None:
        """Start so many worker processes."""
        self.local.metrics = [f"127.0.0.1:{port}" for port in free_ports(count)]
        self.local.workers = [self.local.start_worker(number) for number in range(count)]

    def sample(self) -> Sample:
        """The work of the workers so far, and what it cost; nothing for one that does not serve its metrics yet."""
        told: dict[str, float] = {}
        for address in self.local.metrics:
            for name, _, value in metrics(address):
                told[name] = told.get(name, 0) + value
        cpu = sum(cpu_s(worker.pid) for worker in self.local.workers)
        at = time.monotonic()
        return Sample(at, cpu, *(int(told.get(name, 0)) for name in (_ACCEPTED, _FOLDED, _CHECKPOINT)))

    def partitions(self, number: int) -> set[int]:
        """The work partitions that a worker judges."""
        told = metrics(self.local.metrics[number])
        return {int(labels["partition"]) for name, labels, _ in told if name == _PARTITION and labels["topic"] == WORK}

    def checkpointed_at(self) -> list[float]:
        """The instants at which each work partition was written last (s since 1970)."""
        told = [each for address in self.local.metrics for each in metrics(address)]
        return [value for name, labels, value in told if name == _PARTITION and labels["topic"] == WORK]

    def memory_mb(self) -> float:
        """Resident memory of all workers."""
        return sum(memory_mb(worker.pid) for worker in self.local.workers)

    def broker_cpu_s(self) -> float:
        """Processor seconds of the broker."""
        pid = self.local.kafka.pid
        return cpu_s(pid) if pid else 0.0

    def check(self) -> None:
        """`RuntimeError` with the end of its log where a worker has ended by itself."""
        for number, worker in enumerate(self.local.workers):
            if worker.exit_status is not None:
                log = (self.local.folder / f"worker-{number}.log").read_text("utf-8", "replace")
                raise RuntimeError(f"worker {number} has ended:\n{log[-2000:]}")


@contextmanager
def installation(settings: Settings | None = None) -> Iterator[Installation]:
    """An installation in a folder of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shiftwarden-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        chosen = (settings or Settings()).model_copy(update={"ledger": f"sqlite:///{folder / 'ledger.db'}"})
        with LocalInstallation(folder, chosen, 0, lambda _: None) as local:
            yield Installation(local)


def metrics(address: str) -> list[tuple[str, dict[str, str], float]]:
    """Name, labels and value of all that a worker tells; nothing where it does not answer."""
    try:
        with urlopen(f"http://{address}/metrics", timeout=2) as answer:
            text = answer.read().decode()
    except OSError:
        return []
    return [(s.name, s.labels, s.value) for family in text_string_to_metric_families(text) for s in family.samples]
