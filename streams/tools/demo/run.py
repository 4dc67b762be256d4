"""The demonstration itself: the installation, the city beside it, and a look at both every second until it ends."""

import time
from collections.abc import Iterator

from rich.console import Console
from rich.live import Live

from alerts.errors import LedgerUnavailable
from alerts.ledger import LeadFilter, Ledger
from schemas.instants import HOUR_MS, rfc3339
from streams.metrics_client import pulse
from streams.tools.city.files import write_expected
from streams.tools.city.simulator import City
from streams.tools.demo.desk import DemoDesk
from streams.tools.demo.screen import Screen
from streams.tools.demo.tally import Tally, tally
from streams.tools.embedded.children import ChildProcess
from streams.tools.local import LocalInstallation, shiftwarden
from streams.tools.local.watch import InstallationWatch

BACKFILL_MS = 6 * HOUR_MS
"""The time whose events the platforms send at once, as after an outage."""

RECORDED_WITHIN_MS = 15_000
"""A finding that was true this long ago must stand in the ledger by now; the lag of the workers is seconds."""

_LINE_S = 5
"""Seconds between two lines of progress where there is no terminal."""


class Demo:
    """The demonstration on a running installation: `start_city`, then `run`, then `tally`. Mutable: it reads the ledger on."""

    def __init__(
        self,
        local: LocalInstallation,
        ledger: Ledger,
        console: Console,
        desk: DemoDesk,
        *,
        workers: int,
        seed: int,
    ) -> None:
        self._local = local
        self._desk = desk
        self._ledger = ledger
        self._screen = Screen(console, local.metrics, desk.address)
        self._console = console
        self._start = _now() - BACKFILL_MS
        self._workers = workers
        self._seed = seed
        self._read_to = 0

    def start_city(self) -> ChildProcess:
        """Start the simulated platforms as a process of their own."""
        options = {"--workers": self._workers, "--seed": self._seed, "--start": rfc3339(self._start), "--hours": 6}
        arguments = [str(part) for pair in options.items() for part in pair]
        return shiftwarden(["city", "--broker", self._local.kafka.address, *arguments], self._local.folder / "city.log")

    def run(self, seconds: float | None) -> None:
        """Show figures and new leads for so many seconds, or until something stops it."""
        ends = None if seconds is None else time.monotonic() + seconds
        if self._console.is_terminal:
            with Live(console=self._console, auto_refresh=False, screen=False) as live:
                for _ in self._looks(ends):
                    live.update(self._screen.picture(time.time()), refresh=True)
        else:
            for number in self._looks(ends):
                if number % _LINE_S == 0:
                    self._console.print(self._screen.status(time.time()), highlight=False, soft_wrap=True)

    def tally(self) -> Tally:
        """The expected findings and those of them that stand as leads. Leaves the expected ones in `planted.jsonl`."""
        city = City(self._seed, self._workers, self._start, yesterday=True, storm=True, past=True)
        now = _now()
        write_expected(self._local.folder, city.expected(now))
        standing = [lead.finding for lead in self._ledger.leads(LeadFilter())]
        return tally(city.expected(now), standing, city.expected(now - RECORDED_WITHIN_MS))

    def _looks(self, ends: float | None) -> Iterator[int]:
        """Look at the processes and the ledger once a second; yields the number of each look, from 1."""
        watch = InstallationWatch(self._local, self._print)
        number, before = 0, time.monotonic()
        while ends is None or time.monotonic() < ends:
            time.sleep(1)
            number += 1
            now = time.monotonic()
            self._screen.update(pulse(self._local.metrics), now - before)
            before = now
            self._read_ledger()
            watch.look()
            self._desk.look()
            yield number

    def _print(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)

    def _read_ledger(self) -> None:
        try:
            entries = self._ledger.changes(self._read_to)
        except LedgerUnavailable:
            return
        for entry in entries:
            self._screen.add(entry)
            self._read_to = entry.sequence


def _now() -> int:
    return time.time_ns() // 1_000_000
