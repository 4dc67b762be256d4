"""The state of a bucket as bytes: what a checkpoint writes and a takeover reads. MessagePack, with the number of its form.

A bucket is a *head* and *parts*. A part holds the state of some workers; a later one takes the place of what an earlier one
holds of a worker. The head names the parts that are valid, in that order, and holds all that is no worker's. A bucket that is
small has its workers in its head, and no part.
"""

from collections.abc import Mapping

import msgspec

from schemas.legal_days import Day
from streams.core.state.finals import CellBatch
from streams.core.state.stored import MOST_BYTES, REMEDY, UnreadableState
from streams.facts.worker import WorkerFacts

FORM = 8
"""The number of the form that this code writes. It reads 7 as well, in which a head held all workers and named no parts."""

_READ = (7, FORM)

INLINE_BYTES = 32 << 10
"""A bucket of at most so many bytes is written whole, in its head.

A record costs about 90 microseconds whatever is in it, which is what it takes to encode 30 kB. Of 20,000 people a bucket has
five, who take 10 kB: a part beside each head would double the records of a checkpoint and save nothing.
"""

PART_BYTES = MOST_BYTES - 64
"""The size from which on a part is full: with the number of its form and its length in front it is one record."""


class BucketPart(msgspec.Struct, frozen=True, array_like=True):
    """A part by its name: the incarnation of the partition that wrote it and a number that it gave once; and its bytes.

    The incarnation is in the name so that a head never means a part that another process wrote under the same number.
    """

    incarnation: int
    number: int
    size: int

    def unit(self, bucket: int) -> bytes:
        """The name of its unit."""
        return bucket.to_bytes(2, "big") + self.incarnation.to_bytes(8, "big") + self.number.to_bytes(4, "big")


class BucketHead(msgspec.Struct, array_like=True):
    """The head of a bucket: its state beside its parts.

    `settled_before`: a row of a worker not in it about an earlier instant (ms) is too late; None where nobody was forgotten.
    `new_ids`: the legal day of the latest new ids, and how many came on it, by platform; it stands last, so that releases
    without it read the head.
    `workers`: those that are in no part, with their facts as `encode_facts` gives them. `finals`: the final cells that the pace
    may not have yet, `last_batch` the number of the latest that was made. `parts`: those that are valid, in the order in which
    they were written.
    """

    form: int
    settled_before: int | None
    workers: dict[str, msgspec.Raw]
    finals: list[CellBatch] = []
    last_batch: int = 0
    parts: list[BucketPart] = []
    new_ids: tuple[Day, dict[str, int]] = (0, {})


class _StateForm(msgspec.Struct, array_like=True):
    """The beginning of every form of state."""

    form: int


_encoder = msgspec.msgpack.Encoder()
_form = msgspec.msgpack.Decoder(_StateForm)
_heads = msgspec.msgpack.Decoder(BucketHead)
_parts = msgspec.msgpack.Decoder(tuple[int, dict[str, msgspec.Raw]])
_facts = msgspec.msgpack.Decoder(WorkerFacts | None)


def encode_head(head: BucketHead) -> bytes:
    """A head as bytes."""
    return _encoder.encode(head)


def decode_head(value: bytes) -> BucketHead:
    """The head that the bytes hold; `UnreadableState` where they hold none, or one of another form."""
    try:
        form = _form.decode(value).form
        if form in _READ:
            return _heads.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the state of a bucket cannot be read: {error}; {REMEDY}") from error
    raise UnreadableState(f"given state of form {form}; this version reads form {FORM} and {_READ[0]}; {REMEDY}")


def encode_facts(facts: WorkerFacts) -> msgspec.Raw:
    """The facts of a worker as they stand in a head or a part."""
    return msgspec.Raw(_encoder.encode(facts))


def encode_part(workers: Mapping[str, msgspec.Raw | None]) -> bytes:
    """A part: workers with their encoded facts, None for one that was forgotten."""
    return _encoder.encode((FORM, workers))


def decode_part(value: bytes) -> dict[str, msgspec.Raw]:
    """The workers of a part with their facts, still encoded; `UnreadableState` where the bytes hold none."""
    try:
        _, workers = _parts.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"a part of a bucket cannot be read: {error}; {REMEDY}") from error
    return workers


def decode_facts(value: msgspec.Raw) -> WorkerFacts | None:
    """The facts of a worker as they stood in a head or a part; None of one that was forgotten."""
    try:
        facts: WorkerFacts | None = _facts.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the state of a worker cannot be read: {error}; {REMEDY}") from error
    if facts is not None:
        facts.share_texts()
    return facts
