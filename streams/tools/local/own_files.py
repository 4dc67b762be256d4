"""The files of an installation in its folder, closed to everybody else on the machine."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from streams.tools.embedded.private import close_to_others

_OWN_FILES: Final = (
    "kafka",
    "ledger.db*",
    "worker-*.log*",
    "notify.log*",
    "console.log*",
    "city.log*",
    "planted.jsonl",
    "lock",
    "metrics*",
)
"""Patterns of all that an installation makes there; the broker closes the files in its own folder itself."""


def close_own_files(folder: Path) -> Iterator[str]:
    """Take the rights of group and others from the installation's files, and from the folder where nothing else is in it.

    Yields a warning where others can look into the folder all the same. `OSError` where a file belongs to another user.
    """
    own = [path for pattern in _OWN_FILES for path in folder.glob(pattern)]
    for path in own:
        close_to_others(path)
    if set(folder.iterdir()) <= set(own):
        close_to_others(folder)
    elif stat.S_IMODE(folder.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        yield (
            f"warning: others on this machine can look into {folder}. It was left so, since it holds more than what is made"
            f" here: chmod 700 {folder}, or name a folder of its own."
        )
