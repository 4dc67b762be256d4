"""The metrics of a process's health: what it reaches, and how its clock goes."""

from prometheus_client import CollectorRegistry, Gauge


class HealthMetrics:
    """What this process reaches, 1 or 0, and its clock less another's in seconds.

    `clock_offset` is 0 where the difference is smaller than can be told. `clock_right` is 0 where the clock differs so much that
    the process takes no partition.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self.broker_up = Gauge("shiftwarden_broker_up", "The broker takes records.", registry=registry)
        self.ledger_up = Gauge("shiftwarden_ledger_up", "The ledger answers.", registry=registry)
        self.clock_offset = Gauge(
            "shiftwarden_clock_offset_seconds", "Own clock less the other.", ["against"], registry=registry
        )
        self.clock_right = Gauge("shiftwarden_clock_right", "The clock is right enough to judge.", registry=registry)
