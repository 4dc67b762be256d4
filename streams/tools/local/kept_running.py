"""A child process that is kept running: started again where it ends, and killed first where it is stuck. Knows no program."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from streams.tools.local.liveness import Liveness
from streams.tools.local.restarts import Restarts


class Running(Protocol):
    """A process as it is kept; `streams.tools.embedded.children.ChildProcess` is one."""

    @property
    def exit_status(self) -> int | None:
        """The status that it ended with; null while it runs."""

    @property
    def exit_description(self) -> str:
        """The way in which it ended."""

    def stop(self) -> None:
        """Tidy up what is left of it."""

    def kill(self) -> None:
        """Kill it."""


class KeptProcess:
    """One process over all its runs. Mutable: it counts how often it has ended, and knows how long it has been running.

    `running` gives the process of now, `restart` starts the next one in its place (`OSError` where there is no room for it).
    `health`: its address of `/healthz`; null where it cannot hang. `report` gets a line about each end, `clock` gives seconds.
    """

    def __init__(
        self,
        name: str,
        log: Path,
        running: Callable[[], Running],
        restart: Callable[[], object],
        report: Callable[[str], None],
        clock: Callable[[], float],
        health: str | None = None,
    ) -> None:
        self._name = name
        self._log = log
        self._running = running
        self._restart = restart
        self._report = report
        self._clock = clock
        self._health = health
        self._restarts = Restarts(clock())
        self._started_at = clock()
        self._liveness = self._new_liveness()
        self.ends = 0

    @property
    def runs_for_s(self) -> float:
        """The seconds since it was last started."""
        return self._clock() - self._started_at

    def look(self) -> None:
        """Note an end, or start it again when the pause is over. Meant to be called once a second."""
        process = self._running()
        if process.exit_status is None:
            return
        if not self._restarts.waits:
            self._has_ended(process)
        elif self._restarts.due(self._clock()):
            self._start()

    def kill_if_stuck(self) -> None:
        """Kill it where it has not been well for long; it is then started again."""
        process = self._running()
        if self._liveness is None or process.exit_status is not None:
            return
        if long_s := self._liveness.stuck_for(self._clock()):
            self._report(f"{self._name} has not been well for {long_s:.0f} s (/healthz) and is killed")
            process.kill()

    def _has_ended(self, process: Running) -> None:
        self.ends += 1
        pause_s, how = self._restarts.ended(self._clock()), process.exit_description
        process.stop()  # what is left of it: its watchdog
        ran = f"after {self.runs_for_s:.0f} s, end {self.ends}"
        self._report(f"{self._name} has ended ({how}; {ran}) and is started again in {pause_s:.0f} s; see {self._log}")

    def _start(self) -> None:
        try:
            self._restart()
        except OSError as error:  # no room for its log, no memory for a process
            pause_s = self._restarts.ended(self._clock())
            self._report(f"{self._name} does not start, the next try is in {pause_s:.0f} s: {error}")
        else:
            self._started_at = self._clock()
            self._restarts.started(self._started_at)
            self._liveness = self._new_liveness()

    def _new_liveness(self) -> Liveness | None:
        return None if self._health is None else Liveness(self._health, self._clock())
