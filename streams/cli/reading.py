"""What `replay` and `check` have in common: the law, the files read batch by batch with progress, and faults said as met."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.feed.codec import FeedReader
from schemas.feed.reading import PlacesKnown
from schemas.feed.telemetry import MOST_EVENTS
from streams.cli.output import Unusable, progress, say
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.tools.recorded.files import EMPTY, STANDARD_INPUT, ReadError, RecordedBatch, batches

SHOWN = 20
"""How many of many are shown; the rest is counted."""


def law_of(overlay: Path | None) -> Law:
    """The law, with a directory laid over it; every fault of its files is said where they cannot be used."""
    try:
        return packaged_law(overlay)
    except LawError as error:
        raise Unusable(f"the law files cannot be used:\n{error}\nMend them; `shiftwarden law check` checks.") from error


def reader_of(law: Law) -> FeedReader:
    """A reader that knows the areas of the law, and names every fault of a record."""
    return FeedReader(PlacesKnown(frozenset(law.places.areas), frozenset(law.places.cities)), whole=MOST_EVENTS)


def read_files(files: Sequence[str], reader: FeedReader) -> Iterator[RecordedBatch]:
    """All batches of all files, one file after the other; shows on a terminal how far it is."""
    if files.count(STANDARD_INPUT) > 1:
        raise Unusable("standard input (-) is given twice; it can be read once")
    sizes = [0 if file == STANDARD_INPUT else Path(file).stat().st_size for file in files]
    before = 0
    with progress() as bar:
        task = bar.add_task("reading", total=sum(sizes) or None)
        for file, size in zip(files, sizes, strict=True):
            try:
                for batch in batches(file, reader):
                    yield batch
                    bar.update(task, completed=before + batch.done)
            except OSError as error:
                raise Unusable(f"{file}: cannot be read ({error.strerror}); give a file that you may read") from error
            before += size


@dataclass(slots=True)
class Faults:
    """Says the first faults as they are met, and counts. Mutable for that."""

    count: int = 0

    def met(self, misread: Sequence[ReadError]) -> None:
        """These were met; a file without events is said, and is none among events."""
        for each in misread[: max(0, SHOWN - self.count)]:
            say(f"{each.where}: {each.code}: {each.detail}")
        self.count += sum(each.code != EMPTY for each in misread)

    def close(self) -> None:
        """Say how many more there were."""
        if self.count > SHOWN:
            say(f"… and {self.count - SHOWN:,} more that are no events; `shiftwarden check` lists them all")
