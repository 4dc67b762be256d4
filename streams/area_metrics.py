"""The metrics of weather and of areas, a part of the closed list in `streams.metrics`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge

from streams.histograms import BATCH_SECONDS, WRITE_SECONDS, seconds


class WeatherMetrics:
    """Weather messages accepted, refused and passed over. `newest`: the latest `sent`, seconds since 1970."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.accepted = Counter("shiftwarden_weather_messages_accepted_total", "Messages taken.", registry=registry)
        meaning = "Messages, or parts of them, refused."
        self.refused = Counter("shiftwarden_weather_messages_refused_total", meaning, ["code"], registry=registry)
        meaning = "Messages that speak of other kinds or places alone."
        self.passed_over = Counter("shiftwarden_weather_messages_passed_over_total", meaning, registry=registry)
        meaning = "Latest sent of a message taken, in seconds since 1970."
        self.newest = Gauge("shiftwarden_weather_newest_message_timestamp_seconds", meaning, registry=registry)
        self._newest_ms = 0

    def count(self, accepted: int, refused: Mapping[str, int], newest_ms: int, passed_over: int = 0) -> None:
        """Count a batch; an older newest message changes nothing."""
        self.accepted.inc(accepted)
        self.passed_over.inc(passed_over)
        for code, number in refused.items():
            self.refused.labels(code).inc(number)
        if newest_ms > self._newest_ms:
            self._newest_ms = newest_ms
            self.newest.set(newest_ms / 1000)


class SweepMetrics:
    """Seconds that a sweep over all cells of this process takes, and the end of the last one: at first, the process's start."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._duration = seconds(
            "shiftwarden_cells_sweep_seconds",
            "Sending the cells of all workers to the pace partitions once.",
            WRITE_SECONDS,
            registry,
        )
        meaning = "When the cells of all workers were sent last, in seconds since 1970."
        self._finished = Gauge("shiftwarden_cells_told_timestamp_seconds", meaning, registry=registry)
        self._finished.set_to_current_time()

    @contextmanager
    def time(self) -> Iterator[None]:
        """Measure a sweep; one that raises does not count as done."""
        with self._duration.time():
            yield
        self._finished.set_to_current_time()


class PaceMetrics:
    """Size and speed of the area engines of this process: sum the gauges over processes.

    `areas`: platform, sector and area that have cells. `dirty`: units of state that changed since their checkpoint. `fold`,
    `evaluate`: seconds to fold a record, to evaluate the rules for a batch.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.areas = Gauge("shiftwarden_pace_areas_known", "Platforms' areas that have cells.", registry=registry)
        self.dirty = Gauge("shiftwarden_pace_units_dirty", "Units changed since their checkpoint.", registry=registry)
        self.fold = seconds("shiftwarden_pace_fold_seconds", "Taking one record.", BATCH_SECONDS, registry)
        self.evaluate = seconds("shiftwarden_pace_ask_seconds", "Asking the rules, one batch.", BATCH_SECONDS, registry)
        self.sweep = SweepMetrics(registry)
