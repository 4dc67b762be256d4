"""The duty desk beside an installation: the process that tells people, and the console, started again where they end."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from streams.tools.embedded.ports import LOOPBACK
from streams.tools.embedded.process import ChildProcess
from streams.tools.local.commands import shiftwarden
from streams.tools.local.restarts import Restarts

_GRACE_S = 10.0
"""The time in which the two must end: what is being sent is written down before."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The ledger, the duty folder, the law folder if any, and the console's port of 127.0.0.1."""

    ledger: str
    duty: Path
    port: int
    law: Path | None = None

    @property
    def address(self) -> str:
        """The address of the console, which links name."""
        return f"http://{LOOPBACK}:{self.port}"


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
        law = ["--law", str(settings.law)] if settings.law else []
        duty = ["--duty", str(settings.duty), "--address", settings.address]
        self._arguments = {
            "notify": ["notify", *duty, *law],
            "console": ["console", "--listen", f"{LOOPBACK}:{settings.port}", *duty, *law],
        }
        self.processes = {name: self._start(name) for name in self._arguments}
        self._restarts = {name: Restarts(clock()) for name in self._arguments}

    def look(self) -> None:
        """Start again what has ended. Meant to be called once a second."""
        for name, process in self.processes.items():
            restarts = self._restarts[name]
            if process.exit_status is None:
                continue
            if not restarts.waits:
                pause_s = restarts.ended(self._clock())
                how = process.exit_description
                process.stop()  # what is left of it: its watchdog
                self._report(
                    f"{name} has ended ({how}) and is started again in {pause_s:.0f} s; see {self._log_of(name)}"
                )
            elif restarts.due(self._clock()):
                with suppress(OSError):  # no room for its log, no memory for a process: the pause goes on
                    self.processes[name] = self._start(name)
                    restarts.started(self._clock())

    def stop(self) -> None:
        """Stop both."""
        for process in self.processes.values():
            process.stop(_GRACE_S)

    def _start(self, name: str) -> ChildProcess:
        return shiftwarden(self._arguments[name], self._log_of(name), ledger=self.settings.ledger)

    def _log_of(self, name: str) -> Path:
        return self._folder / f"{name}.log"
