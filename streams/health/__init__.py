"""The health of a worker process: what it lacks, that its loop turns, that it ends when it means to, and which clock is right."""

from streams.health.condition import Condition, Lack
from streams.health.deadline import LATE, Deadline, watch_loop
from streams.health.server import AddressInUseError, serve

__all__ = ["LATE", "AddressInUseError", "Condition", "Deadline", "Lack", "serve", "watch_loop"]
