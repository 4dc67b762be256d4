"""A partition in one process's hands, as the agent that keeps it sees it, and the statements that it makes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from schemas.findings.advice import advice_of
from schemas.topics import STANDING, advice
from streams.core.outgoing import Outgoing
from streams.core.publishing import Publication
from streams.core.state.stored import Units


class Partition(Protocol):
    """A partition in one process's hands, as the agent that keeps it sees it."""

    number: int
    incarnation: int

    @property
    def offset(self) -> int:
        """The offset of the last record that is folded, as are all before it."""
        ...

    @property
    def behind(self) -> int:
        """The number of subjects to be evaluated."""
        ...

    @property
    def last_read(self) -> int:
        """The offset of the last record that was read."""
        ...

    @property
    def unfolded(self) -> int:
        """A measure of what was read and is not folded: 0 where all is."""
        ...

    def read(self, offset: int, value: bytes) -> None:
        """Read the record that follows the last one. `msgspec.DecodeError` where it cannot be read: then nothing of it was."""
        ...

    def fold(self, now: int, most: int) -> list[Outgoing]:
        """Fold some of what was read at `now` (ms), `most` rows at the most; the records in answer to it come back."""
        ...

    def statements(self, now: int, most: int) -> Iterator["PublishedRecords"]:
        """Evaluates up to `most` subjects at `now` (ms); the records to be published. None while it is being restored."""
        ...

    def load(self, units: Iterable[tuple[bytes, bytes]], now: int) -> None:
        """Take over all that was stored, at `now` (ms). `UnreadableState` where the bytes are none."""
        ...

    def dump(self) -> list[Units]:
        """Dumps what changed since the last dump, as lists: one is to be written when the one before it is.

        No unit of it is larger than `stored.MOST_BYTES`. A dump that is not noted as written comes again with the next one.
        """
        ...

    def written(self) -> None:
        """All that was dumped is written."""
        ...


@dataclass(frozen=True, slots=True)
class PublishedRecords:
    """A standing set to be sent, with the advice that goes with it; `subject` names whose it is."""

    subject: str
    outgoing: tuple[Outgoing, ...]


def records_of(published: Publication, version: tuple[int, int, int]) -> PublishedRecords:
    """Records to be published about a subject, in a version."""
    key = published.subject.encode()
    out = [Outgoing(STANDING, key, published.standing_set(version).model_dump_json().encode())]
    for finding in published.advice:
        advice_to_platform = advice_of(finding)
        if advice_to_platform is not None:
            out.append(
                Outgoing(advice(advice_to_platform.platform_id), key, advice_to_platform.model_dump_json().encode())
            )
    return PublishedRecords(published.subject, tuple(out))
