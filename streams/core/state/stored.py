"""State as it is stored: units none of which is larger than a record may be. What is larger lies in pieces under an index.

It decides in which order a dump is written: the pieces first, then what was dumped in the order in which it was dumped, an
index where a unit is in pieces; last, what nothing refers to any more is removed. So a checkpoint that is torn anywhere leaves
the former state whole.

What a torn one wrote beside that may be removed only by an incarnation that has written the unit itself: the process that tore
it may have hung, and still write the index. The pieces of a unit are always those of the incarnation that wrote the index.
"""

from collections.abc import Iterable, Iterator

import msgspec

MOST_BYTES = 512 << 10
"""Bytes of a unit or piece at the most: a sixteenth of what the producer takes, half of what a broker takes by default."""

Units = list[tuple[bytes, bytes | None]]
"""State by the name of its unit; None for a unit that is no more."""

_MARK = b"\xc1"
"""The mark that an index and the name of a piece begin with: the one byte that begins no MessagePack, and no name of a unit."""


class UnreadableState(Exception):  # noqa: N818  the name says what is the matter
    """Bytes that are not state in a form that this version reads."""


REMEDY = "run the release that wrote it, or give the workers a new --group: they then read the feeds again, as far back as kept"
"""The advice of an error about state that cannot be read."""


class Index(msgspec.Struct, frozen=True, array_like=True):
    """The place of a unit: pieces of an incarnation, numbered from `first` on; `size`: the bytes of all."""

    incarnation: int
    first: int
    pieces: int
    size: int

    def names(self, unit: bytes) -> list[bytes]:
        """The names of the pieces of that unit, in their order."""
        begin = _MARK + bytes([len(unit)]) + unit + self.incarnation.to_bytes(8, "big")
        return [begin + number.to_bytes(8, "big") for number in range(self.first, self.first + self.pieces)]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Index).decode


class Stored:
    """The units that one incarnation of a partition has stored. Mutable.

    A dump that was not confirmed by `written` is written again with the next one: what of it arrived is not known.
    """

    def __init__(self, incarnation: int) -> None:
        self._incarnation = incarnation
        self._numbered = 0
        self._in_pieces: dict[bytes, Index] = {}
        self._left: Units = []
        self._unconfirmed: list[dict[bytes, bytes | None]] = []

    @property
    def torn(self) -> set[bytes]:
        """The units of which a torn checkpoint left pieces behind: they are to be in the next dump, which then removes those."""
        return {name[2 : 2 + name[1]] for name, _ in self._left}

    def whole(self, units: Iterable[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
        """The units as they were before they were cut; `UnreadableState` where a piece is missing."""
        found = dict(units)
        pieces = {name: found.pop(name) for name in list(found) if name.startswith(_MARK)}
        for unit, state in found.items():
            if state.startswith(_MARK):
                index = self._in_pieces[unit] = _index(state)
                found[unit] = _joined(index.names(unit), index.size, pieces)
        used = {name for unit, index in self._in_pieces.items() for name in index.names(unit)}
        self._left = [(name, None) for name in pieces if name not in used]
        return found

    def cut(self, dumped: Iterable[Units]) -> list[Units]:
        """The records to be written, list by list: one when the one before it is with the broker."""
        pieces: Units = []
        left, self._left = self._left, []
        stages = [[(unit, self._stored(unit, state, pieces, left)) for unit, state in units] for units in dumped]
        now = [dict(stage) for stage in (pieces, *stages, left)]
        before = self._unconfirmed or [{} for _ in now]
        self._unconfirmed = [old | new for old, new in zip(before, now, strict=True)]
        return [list(stage.items()) for stage in self._unconfirmed if stage]

    def written(self) -> None:
        """All that was cut last is with the broker."""
        self._unconfirmed = []

    def _stored(self, unit: bytes, state: bytes | None, pieces: Units, left: Units) -> bytes | None:
        """A unit as it is stored; its pieces are added, and those that it had before are left behind."""
        before = self._in_pieces.pop(unit, None)
        if before is not None:
            left += [(name, None) for name in before.names(unit)]
        if state is None or len(state) <= MOST_BYTES:
            return state
        chunks = list(_chunks(state))
        index = self._in_pieces[unit] = Index(self._incarnation, self._numbered, len(chunks), len(state))
        self._numbered += len(chunks)
        pieces += zip(index.names(unit), chunks, strict=True)
        return _MARK + _encode(index)


def _chunks(state: bytes) -> Iterator[bytes]:
    for at in range(0, len(state), MOST_BYTES):
        yield state[at : at + MOST_BYTES]


def _index(state: bytes) -> Index:
    try:
        return _decode(state[1:])
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the index of a unit of state cannot be read: {error}; {REMEDY}") from error


def _joined(names: Iterable[bytes], size: int, pieces: dict[bytes, bytes]) -> bytes:
    state = b"".join(pieces.get(name, b"") for name in names)
    if len(state) != size:
        raise UnreadableState(f"{len(state):,} bytes of a unit of state are there; it had {size:,}; {REMEDY}")
    return state
