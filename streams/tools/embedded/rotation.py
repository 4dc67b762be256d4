"""Logs of bounded size: a log's older parts are kept beside it as `NAME.1` (the newest) to `NAME.4`. Knows no Kafka.

A server process holds its log open and writes to it without asking. Renaming the file would not stop it: it would go on in the
renamed one. So a log in use is copied to `NAME.1` and then truncated; a line written between the two may be lost.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from streams.tools.embedded.private import close_to_others

MOST_BYTES = 10 << 20
"""The size from which on a log is cut: five files of 10 MiB a process, checked every few seconds."""

_KEPT = 4
"""Older parts beside the log itself."""


def set_aside(log: Path) -> None:
    """Rename a log that nobody writes any more to `NAME.1`, and the older parts one further. Nothing where there is none."""
    if log.exists():
        _shift(log)
        log.replace(_part(log, 1))


def cut_when_long(log: Path, most: int = MOST_BYTES) -> bool:
    """Cut a log that is longer than `most` bytes, which may be open for appending elsewhere; returns True if it was cut.

    Where the disk has no room for a copy the older parts are deleted, and the log's lines are lost: a full disk would stop more.
    """
    try:
        if log.stat().st_size <= most:
            return False
    except FileNotFoundError:
        return False
    _shift(log)
    try:
        shutil.copyfile(log, _part(log, 1))
        close_to_others(_part(log, 1))
    except OSError:
        for number in range(1, _KEPT + 1):
            with suppress(OSError):
                _part(log, number).unlink()
    os.truncate(log, 0)
    return True


def _shift(log: Path) -> None:
    for number in range(_KEPT - 1, 0, -1):
        with suppress(FileNotFoundError):
            _part(log, number).replace(_part(log, number + 1))


def _part(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
