"""The hold on a folder: one process at a time, by an exclusive lock on the file `lock` in it. Knows no Kafka.

The kernel releases it, however the process ends. A child that must not outlive the hold inherits its descriptor: then
the folder is free when both have ended, and a successor cannot find a broker running whose parent has just been killed.
"""

import fcntl
import os
import time
from pathlib import Path

from streams.broker.errors import FolderInUseError

_LEFT_BEHIND_S = 10.0
"""The time in which the children of a holder that was killed must end: their watchdogs kill them at once."""


class FolderLock:
    """The hold on `folder`, which must exist. Mutable: held or not. Not inherited unless `descriptor` is handed down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor: int | None = None

    @property
    def descriptor(self) -> int | None:
        """The open file that holds the folder; none while it is not held."""
        return self._descriptor

    def acquire(self) -> None:
        """Acquire the hold; nothing where this object has it. Changes nothing in a folder that another process holds.

        `FolderInUseError` names that process. `OSError` when the file cannot be made or the file system has no locks.
        """
        if self._descriptor is not None:
            return
        descriptor = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._wait(descriptor)
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor

    def release(self) -> None:
        """Release the hold. A child that inherited it still holds the folder. Repeatable."""
        if self._descriptor is not None:
            os.close(self._descriptor)  # LOCK_UN would take it from the inheritor, too
            self._descriptor = None

    def _wait(self, descriptor: int) -> None:
        """Lock at once, or as soon as the children of a dead holder have ended."""
        until = time.monotonic() + _LEFT_BEHIND_S
        while not _try_lock(descriptor):
            holder = _holder(descriptor)
            if time.monotonic() > until or _runs(holder):
                raise FolderInUseError(
                    f"{self._folder} is in use by process {holder or 'unknown'}: end that, or name another folder."
                )
            time.sleep(0.05)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(descriptor: int) -> int:
    """The process that wrote its number into the file; 0 when it has not yet."""
    text = os.pread(descriptor, 20, 0).strip()
    return int(text) if text.isdigit() else 0


def _runs(pid: int) -> bool:
    """True while a process of that number runs, of any owner."""
    if pid == 0:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
