"""Histograms of seconds, and their buckets."""

from prometheus_client import CollectorRegistry, Histogram

BATCH_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Bounds for steps that are done many times a second."""
WRITE_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Bounds for steps that wait for a disk or a server."""


def seconds(name: str, meaning: str, bounds: tuple[float, ...], registry: CollectorRegistry) -> Histogram:
    """A histogram of seconds with these upper bounds."""
    return Histogram(name, meaning, buckets=bounds, registry=registry)
