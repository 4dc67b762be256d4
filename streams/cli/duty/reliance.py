"""The reliance on the monitor, by the alerts that fire at a Prometheus; read from there seldom."""

import math
import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final

import httpx
import orjson

from alerts.console import Reliance
from schemas.bilingual import Bilingual

_KEPT_S: Final = 15.0
"""Rules are evaluated every 15 s or more seldom: reading more often gives the same."""

_STALE_S: Final = 60.0
"""An answer that is older counts no more, while one page still waits for the next."""

_WAIT_S: Final = 3.0  # seconds for an answer: pages wait for it
_MOST_BYTES: Final = 1 << 20
"""Bytes of an answer: some thousand alerts that fire at once."""

_MOST: Final = 10
"""Alerts that a page lists: when everything is down, the first ten say so."""
_URGENT: Final = "page"
_AWAY: Final = Bilingual(
    "监控系统无应答，不知监测是否可靠", "Prometheus does not answer; nothing is known about the monitor"
)

UNKNOWN: Final = Reliance(None)
"""The reliance where no Prometheus is named."""


def reliance_of(firing: list[Mapping[str, Any]]) -> Reliance:
    """The reliance that follows from the alerts of a Prometheus: those for which someone gets up are faults.

    >>> reliance_of([{"state": "firing", "labels": {"severity": "page", "alertname": "WorkerDown"}, "annotations": {}}]).is_good
    False
    """
    urgent = [each for each in firing if each["state"] == "firing" and each["labels"].get("severity") == _URGENT]
    faults = tuple(map(_fault, urgent[:_MOST]))
    return Reliance(not urgent, faults)


def _fault(alert: Mapping[str, Any]) -> Bilingual:
    summary = str(alert["annotations"].get("summary") or alert["labels"].get("alertname", ""))[:300]
    return Bilingual(f"告警：{summary}", summary)


class PrometheusReliance:
    """Reads the alerts of a Prometheus, and keeps them for a while. Safe for several threads; only one of them reads.

    The others do not wait for it: a Prometheus that answers a letter a second would else hold up every page.
    """

    def __init__(self, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._address = f"{address.rstrip('/')}/api/v1/alerts"
        self._clock = clock
        self._lock = Lock()
        self._kept: tuple[float, Reliance] = (-math.inf, Reliance(None, (_AWAY,)))

    def __call__(self) -> Reliance:
        """The reliance, at most 15 s old, or a minute while it is being read."""
        read_at, kept = self._kept
        age = self._clock() - read_at
        if age <= _KEPT_S:
            return kept
        if not self._lock.acquire(blocking=False):
            return kept if age <= _STALE_S else Reliance(None, (_AWAY,))
        try:
            asked = self._asked()
            self._kept = (self._clock(), asked)
        finally:
            self._lock.release()
        return asked

    def _asked(self) -> Reliance:
        try:
            return reliance_of(orjson.loads(self._read())["data"]["alerts"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError):
            return Reliance(None, (_AWAY,))

    def _read(self) -> bytes:
        """The body of the answer, within bounds of time and bytes; `ValueError` beyond them."""
        until, body = time.monotonic() + _WAIT_S, b""
        with httpx.stream("GET", self._address, timeout=_WAIT_S, headers={"Accept-Encoding": "identity"}) as answer:
            answer.raise_for_status()
            for part in answer.iter_raw():
                body += part
                if len(body) > _MOST_BYTES or time.monotonic() > until:
                    raise ValueError("the answer has no end")
        return body
