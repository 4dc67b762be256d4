"""The pace agent: the pace partitions of this process."""

from collections.abc import Callable

from schemas.topics import PACE
from streams.agents.keeper import Role
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.metrics import Agent


def pace_role(make_pace: Callable[[], Pace]) -> Role[PacePartition]:
    """The role of the keeper of the pace partitions. `make_pace` makes an empty pace."""

    def make(number: int, incarnation: int, start: int, until: int) -> PacePartition:
        return PacePartition(number, make_pace(), incarnation, start, until)

    return Role(Agent.PACE, PACE, b"p", make)
