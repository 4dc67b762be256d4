"""The workers of one work partition by bucket: who is under watch, what changed since the checkpoint, what is settled."""

from collections.abc import Iterator

from schemas.work import bucket_of
from streams.core.snapshot import decode_bucket, encode_bucket
from streams.core.watched import Watched
from streams.facts.worker import WorkerFacts


class Roster:
    """Mutable. `dirty`: the buckets that changed since they were dumped."""

    def __init__(self) -> None:
        self.workers: dict[str, Watched] = {}
        self.dirty: set[int] = set()
        self._members: dict[int, set[str]] = {}
        self._settled: dict[int, int] = {}

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
        members = {name: self.workers[name].facts for name in sorted(self._members.get(bucket, ()))}
        return encode_bucket(self._settled.get(bucket), members)

    def load(self, bucket: int, state: bytes) -> Iterator[Watched]:
        """Take over a bucket as it was dumped. `UnreadableState` where the bytes are none."""
        kept = decode_bucket(state)
        if kept.settled_before is not None:
            self._settled[bucket] = kept.settled_before
        for name, facts in kept.workers.items():
            yield self._watch(name, facts)

    def _watch(self, name: str, facts: WorkerFacts) -> Watched:
        watched = self.workers[name] = Watched.of(name, facts)
        self._members.setdefault(watched.bucket, set()).add(name)
        return watched
