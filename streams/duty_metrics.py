"""The metrics of the rota's cover, worked out when they are read: a part of the closed list, exported where messages are sent."""

from collections.abc import Callable, Iterable
from typing import Final

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from alerts.routing.cover import cover_of
from alerts.routing.routing import Routing
from schemas.instants import Ms

ON_DUTY: Final = "shiftwarden_on_duty"
GAP_SECONDS: Final = "shiftwarden_rota_gap_seconds"

DUTY_LABELS: Final = {"department": "a department of the duty folder that has a shift"}


class DutyCollector(Collector):
    """Exports the cover of each department as it is when it is read, by the files that are in force then.

    `routing` gives those files, `now` the instant: both are called at each reading.
    """

    def __init__(self, routing: Callable[[], Routing], now: Callable[[], Ms]) -> None:
        self._routing = routing
        self._now = now

    def describe(self) -> Iterable[GaugeMetricFamily]:
        """The families without values, so that registering works nothing out."""
        return _families()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The families with a value for each department."""
        on_duty, gaps = _families()
        for each in cover_of(self._routing(), self._now()):
            on_duty.add_metric([each.department], float(each.is_on_duty))
            gaps.add_metric([each.department], each.gap_ms / 1000)
        return on_duty, gaps


def _families() -> tuple[GaugeMetricFamily, GaugeMetricFamily]:
    meaning = "1 where somebody of the department is on duty now, else 0."
    gaps = "Seconds of the next seven days in which nobody of the department is on duty."
    return (
        GaugeMetricFamily(ON_DUTY, meaning, labels=list(DUTY_LABELS)),
        GaugeMetricFamily(GAP_SECONDS, gaps, labels=list(DUTY_LABELS)),
    )
