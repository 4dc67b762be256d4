"""The room on the disk of a folder, as far as a broker needs it to start there."""

import shutil
from pathlib import Path

_ROOM_BYTES = 16 << 20
"""The room that a broker needs to start: it opens an index or two of 10 MB, sparse, and writes its snapshot."""

_SMALL = 20
"""On a disk of less than 320 MB a twentieth of it will do."""


def fullness(folder: Path) -> str | None:
    """A sentence about a full disk; None while there is room, or where that cannot be found out."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    if usage.free >= min(_ROOM_BYTES, usage.total // _SMALL):
        return None
    return f"the disk of {folder} is full: {usage.free / 1e6:.0f} of {usage.total / 1e6:.0f} MB are free; make room"
