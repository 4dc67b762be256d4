"""The room on the disk of a folder: whether a broker can start there."""

import shutil
from pathlib import Path

_ROOM_BYTES = 16 << 20
"""What a broker needs to start: it opens an index or two of 10 MB, sparse, and writes its snapshot."""

_SMALL = 20
"""On a disk of less than 320 MB a twentieth of it will do."""


def fullness(folder: Path) -> str | None:
    """The sentence that the disk is full; None while there is room, or where it cannot be told."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    if usage.free >= min(_ROOM_BYTES, usage.total // _SMALL):
        return None
    return f"the disk of {folder} is full: {usage.free / 1e6:.0f} of {usage.total / 1e6:.0f} MB are free; make room"
