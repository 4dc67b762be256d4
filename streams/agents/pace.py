"""The pace agent: what the keeper needs to keep the pace partitions of this process, each of which judges areas.

It makes them and decides nothing else: `Pace` evaluates the rules about areas, the keeper reads, writes and commits.
"""

from collections.abc import Callable

from schemas.topics import PACE
from streams.agents.keeper import Role
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.metrics import Agent


def pace_role(make_pace: Callable[[], Pace]) -> Role[PacePartition]:
    """The role of the keeper of the pace partitions. `make_pace` makes a `Pace` without cells for each."""

    def make(number: int, incarnation: int, start: int, until: int) -> PacePartition:
        return PacePartition(number, make_pace(), incarnation, start, until)

    return Role(Agent.PACE, PACE, b"p", make)
