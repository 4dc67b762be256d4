"""Lengths, certain and random, and the arithmetic of work spans: their union, and the instant at which they reach a limit."""

from collections.abc import Iterable
from random import Random
from typing import NamedTuple

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
"""Lengths in ms."""
BEAT = MINUTE
"""A simulated platform sends a heartbeat so many milliseconds after the last, while a session is on."""


class WorkSpan(NamedTuple):
    """Work in `[on, off)`, instants in milliseconds."""

    on: int
    off: int


def united(spans: Iterable[WorkSpan]) -> list[WorkSpan]:
    """The spans in order, those that touch or overlap made one."""
    result: list[WorkSpan] = []
    for span in sorted(spans):
        if result and span.on <= result[-1].off:
            result[-1] = WorkSpan(result[-1].on, max(result[-1].off, span.off))
        else:
            result.append(span)
    return result


def reached(spans: Iterable[WorkSpan], limit: int) -> int:
    """The first instant at which the work in the united spans adds up to `limit`; `ValueError` when it never does."""
    left = limit
    for on, off in united(spans):
        if off - on >= left:
            return on + left
        left -= off - on
    raise ValueError(f"the spans are {left} ms short of {limit} ms")


def minutes(rng: Random, least: int, most: int) -> int:
    """A random length in ms between so many minutes, both included, down to the millisecond."""
    return rng.randint(least * MINUTE, most * MINUTE)
