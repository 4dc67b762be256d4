"""The simulated city as files: what each platform and the weather office said, and what must be found in it."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from streams.tools.city.city import City
from streams.tools.city.expected.planted import Planted
from streams.tools.city.places import SECTORS
from streams.tools.city.quickly import without_collector

_TELL_EVERY = 10_000


def write_files(city: City, folder: Path, since: int, until: int, progress: Callable[[int, int], None]) -> int:
    """Write what is said in `[since, until)` (ms): events to `PLATFORM.ndjson`, weather to `weather-N.xml`.

    One JSON object a line, in the order in which it is said; a weather message a file. Files of the same names are replaced.
    What must be found goes to `planted.jsonl`, as at the last event's own time, at which a replay of the files judges.
    `progress` is told from time to time how many events were written and up to which instant. Gives the number of events.
    Raises `OSError` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    count, at = 0, since
    with ExitStack() as files, without_collector():
        out = {name: files.enter_context((folder / f"{name}.ndjson").open("wb")) for name in SECTORS}
        for _, platform, value, occurred_at in city.events(since, until):
            out[platform].write(value + b"\n")
            at = max(at, occurred_at)
            count += 1
            if count % _TELL_EVERY == 0:
                progress(count, at)
    messages = [value for sent, value in city.weather() if since <= sent < until]
    for number, value in enumerate(messages, 1):
        (folder / f"weather-{number}.xml").write_bytes(value)
    write_planted(folder, city.planted(at))
    progress(count, at)
    return count


def write_planted(folder: Path, planted: Iterable[Planted]) -> Path:
    """Write what must be found to `planted.jsonl`, and give the file."""
    file = folder / "planted.jsonl"
    file.write_bytes(b"".join(one.json() + b"\n" for one in planted))
    return file
