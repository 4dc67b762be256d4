"""Reads the workers' `/metrics` as Prometheus would, and sums them up: events, workers under watch, lag."""

from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPException
from urllib.request import urlopen

from prometheus_client.parser import text_string_to_metric_families

_WAIT_S = 2.0
"""Seconds for one process's response; a slower one counts as not answering, so that a screen of a few lines goes on."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """Sums over the processes that answered over HTTP.

    `stopped`: partitions that wait for a person. `newest`: the latest `occurred_at` accepted, in seconds since 1970, or 0.
    """

    answered: int
    accepted: int
    refused: int
    workers: int
    lag_records: int
    stopped: int
    newest: float


def pulse(addresses: Iterable[str]) -> Pulse:
    """Read `/metrics` at each `HOST:PORT`; a process that does not answer counts nothing."""
    answered = 0
    sums: dict[str, float] = {}
    newest = 0.0
    for address in addresses:
        samples = _samples(address)
        answered += bool(samples)
        for name, value in samples:
            sums[name] = sums.get(name, 0) + value
            if name == "shiftwarden_feed_newest_event_timestamp_seconds":
                newest = max(newest, value)
    return Pulse(
        answered=answered,
        accepted=int(sums.get("shiftwarden_feed_events_accepted_total", 0)),
        refused=int(sums.get("shiftwarden_feed_events_refused_total", 0)),
        workers=int(sums.get("shiftwarden_workers_watched", 0)),
        lag_records=int(sums.get("shiftwarden_feed_lag_records", 0)),
        stopped=int(sums.get("shiftwarden_partitions_stopped", 0)),
        newest=newest,
    )


def _samples(address: str) -> list[tuple[str, float]]:
    try:
        with urlopen(f"http://{address}/metrics", timeout=_WAIT_S) as response:
            text = response.read().decode()
    except (OSError, HTTPException):
        return []
    return [(s.name, s.value) for family in text_string_to_metric_families(text) for s in family.samples]
