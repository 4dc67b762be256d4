"""The health of a worker process: missing conditions, a loop that turns, an end in time, and clocks in step."""

from streams.health.condition import Condition, Lack
from streams.health.deadline import LATE, Deadline, watch_loop
from streams.health.server import AddressInUseError, serve

__all__ = ["LATE", "AddressInUseError", "Condition", "Deadline", "Lack", "serve", "watch_loop"]
