"""Watches an installation: processes that end are started again, stuck ones are killed first, and a line reports each.

The broker comes first: workers can do nothing without it. Its start may take minutes (a large log after a crash), in
which nothing else is checked.
"""

import time
from collections.abc import Callable

from schemas.bilingual import noun
from streams.broker.errors import BrokerRefusedError, EmbeddedKafkaError
from streams.broker.probe import require_broker
from streams.metrics_client import pulse
from streams.tools.embedded.rotation import cut_when_long
from streams.tools.local.disk import fullness
from streams.tools.local.installation import LocalInstallation
from streams.tools.local.kept_running import KeptProcess
from streams.tools.local.liveness import HealthReply, Liveness
from streams.tools.local.restarts import Restarts

_EVERY = 5
"""The number of looks on one of which the processes' health, the logs and the disk are checked as well."""

_BROKER_STUCK_S = 300.0
"""The time for which the broker may be silent: one that is only slow would have to read its log again after a kill."""

_AGAIN_S = 60.0
"""The interval at which a full disk is reported again."""


class InstallationWatch:
    """Watches a running installation, one look after the other. Mutable. `report` gets the lines, `clock` gives seconds."""

    def __init__(
        self, local: LocalInstallation, report: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        now = clock()
        self._local = local
        self._report = report
        self._clock = clock
        self._broker = Restarts(now)
        self._broker_liveness = self._liveness_of_broker(now)
        self._workers = [self._kept(number, address) for number, address in enumerate(local.metrics)]
        self._looks = 0
        self._stopped = 0
        self._full_reported_at: float | None = None

    def look(self) -> None:
        """Look at everything once. Meant to be called once a second."""
        self._looks += 1
        runs = self._broker_runs()
        if runs:
            for worker in self._workers:
                worker.look()
        if self._looks % _EVERY == 0:
            self._kill_the_stuck(broker_runs=runs)
            self._cut_logs()
            self._report_full_disk()
            self._report_stopped_partitions()

    def _broker_runs(self) -> bool:
        if self._local.kafka.pid is not None:
            return True
        if not self._broker.waits:
            self._broker_has_ended()
        elif self._broker.due(self._clock()) and not self._report_full_disk():
            self._start_broker()
        return self._local.kafka.pid is not None

    def _broker_has_ended(self) -> None:
        how = self._local.kafka.exit_description
        self._local.kafka.stop()  # what is left of it: its watchdog
        pause_s = self._broker.ended(self._clock())
        self._report(
            f"the broker has ended ({how}) and is started again in {pause_s:.0f} s; see {self._local.kafka.log}"
        )

    def _start_broker(self) -> None:
        try:
            self._local.kafka.start()
        except EmbeddedKafkaError as error:
            pause_s = self._broker.ended(self._clock())
            why = str(error).partition(" The end of ")[0]  # its log is named below, and stays where it is
            self._report(
                f"the broker does not start, the next try is in {pause_s:.0f} s; see {self._local.kafka.log}: {why}"
            )
        else:
            now = self._clock()
            self._broker.started(now)
            self._broker_liveness = self._liveness_of_broker(now)
            self._report(f"the broker is up again at {self._local.kafka.address}")

    def _kept(self, number: int, address: str) -> KeptProcess:
        local = self._local
        return KeptProcess(
            f"worker {number}",
            local.log_of(number),
            lambda: local.workers[number],
            lambda: local.restart(number),
            self._report,
            self._clock,
            address,
        )

    def _kill_the_stuck(self, *, broker_runs: bool) -> None:
        for worker in self._workers:
            worker.kill_if_stuck()
        if broker_runs and (long_s := self._broker_liveness.stuck_for(self._clock())):
            self._report(f"the broker has not answered for {long_s:.0f} s and is killed")
            self._local.kafka.kill()

    def _liveness_of_broker(self, now: float) -> Liveness:
        return Liveness(self._local.kafka.address, now, self._probe_broker, _BROKER_STUCK_S, _BROKER_STUCK_S)

    def _probe_broker(self, address: str) -> HealthReply:
        try:
            require_broker(address, self._local.kafka.security)
        except BrokerRefusedError:
            return HealthReply.HEALTHY
        except EmbeddedKafkaError:
            return HealthReply.NONE
        return HealthReply.HEALTHY

    def _cut_logs(self) -> None:
        for log in (self._local.kafka.log, *self._local.folder.glob("*.log")):
            cut_when_long(log)

    def _report_full_disk(self) -> bool:
        """Report a full disk, once a minute; returns True while it is full."""
        full, now = fullness(self._local.folder), self._clock()
        if full is None:
            self._full_reported_at = None
        elif self._full_reported_at is None or now - self._full_reported_at >= _AGAIN_S:
            self._full_reported_at = now
            self._report(full)
        return full is not None

    def _report_stopped_partitions(self) -> None:
        stopped = pulse(self._local.metrics).stopped
        if stopped > self._stopped:
            partitions = noun(int(stopped), "partition is", "partitions are")
            self._report(f"{stopped} {partitions} stopped and not judged; see the logs in {self._local.folder}")
        self._stopped = stopped
