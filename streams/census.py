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

    def set_counts(self, counts: Mapping[_Key, float]) -> None:
        """Set the gauge to exactly these counts. A platform that is null reads `several`, anything else `none`."""
        for key in self._known | counts.keys():
            self._gauge.labels(*self._values(key)).set(counts.get(key, 0))
        self._known |= counts.keys()

    def set_alone(self, counts: Mapping[_Key, float]) -> None:
        """Set the gauge to these counts, and export nothing else: for labels of days, which would grow for ever."""
        for key in self._known - counts.keys():
            self._gauge.remove(*self._values(key))
        self._known = set(counts)
        self.set_counts(counts)

    def _values(self, key: _Key) -> list[str]:
        return [value or absent for value, absent in zip(key, self._absent, strict=True)]
