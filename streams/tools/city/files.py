"""The simulated city as files: the events of each platform, the weather office's messages, and the expected findings."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.no_gc import without_collector
from streams.tools.city.platforms import SECTORS
from streams.tools.city.simulator import City

_PROGRESS_EVERY = 10_000
"""Events between two calls of the progress."""


def write_files(city: City, folder: Path, since: int, until: int, progress: Callable[[int, int], None]) -> int:
    """Write all that is sent in `[since, until)` (ms): events to `PLATFORM.ndjson`, weather to `weather-N.xml`.

    One JSON object a line, in the order of sending; a weather message a file. Files of the same names are replaced. The
    expected findings go to `planted.jsonl`, as at the last event's own time, at which a replay of the files judges.
    `progress` is called every 10,000 events with their number and the latest instant. Returns the number of events. Raises
    `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count, at = 0, since
    with ExitStack() as files, without_collector():
        out = {name: files.enter_context((folder / f"{name}.ndjson").open("wb")) for name in SECTORS}
        for _, platform, value, occurred_at in city.events(since, until):
            out[platform].write(value + b"\n")
            at = max(at, occurred_at)
            count += 1
            if count % _PROGRESS_EVERY == 0:
                progress(count, at)
    messages = [value for sent, value in city.weather() if since <= sent < until]
    for number, value in enumerate(messages, 1):
        (folder / f"weather-{number}.xml").write_bytes(value)
    write_expected(folder, city.expected(at))
    progress(count, at)
    return count


def write_expected(folder: Path, expected: Iterable[ExpectedFinding]) -> Path:
    """Write the expected findings to `planted.jsonl`, one a line, and return its path."""
    file = folder / "planted.jsonl"
    file.write_bytes(b"".join(one.json() + b"\n" for one in expected))
    return file
