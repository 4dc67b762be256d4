"""The figures of `dispatch_under_red`: the orders pushed, one by one and by slot, and the warnings that made the time red."""

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from schemas.findings.figures import WarnedTime
from schemas.instants import Instant


class CountingTime(NamedTuple):
    """A time in which a push counts, `[start, end)`; its end is null while it is not over."""

    start: Instant
    end: Instant | None


class RedSlot(NamedTuple):
    """A slot of ten minutes in some of which a push counts: the known active time (ms) of the slot, and the pushes that count."""

    start: Instant
    active_low: int
    pushed: int


class RedRest(BaseModel):
    """The later times, which a finding does not list: of red, with the pushes in them, and those in which a push counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    red: int
    counting: int
    pushed: int


class UnderRed(BaseModel):
    """The times in which a push counts, and the pushes in them.

    `counting`: red for long enough, and no time of an episode that goes before. `pushes`: the instant of each push that counts,
    by time; their number is `measured`. `by_slot`: the slots of that time in which anything was done; their active time adds up
    to that of the platform. `warned`: the red episodes about that time. Both lists are null where there are more rows than a
    finding lists. `rest`: the times of red, and those of `counting`, that are not listed; absent where all are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    counting: tuple[CountingTime, ...]
    pushes: tuple[Instant, ...] | None
    by_slot: tuple[RedSlot, ...] | None
    warned: tuple[WarnedTime, ...]
    rest: RedRest | None = Field(default=None, exclude_if=lambda rest: rest is None)
