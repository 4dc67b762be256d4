"""Files that nobody else on the machine can read: made so, or closed where they are older. Knows no Kafka."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UMASK = 0o077
"""The rights that no new file has: all those of the group and of others."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@contextmanager
def private_files() -> Iterator[None]:
    """Inside, files that this process and its children make have no rights for group and others. One thread at a time."""
    before = os.umask(UMASK)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(folder: Path) -> None:
    """Make the folder where it is missing. One that was there is closed to others, with all that lies in it.

    `OSError` when it cannot be made, or belongs to another user and is open.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    close_to_others(folder)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            close_to_others(Path(parent, name))


def close_to_others(path: Path) -> None:
    """Take the rights of group and others from a file or folder. Links, and what is gone by now, are left alone."""
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISLNK(mode) and mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except FileNotFoundError:
        return


def write_private(path: Path, text: str) -> None:
    """Replace the file's content in one step: it is whole at every instant, and no other account can ever read it."""
    aside = path.with_name(f".{path.name}.new")
    aside.unlink(missing_ok=True)
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    aside.replace(path)
