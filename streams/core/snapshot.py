"""The state of a bucket as bytes: what a checkpoint writes and a takeover reads. MessagePack, with the number of its form."""

import msgspec

from streams.facts.worker import WorkerFacts

FORM = 1
"""The number of the form that this code writes and reads."""


class BucketState(msgspec.Struct, array_like=True):
    """All workers of a bucket.

    `settled_before`: what a worker not in it says of an earlier instant (ms) is too late; None where nobody was forgotten.
    """

    form: int
    settled_before: int | None
    workers: dict[str, WorkerFacts]


class UnreadableState(Exception):  # noqa: N818  the name says what is the matter
    """Bytes that are not the state of a bucket in a form that this version reads."""


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(BucketState)


def encode_bucket(settled_before: int | None, workers: dict[str, WorkerFacts]) -> bytes:
    """The state of a bucket as bytes."""
    return _encoder.encode(BucketState(FORM, settled_before, workers))


def decode_bucket(value: bytes) -> BucketState:
    """The state that the bytes hold; `UnreadableState` where they hold none, or one of another form."""
    try:
        state = _decoder.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the state of a bucket cannot be read: {error}") from error
    if state.form != FORM:
        raise UnreadableState(f"given state of form {state.form}; this version reads form {FORM}")
    return state
