"""The duty desk beside an installation: the process that tells people, and the console, started again where they end."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from streams.tools.embedded.children import ChildProcess
from streams.tools.embedded.free_ports import LOOPBACK
from streams.tools.local.commands import shiftwarden
from streams.tools.local.kept_running import KeptProcess

_EVERY = 5
"""The number of looks on one of which the notifier's health is checked as well."""

_GRACE_S = 10.0
"""The time in which the two must end: what is being sent is written down before."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The ledger, the duty folder, the law folder if any, and where the console listens.

    `named`: the address that links name, needed with the files of TLS. `metrics`: those of the notifier and of the console.
    """

    ledger: str
    duty: Path
    port: int
    law: Path | None = None
    host: str = LOOPBACK
    named: str | None = None
    tls: tuple[Path, Path] | None = None
    metrics: tuple[str, str] | None = None

    @property
    def address(self) -> str:
        """The address of the console, which links name."""
        return self.named or f"http://{self.host}:{self.port}"

    def arguments(self) -> dict[str, list[str]]:
        """The commands of both by their names."""
        law = ["--law", str(self.law)] if self.law else []
        common = ["--duty", str(self.duty), "--address", self.address, *law]
        tls = ["--tls-certificate", str(self.tls[0]), "--tls-key", str(self.tls[1])] if self.tls else []
        of_notify, of_console = [["--metrics", each] for each in self.metrics] if self.metrics else [[], []]
        return {
            "notify": ["notify", *common, *of_notify],
            "console": ["console", "--listen", f"{self.host}:{self.port}", *common, *tls, *of_console],
        }


class LocalDesk:
    """Both processes, with their logs in `folder`. Mutable. `report` gets a line about each end and start."""

    def __init__(
        self,
        folder: Path,
        settings: DeskSettings,
        report: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings
        self._folder = folder
        self._report = report
        self._clock = clock
        self._arguments = settings.arguments()
        self.processes = {name: self._start(name) for name in self._arguments}
        self._kept = [self._keep(name) for name in self._arguments]
        self._looks = 0

    def look(self) -> None:
        """Start again what has ended, and end a notifier that is stuck. Meant to be called once a second."""
        self._looks += 1
        for kept in self._kept:
            if self._looks % _EVERY == 0:
                kept.kill_if_stuck()
            kept.look()

    def stop(self) -> None:
        """Stop both."""
        for process in self.processes.values():
            process.stop(_GRACE_S)

    def _keep(self, name: str) -> KeptProcess:
        """One of the two as it is kept. The console has no loop that could hang."""
        health = self.settings.metrics[0] if name == "notify" and self.settings.metrics else None
        running, restart = (lambda: self.processes[name]), (lambda: self._start_again(name))
        return KeptProcess(name, self._log_of(name), running, restart, self._report, self._clock, health)

    def _start_again(self, name: str) -> None:
        self.processes[name] = self._start(name)

    def _start(self, name: str) -> ChildProcess:
        return shiftwarden(self._arguments[name], self._log_of(name), ledger=self.settings.ledger)

    def _log_of(self, name: str) -> Path:
        return self._folder / f"{name}.log"
