"""The reliance on the monitor, by the alerts that fire at a Prometheus; read from there seldom."""

import time
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any, Final

import httpx

from alerts.console import Reliance
from schemas.bilingual import Bilingual

_KEPT_S: Final = 15.0
"""Rules are evaluated every 15 s or more seldom: reading more often gives the same."""

_WAIT_S: Final = 3.0
_MOST: Final = 10
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
    """Reads the alerts of a Prometheus, and keeps them for a while. Safe for several threads; only one of them reads."""

    def __init__(self, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._address = f"{address.rstrip('/')}/api/v1/alerts"
        self._clock = clock
        self._lock = Lock()
        self._kept: tuple[float, Reliance] | None = None

    def __call__(self) -> Reliance:
        """The reliance, at most 15 s old."""
        with self._lock:
            if self._kept is None or self._clock() - self._kept[0] > _KEPT_S:
                self._kept = (self._clock(), self._asked())
            return self._kept[1]

    def _asked(self) -> Reliance:
        try:
            answer = httpx.get(self._address, timeout=_WAIT_S)
            answer.raise_for_status()
            return reliance_of(answer.json()["data"]["alerts"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError):
            return Reliance(None, (_AWAY,))
