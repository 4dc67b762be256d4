"""Compares three clocks: this machine's, the broker's and the database's. Decides which is wrong, and if this machine may judge.

Pure. Differences are seconds, our own clock less the other; None where the other is not known (a ledger in a file has no clock).
"""

from dataclasses import dataclass
from enum import StrEnum

SKEWED_S = 5.0
"""Seconds from which on a clock is reported. Synchronised clocks differ by milliseconds; this much harms no finding yet."""

WRONG_S = 60.0
"""Seconds beyond which a machine may not judge: its stretches that still run would be measured longer or shorter by as much."""


class Wrong(StrEnum):
    """The clock that is wrong."""

    OWN = "own"
    BROKER = "broker"
    DATABASE = "database"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class ClockVerdict:
    """`wrong`: the clock that differs from the two that agree, `UNSETTLED` where no two do; None where all agree.

    `may_judge`: false where our own differs by more than a minute from every other that is known.
    """

    wrong: Wrong | None
    may_judge: bool


def nearest(low: float, high: float) -> float:
    """The difference nearest to zero of those from `low` to `high`: the certain part of one that is known within bounds.

    >>> nearest(-0.01, 0.02), nearest(2400.0, 2400.1), nearest(-7.2, -7.0)
    (0.0, 2400.0, -7.0)
    """
    return min(max(low, 0.0), high) if high >= 0 else high


def judge_clocks(broker: float | None, database: float | None) -> ClockVerdict:
    """The verdict on the differences to broker and database."""
    known = [each for each in (broker, database) if each is not None]
    off = bool(known) and all(abs(each) > WRONG_S for each in known)
    return ClockVerdict(_wrong(broker, database), may_judge=not off)


def _wrong(broker: float | None, database: float | None) -> Wrong | None:
    if broker is None or database is None:
        alone = broker if database is None else database
        return Wrong.UNSETTLED if alone is not None and abs(alone) > SKEWED_S else None
    from_broker, from_database = abs(broker) > SKEWED_S, abs(database) > SKEWED_S
    if from_broker and from_database:
        return Wrong.OWN if abs(broker - database) <= SKEWED_S else Wrong.UNSETTLED
    if from_broker:
        return Wrong.BROKER
    return Wrong.DATABASE if from_database else None
