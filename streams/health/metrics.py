"""The metrics of a process's health: the servers it reaches, and the offset of its clock."""

from prometheus_client import CollectorRegistry, Gauge

from streams.health.clocks import Wrong


class HealthMetrics:
    """Servers that this process reaches, 1 or 0, and its clock less another's in seconds.

    `clock_offset` is 0 where the difference is smaller than the uncertainty of its measurement. `clock_wrong` is 1 for the clock
    that differs from the two that agree.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.broker_up = Gauge("shiftwarden_broker_up", "The broker takes records.", registry=registry)
        self.ledger_up = Gauge("shiftwarden_ledger_up", "The ledger answers.", registry=registry)
        self.clock_offset = Gauge(
            "shiftwarden_clock_offset_seconds", "Own clock less the other.", ["against"], registry=registry
        )
        self.clock_wrong = Gauge("shiftwarden_clock_wrong", "The clock that is wrong.", ["clock"], registry=registry)
        meaning = "When this process started, in seconds since 1970."
        self.started = Gauge("shiftwarden_start_timestamp_seconds", meaning, registry=registry)
        self.started.set_to_current_time()
        for clock in Wrong:
            self.clock_wrong.labels(clock.value)
