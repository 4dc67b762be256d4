"""The threads in which channels are worked on: those that failed last have their own. Decides nothing of what is sent."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, NamedTuple

CHANNELS_AT_ONCE: Final = 32
"""Threads, each with one of the 15 connections to the database for a moment, of an attempt that lasts 30 s at most."""

FAILED_AT_ONCE: Final = 8
"""Threads of channels that failed last: each is tried again after five minutes at most, so some hundred have their turn."""


class Pools(NamedTuple):
    """The threads of channels that were well, and of those that failed last."""

    well: ThreadPoolExecutor
    failed: ThreadPoolExecutor

    def of(self, *, has_failed: bool) -> ThreadPoolExecutor:
        """Those of a channel."""
        return self.failed if has_failed else self.well


@contextmanager
def pools() -> Iterator[Pools]:
    """Both, until what they do has ended."""
    with (
        ThreadPoolExecutor(CHANNELS_AT_ONCE, thread_name_prefix="channel") as well,
        ThreadPoolExecutor(FAILED_AT_ONCE, thread_name_prefix="failed-channel") as failed,
    ):
        yield Pools(well, failed)
