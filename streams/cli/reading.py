"""Reads the law and recorded files for a command, batch by batch with progress, and prints faults as they are found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schemas.feed.codec import FeedReader
from schemas.feed.telemetry import MOST_EVENTS
from streams.cli.output import Unusable, print_status, progress
from streams.cli.wording import number_of
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.tools.recorded.files import EMPTY, ReadError, RecordedBatch, batches
from streams.tools.recorded.opening import STANDARD_INPUT

SHOWN = 20
"""The most lines of a kind that are shown; the rest is counted, so that a large faulty file leaves a readable screen."""

_OWN_LAW = "with law files of your own, name their folder by --law"


def law_of(overlay: Path | None) -> Law:
    """The law, with a directory laid over it; `Unusable` with every fault of its files where they cannot be used."""
    try:
        return packaged_law(overlay)
    except LawError as error:
        raise Unusable(
            f"the law files cannot be used:\n{error}\nCorrect them; `shiftwarden law check` checks them again."
        ) from error


def unknown_in(law: Law, area: str | None, platform: str | None) -> Iterator[str]:
    """A sentence for each that the law does not name. A list that is empty by a slip of the pen would look like good news."""
    if area is not None and area not in law.places:
        known = ", ".join(f"{code} {law.places.name(code).zh}" for code in law.places.areas)
        yield f"--area: given {area!r}; known: {known}; {_OWN_LAW}"
    if platform is not None and platform not in law.platforms:
        known = ", ".join(f"{one.id} {one.name.zh}" for one in law.platforms.values())
        yield f"--platform: given {platform!r}; known: {known}; {_OWN_LAW}"


def reader_of(law: Law) -> FeedReader:
    """A reader that knows the areas of the law, and names every fault of a record."""
    return FeedReader(law.places.known, whole=MOST_EVENTS)


def read_files(files: Sequence[str], reader: FeedReader) -> Iterator[RecordedBatch]:
    """All batches of all files, one file after the other, with a progress bar on a terminal."""
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
    """Prints the first faults as they are found, and counts them all. Mutable, as it counts."""

    count: int = 0

    def add(self, misread: Sequence[ReadError]) -> None:
        """Print and count these; a file without events is printed, and not counted."""
        for each in misread[: max(0, SHOWN - self.count)]:
            print_status(f"{each.where}: {each.code}: {each.detail}")
        self.count += sum(each.code != EMPTY for each in misread)

    def close(self) -> None:
        """Print the number of those that were not shown."""
        if self.count > SHOWN:
            more = number_of(self.count - SHOWN, "more that is no event", "more that are no events")
            print_status(f"… and {more}; `shiftwarden check` lists them all")
