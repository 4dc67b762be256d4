"""The speed at which `shiftwarden replay` reads recorded events, judges them and prints what stands."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from streams.tools.city.files import write_files
from streams.tools.city.platforms import SECTORS
from tests.bench.figure import Figure
from tests.bench.workload import workload_now


def replayed(scale: float) -> Iterator[Figure]:
    """The workload as one NDJSON file a platform; the start of the program counts."""
    work = workload_now(scale)
    with tempfile.TemporaryDirectory(prefix="shiftwarden-bench-") as name:
        folder = Path(name)
        events = write_files(work.city(), folder, work.since, work.until, lambda _count, _at: None)
        files = [str(folder / f"{platform}.ndjson") for platform in SECTORS]
        program = [sys.executable, "-c", "from streams.cli.main import main; main()", "replay", "--format", "json"]
        before, began = os.times(), time.monotonic()
        subprocess.run([*program, *files], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    yield Figure("replay: events a second", events / wall, "/s", 100_000, note=f"{events:,} events, {wall:.1f} s")
    yield Figure("replay: events a CPU-second", events / cpu, "/s")
