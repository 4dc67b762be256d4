"""A city at work, live: everybody heard once a minute after a back-fill, with checkpoints, sweeps and scrapes as ever."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from alerts.ledger import Ledger
from tests.bench.entries import raised
from tests.bench.figure import Figure
from tests.bench.installation import Installation, Sample, installation, metrics

PEOPLE = 300_000
WORKERS = 2
_SCRAPE_S = 15.0
"""The interval of the Prometheus of `deploy`."""
_QUIET_RECORDS = 50
"""Feed records not taken at which the workers have caught up: what comes in a second or two."""
_LIMIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class Live:
    """The measured time: a settling, then a window in which `probes` people pass their limit, then time for the last leads."""

    window_s: float = 300
    settle_s: float = 60
    after_s: float = 60
    probes: int = 500
    back_fill_h: float = 1.0


class Crowding:
    """The process that sends."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def answer(self) -> dict[str, Any]:
        """The next line that it prints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sender has ended: {self._process.wait()}")
        found: dict[str, Any] = json.loads(line)
        return found

    def give(self, line: str) -> None:
        """Have it do something."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()


@dataclass(slots=True)
class Scraped:
    """Mutable: the bytes of all checkpoints, added up by scraping each worker every 15 seconds."""

    state: float = 0
    _written: dict[tuple[str, str], float] = field(default_factory=dict)

    def scrape(self, place: Installation) -> None:
        """Read all metrics of all workers."""
        for address in place.local.metrics:
            told = metrics(address)
            sizes = {_key(labels): value for name, labels, value in told if name.endswith("checkpoint_size_bytes")}
            for name, labels, at in told:
                if name.endswith("checkpoint_timestamp_seconds") and self._written.get(_key(labels)) != at:
                    self._written[_key(labels)] = at
                    self.state += sizes.get(_key(labels), 0)


def city(scale: float, live: Live | None = None) -> Iterator[Figure]:
    """`scale` of 300,000 people."""
    live, people = live or Live(), max(1, round(PEOPLE * scale))
    with installation() as place, Ledger.open(place.local.settings.ledger) as ledger:
        with _crowding(place.address, people, live.back_fill_h) as crowd:
            filled = crowd.answer()
            place.start_workers(WORKERS)
            empty = _empty(place)
            caught_up_s = _caught_up(place, filled["filled"])
            crowd.give(f"probe {live.probes} {live.settle_s} {live.window_s}")
            _scraped(place, Scraped(), live.settle_s)
            before, broker, scraped = place.sample(), place.broker_cpu_s(), Scraped()
            scraped.scrape(place)
            scraped.state = 0
            _scraped(place, scraped, live.window_s)
            after, broker = place.sample(), place.broker_cpu_s() - broker
            memory = place.memory_mb() - empty
            crowd.give("end")
            told = crowd.answer()
            lags = _lags(ledger, told["sent"], live.after_s)
        place.check()
    yield Figure(
        "city: people at work", people, "", note=f"caught up with {filled['filled']:,} events in {caught_up_s:.0f} s"
    )
    yield from _used(before, after, broker, told)
    yield from _lag(lags, len(told["sent"]), told["late_s"])
    yield Figure("city: memory a person", memory * 1000 / people, "kB", 12, True, note=f"{empty:,.0f} MB before")
    yield Figure("city: state written a minute", scraped.state / 1e6 / live.window_s * 60, "MB")


def _used(before: Sample, after: Sample, broker: float, told: dict[str, Any]) -> Iterator[Figure]:
    wall, events = after.at - before.at, after.accepted - before.accepted
    cpu = after.cpu - before.cpu
    note = f"{events / wall:,.0f} events a second; the sender {told['cpu']:.0f} CPU-s in all"
    yield Figure("city: processors used by the workers", cpu / wall, "CPUs", note=note)
    yield Figure("city: CPU of the workers an event", cpu / max(1, events) * 1e6, "us")
    yield Figure("city: processors used by the broker", broker / wall, "CPUs")


def _lag(lags: list[float], probes: int, late_s: float) -> Iterator[Figure]:
    note = f"{len(lags)} of {probes} breaches; a turn of the sender took at most {late_s:.2f} s"
    yield Figure("city: lag, feed to ledger, median", lags[len(lags) // 2] if lags else -1, "s", note=note)
    yield Figure(
        "city: lag, feed to ledger, 99th percentile", lags[len(lags) * 99 // 100] if lags else -1, "s", 1, True
    )
    yield Figure("city: lag, feed to ledger, worst", lags[-1] if lags else -1, "s")


def _lags(ledger: Ledger, sent: dict[str, int], within_s: float) -> list[float]:
    """The lags (s) of all breaches, or of those that are in the ledger after so long."""
    until = time.monotonic() + within_s
    while not sent.keys() <= (known := raised(ledger)).keys() and time.monotonic() < until:
        time.sleep(1)
    return sorted((known[subject] - at) / 1000 for subject, at in sent.items() if subject in known)


def _empty(place: Installation) -> float:
    """The memory (MB) of workers that are there and have taken nothing yet, about."""
    until = time.monotonic() + _LIMIT_S
    while not all(metrics(address) for address in place.local.metrics):
        place.check()
        if time.monotonic() > until:
            raise RuntimeError("the workers do not begin")
        time.sleep(0.2)
    return place.memory_mb()


def _caught_up(place: Installation, filled: int) -> float:
    """Seconds until what was filled is taken and nearly nothing waits."""
    began = time.monotonic()
    while place.sample().accepted < filled or _waiting(place) > _QUIET_RECORDS:
        place.check()
        if time.monotonic() - began > _LIMIT_S:
            raise RuntimeError(f"{_waiting(place):,.0f} records still wait")
        time.sleep(1)
    return time.monotonic() - began


def _waiting(place: Installation) -> float:
    told = [each for address in place.local.metrics for each in metrics(address)]
    return sum(value for name, _, value in told if name == "shiftwarden_feed_lag_records")


def _scraped(place: Installation, scraped: Scraped, seconds: float) -> None:
    """Let so much time pass, scraping as ever."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(_SCRAPE_S, left))
        scraped.scrape(place)


def _key(labels: dict[str, str]) -> tuple[str, str]:
    return labels["topic"], labels["partition"]


@contextmanager
def _crowding(address: str, people: int, hours: float) -> Iterator[Crowding]:
    command = [sys.executable, "-m", "tests.bench.speed.sending", address, str(people), str(hours)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Crowding(process)
        finally:
            process.kill()
