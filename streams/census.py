"""A gauge over a few labels that is always set as a whole."""

from collections.abc import Mapping
from typing import Generic, TypeVar

import prometheus_client

from schemas.envelope import NONE, SEVERAL

_Key = TypeVar("_Key", bound=tuple[str | None, ...])


class Census(Generic[_Key]):
    """A gauge that is always set as a whole: labels that were counted before and are counted no more read 0."""

    def __init__(self, gauge: prometheus_client.Gauge, labels: tuple[str, ...]) -> None:
        self._gauge = gauge
        self._absent = [SEVERAL if label == "platform" else NONE for label in labels]
        self._known: set[_Key] = set()

    def set_counts(self, counts: Mapping[_Key, int]) -> None:
        """Set the gauge to exactly these counts. A platform that is null reads `several`, anything else `none`."""
        for key in self._known | counts.keys():
            values = [value or absent for value, absent in zip(key, self._absent, strict=True)]
            self._gauge.labels(*values).set(counts.get(key, 0))
        self._known |= counts.keys()
