"""The state of a bucket as bytes: what a checkpoint writes and a takeover reads. MessagePack, with the number of its form."""

import msgspec

from streams.core.finals import Batch
from streams.facts.worker import WorkerFacts

FORM = 7
"""The number of the form that this code writes and reads."""


class BucketState(msgspec.Struct, array_like=True):
    """All workers of a bucket.

    `settled_before`: what a worker not in it says of an earlier instant (ms) is too late; None where nobody was forgotten.
    `finals`: the final cells that the pace may not have yet, `last_batch` the number of the latest that was made.
    """

    form: int
    settled_before: int | None
    workers: dict[str, WorkerFacts]
    finals: list[Batch] = []
    last_batch: int = 0


class UnreadableState(Exception):  # noqa: N818  the name says what is the matter
    """Bytes that are not the state of a bucket in a form that this version reads."""


_REMEDY = "run the release that wrote it, or give the workers a new --group: they then read the feeds again, as far back as kept"


class _Head(msgspec.Struct, array_like=True):
    """What every form begins with."""

    form: int


_encoder = msgspec.msgpack.Encoder()
_head = msgspec.msgpack.Decoder(_Head)
_decoder = msgspec.msgpack.Decoder(BucketState)


def encode_bucket(state: BucketState) -> bytes:
    """The state of a bucket as bytes."""
    return _encoder.encode(state)


def decode_bucket(value: bytes) -> BucketState:
    """The state that the bytes hold; `UnreadableState` where they hold none, or one of another form."""
    try:
        form = _head.decode(value).form
        if form == FORM:
            return _decoder.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the state of a bucket cannot be read: {error}; {_REMEDY}") from error
    raise UnreadableState(f"given state of form {form}; this version reads form {FORM}; {_REMEDY}")
