"""The condition of a process: the last turn of its event loop, and the conditions that its work lacks. Knows no server.

Safe for several threads: the loop's thread writes, those of the server read.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ALIVE_S = 60.0
"""Seconds without a turn after which the loop counts as stuck; its longest normal step, loading a partition, takes a few."""


class Lack(StrEnum):
    """A condition that a process can lack."""

    BROKER = "broker"
    LEDGER = "ledger"
    PARTITIONS = "partitions"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class _Lacking:
    why: str
    since: float


class Condition:
    """At first everything is lacking. `clock` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ticked = clock()
        self._lacking = {each: _Lacking("not there yet", self._ticked) for each in Lack}

    def tick(self) -> None:
        """Note that the loop has turned."""
        self._ticked = self._clock()

    @property
    def ticked(self) -> float:
        """The instant of the loop's last turn, by the clock."""
        return self._ticked

    @property
    def alive(self) -> bool:
        """True where the loop has turned lately."""
        return self._clock() - self._ticked < ALIVE_S

    def lacks(self, what: Lack, why: str) -> float:
        """Note that something is lacking and why; returns for how many seconds it has been."""
        before = self._lacking.get(what)
        since = self._clock() if before is None else before.since
        self._lacking = {**self._lacking, what: _Lacking(why, since)}
        return self._clock() - since

    def has(self, what: Lack) -> None:
        """Note that it is no longer lacking."""
        self._lacking = {each: lacking for each, lacking in self._lacking.items() if each is not what}

    @property
    def lacking(self) -> Mapping[str, str]:
        """The reason and the duration of each condition that is lacking, by its name."""
        now = self._clock()
        return {
            each.value: f"{lacking.why}; for {now - lacking.since:.0f} s" for each, lacking in self._lacking.items()
        }
