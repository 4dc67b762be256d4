"""The workers of one work partition by bucket: who is under watch, what changed since the checkpoint, what is settled."""

from collections.abc import Iterator

from schemas.work import bucket_of
from streams.core.finals import Cells, Finals
from streams.core.snapshot import FORM, BucketState, decode_bucket, encode_bucket
from streams.core.watched import Watched
from streams.facts.worker import WorkerFacts


class Roster:
    """Mutable. `dirty`: the buckets that changed since they were dumped. `finals`: by bucket, what the pace is to have.

    `counted`: the buckets that a running sweep has counted, of which nothing may be cut off until it is over.
    """

    def __init__(self) -> None:
        self.workers: dict[str, Watched] = {}
        self.dirty: set[int] = set()
        self._members: dict[int, set[str]] = {}
        self._settled: dict[int, int] = {}
        self.finals: dict[int, Finals] = {}
        self.counted: set[int] = set()

    @property
    def buckets(self) -> list[int]:
        """The buckets that have anybody, ascending."""
        return sorted(bucket for bucket, members in self._members.items() if members)

    def members(self, bucket: int) -> list[Watched]:
        """Who is watched in a bucket, in the order of their ids."""
        return [self.workers[name] for name in sorted(self._members.get(bucket, ()))]

    def meet(self, name: str) -> Watched:
        """Begin to watch a worker whom nobody here remembers: new, or forgotten and then settled up to some instant."""
        return self._watch(name, WorkerFacts(speaks_from=self._settled.get(bucket_of(name))))

    def forget(self, watched: Watched, settled: int | None = None) -> None:
        """Stop watching. From then on, what the bucket's unknown workers say of instants before `settled` (ms) is too late."""
        del self.workers[watched.subject]
        self._members[watched.bucket].discard(watched.subject)
        if settled is not None:
            self._settled[watched.bucket] = max(settled, self._settled.get(watched.bucket, settled))
            self.dirty.add(watched.bucket)

    def dump(self, bucket: int) -> bytes:
        """The state of a bucket, which is then no longer dirty."""
        self.dirty.discard(bucket)
        facts = {each.subject: each.facts for each in self.members(bucket)}
        finals = self.finals.get(bucket)
        if finals is None:
            return encode_bucket(BucketState(FORM, self._settled.get(bucket), facts))
        finals.seal()
        return encode_bucket(BucketState(FORM, self._settled.get(bucket), facts, finals.batches, finals.number))

    def cut_off(self, bucket: int, cells: Cells) -> None:
        """Keep what the horizon cut off of a bucket's workers, until the pace has it."""
        if cells:
            self.finals.setdefault(bucket, Finals()).add(cells)
            self.dirty.add(bucket)

    def load(self, bucket: int, state: bytes) -> Iterator[Watched]:
        """Take over a bucket as it was dumped. `UnreadableState` where the bytes are none."""
        kept = decode_bucket(state)
        if kept.settled_before is not None:
            self._settled[bucket] = kept.settled_before
        if kept.last_batch:
            self.finals[bucket] = Finals(kept.finals, kept.last_batch)
        for name, facts in kept.workers.items():
            yield self._watch(name, facts)

    def _watch(self, name: str, facts: WorkerFacts) -> Watched:
        watched = self.workers[name] = Watched.of(name, facts)
        self._members.setdefault(watched.bucket, set()).add(name)
        return watched
