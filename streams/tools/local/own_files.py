"""What an installation keeps in its folder, and that nobody else on the machine can read it."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from streams.tools.embedded.private import close_to_others

_OURS: Final = ("kafka", "ledger.db*", "worker-*.log*", "city.log*", "planted.jsonl", "lock", "metrics")
"""Patterns of all that is made there; the broker sees to what lies in its own folder."""


def close_own_files(folder: Path) -> Iterator[str]:
    """Take the rights of group and others from all that is ours in the folder, and from the folder where nothing else is in it.

    Gives a warning where others can look into the folder all the same. `OSError` where ours belongs to another user.
    """
    ours = [path for pattern in _OURS for path in folder.glob(pattern)]
    for path in ours:
        close_to_others(path)
    if set(folder.iterdir()) <= set(ours):
        close_to_others(folder)
    elif stat.S_IMODE(folder.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        yield (
            f"warning: others on this machine can look into {folder}. It was left so, since it holds more than what is made"
            f" here: chmod 700 {folder}, or name a folder of its own."
        )
