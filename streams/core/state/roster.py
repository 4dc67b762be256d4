"""The workers of one work partition by bucket: who is under watch, what changed since the checkpoint, what is settled."""

from collections import Counter
from collections.abc import Iterator, Mapping

from schemas.findings.finding import Finding
from schemas.legal_days import Day
from schemas.work import bucket_of
from streams.core.state.bucket import Bucket, PartNames
from streams.core.state.finals import Cells, Finals
from streams.core.state.snapshot import FORM, decode_head
from streams.core.state.stored import Units
from streams.core.watched import Watched
from streams.facts.worker import WorkerFacts

_NUMBER_BYTES = 2
"""The name of a head is its bucket's number; those of parts begin with it."""


class Roster:
    """The workers of a partition; mutable. `dirty`: buckets changed since they were dumped. `finals`: by bucket, for the pace.

    `counted`: the buckets that a running sweep has counted, of which nothing may be cut off until it is over.
    """

    def __init__(self) -> None:
        self.workers: dict[str, Watched] = {}
        self.dirty: set[int] = set()
        self._buckets: dict[int, Bucket] = {}
        self._names = PartNames()
        self._left: Units = []
        self.finals: dict[int, Finals] = {}
        self.counted: set[int] = set()

    @property
    def buckets(self) -> list[int]:
        """The buckets that have anybody, ascending."""
        return sorted(number for number, bucket in self._buckets.items() if bucket.members)

    def members(self, bucket: int) -> list[Watched]:
        """The workers of a bucket, in the order of their ids."""
        return [watched for _, watched in sorted(self._bucket(bucket).members.items())]

    def register(self, name: str, now: int = 0, published: dict[str, Finding] | None = None) -> Watched:
        """Begin at `now` (ms) to watch a worker whom nobody here remembers: new, or forgotten and settled up to some instant.

        `published` as in `WatchedSubject`.
        """
        bucket = self._bucket(bucket_of(name))
        watched = self.workers[name] = Watched.of(name, WorkerFacts(speaks_from=bucket.settled))
        watched.received_at, watched.published = now, published
        bucket.watch(watched)
        return watched

    def settled(self, name: str) -> int | None:
        """The instant (ms) before which nothing is taken of a worker whom nobody here remembers; None where all is."""
        bucket = self._buckets.get(bucket_of(name))
        return None if bucket is None else bucket.settled

    def touch(self, watched: Watched) -> None:
        """Note that the facts of a worker changed."""
        watched.changed = True
        self.dirty.add(watched.bucket)

    def count_new(self, watched: Watched, platform: str, day: Day) -> None:
        """Count a worker of whom a platform had sent nothing before this legal day."""
        self._bucket(watched.bucket).count_new(platform, day)

    def new_on(self, day: Day) -> Counter[str]:
        """The number of workers, by platform, of whom it sent something on a legal day, and nothing before."""
        found: Counter[str] = Counter()
        for bucket in self._buckets.values():
            of_day, counts = bucket.new_ids
            if of_day == day:
                found.update(counts)
        return found

    def forget(self, watched: Watched, settled: int) -> None:
        """Stop watching. From then on, rows of the bucket's unknown workers about instants before `settled` (ms) are too late."""
        del self.workers[watched.subject]
        bucket = self._bucket(watched.bucket)
        bucket.forget(watched)
        bucket.settled = max(settled, settled if bucket.settled is None else bucket.settled)
        self.dirty.add(watched.bucket)

    def cut_off(self, bucket: int, cells: Cells) -> None:
        """Keep what the horizon cut off of a bucket's workers, until the pace has it."""
        if cells:
            self.finals.setdefault(bucket, Finals()).add(cells)
            self.dirty.add(bucket)

    def dump(self, incarnation: int) -> list[Units]:
        """Dumps what changed since the last dump, for an incarnation of the partition: parts, then heads, then removals."""
        parts: Units = []
        heads: Units = []
        left, self._left = self._left, []
        for number in sorted(self.dirty):
            written, head, out = self._bucket(number).dump(incarnation, self._names, self.finals.get(number))
            parts += written
            heads.append((_head_of(number), head))
            left += out
        self.dirty.clear()
        return [parts, heads, left]

    def load(self, units: Mapping[bytes, bytes]) -> Iterator[Watched]:
        """Take over what was dumped, all of it at once. `UnreadableState` where the bytes are none.

        A bucket in the form before is written anew at the next dump, and one of which a torn dump left parts, which that removes.
        """
        parts = {unit: value for unit, value in units.items() if len(unit) > _NUMBER_BYTES}
        valid: set[bytes] = set()
        for unit in units.keys() - parts.keys():
            number, head = int.from_bytes(unit, "big"), decode_head(units[unit])
            if head.form != FORM:
                self.dirty.add(number)
            if head.last_batch:
                self.finals[number] = Finals(head.finals, head.last_batch)
            valid |= {part.unit(number) for part in head.parts}
            for watched in self._bucket(number).load(head, parts):
                self.workers[watched.subject] = watched
                yield watched
        self._left = [(unit, None) for unit in sorted(parts.keys() - valid)]
        for unit, _ in self._left:
            self.write_anew(unit)

    def write_anew(self, unit: bytes) -> None:
        """Have the bucket of a unit in the next dump."""
        self.dirty.add(int.from_bytes(unit[:_NUMBER_BYTES], "big"))

    def _bucket(self, number: int) -> Bucket:
        bucket = self._buckets.get(number)
        if bucket is None:
            bucket = self._buckets[number] = Bucket(number)
        return bucket


def _head_of(bucket: int) -> bytes:
    return bucket.to_bytes(_NUMBER_BYTES, "big")
