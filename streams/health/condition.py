"""The condition of a process: when its event loop turned last, and what it lacks to do its work. Knows no server.

Safe for several threads: the loop's thread writes, those of the server read.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ALIVE_S = 60.0
"""A loop that has not turned for so long is taken for stuck; the longest honest step, loading a partition, takes some seconds."""


class Lack(StrEnum):
    """What a process can lack."""

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
        """When the loop turned last, by the clock."""
        return self._ticked

    @property
    def alive(self) -> bool:
        """True where the loop has turned lately."""
        return self._clock() - self._ticked < ALIVE_S

    def lacks(self, what: Lack, why: str) -> float:
        """Note what is lacking and why; gives back for how many seconds it has been."""
        before = self._lacking.get(what)
        since = self._clock() if before is None else before.since
        self._lacking = {**self._lacking, what: _Lacking(why, since)}
        return self._clock() - since

    def has(self, what: Lack) -> None:
        """Note that it is there."""
        self._lacking = {each: lacking for each, lacking in self._lacking.items() if each is not what}

    @property
    def lacking(self) -> Mapping[str, str]:
        """What is lacking, each with its reason and for how long."""
        now = self._clock()
        return {
            each.value: f"{lacking.why}; for {now - lacking.since:.0f} s" for each, lacking in self._lacking.items()
        }
