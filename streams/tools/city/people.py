"""The people of the simulated city: each a pure function of seed and number."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from random import Random

from streams.tools.city.platforms import AREAS, SECTORS
from streams.tools.city.spans import MINUTE


class PayLevel(Enum):
    """The level of a worker's pay, the same on every day and platform.

    `USUAL` is clearly above the hourly minimum wage of any area, `EXACT` is the minimum to the fen. `LOW` is below it. `CUT`
    is first stated as usual and corrected to low afterwards; `RAISED` the other way round. `WEEKLY` is stated once for a week
    and with no order.
    """

    USUAL = "usual"
    LOW = "low"
    CUT = "cut"
    RAISED = "raised"
    EXACT = "exact"
    WEEKLY = "weekly"


BELOW = frozenset({PayLevel.LOW, PayLevel.CUT})
"""The levels that are below the minimum wage once all corrections are in."""

_ROUND = 150
_PAID_BY_TURN = {17: PayLevel.LOW, 54: PayLevel.CUT, 91: PayLevel.RAISED, 128: PayLevel.EXACT}
"""Of 150 people two are paid below the minimum, one after a correction; one above it after a correction; one exactly it."""

_YESTERDAY = 31
"""One worker in 31 worked on the evening before the city begins as well, and all whose pay is not the usual. It shares no
factor with the round of 150, so that these shifts fall on every level of pay."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A worker of the simulated city; `platforms` holds the main platform and the one for a second app, if any."""

    number: int
    subject: str
    platforms: tuple[str, ...]
    two_apps: bool
    area: str
    late_by: int
    weekly: bool = False

    @property
    def pay(self) -> PayLevel:
        """The level of the worker's pay."""
        return PayLevel.WEEKLY if self.weekly else _PAID_BY_TURN.get(self.number % _ROUND, PayLevel.USUAL)

    @property
    def worked_yesterday(self) -> bool:
        """True if there is a shift on the evening before, in a city that has a yesterday."""
        return self.number % _YESTERDAY == 0 or self.pay is not PayLevel.USUAL


def worker(seed: int, number: int) -> Worker:
    """The worker of that number. The id has the form of a pseudonym, but there is no person behind it."""
    rng = Random(f"{seed}/{number}")  # noqa: S311 a simulation must be repeatable
    platforms = tuple(rng.sample(list(SECTORS), 2))
    subject = hashlib.sha256(f"simulated worker {seed}/{number}".encode()).hexdigest()
    return Worker(number, subject, platforms, rng.random() < 1 / 8, rng.choice(AREAS), rng.randrange(90 * MINUTE))
