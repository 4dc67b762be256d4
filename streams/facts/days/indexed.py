"""Records by digest in one run of bytes: one is found, or taken out, without reading the others. Knows nothing of what they hold.

A platform may restate the pay of weeks, of some 450 entries a person; to read all of them for each statement would take 1.4 ms.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from struct import Struct, unpack_from
from typing import NamedTuple, overload

DIGEST_BYTES = 8
"""Of a million orders of a worker two share a digest once in forty million times."""

_HEAD = Struct("<BIi")
"""The bytes of a length, the number of records, and the number that records may count from."""

_SHORT = 256
"""Below it a length takes one byte: nearly always, since a record takes some 15."""


class IndexedRecord(NamedTuple):
    """A record: its digest and its body."""

    digest: bytes
    body: bytes


class Digests(Sequence[bytes]):
    """The digests of records, ascending, those that several share as often."""

    def __init__(self, block: bytes = b"") -> None:
        """`block`: one behind the other."""
        self._block = block

    def __len__(self) -> int:
        """The number of records."""
        return len(self._block) // DIGEST_BYTES

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        """The digest of a record."""
        if isinstance(index, slice):
            return [*self][index]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._block[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES]

    def places(self, digest: bytes) -> range:
        """The numbers of the records of a digest."""
        at = self._block.find(digest)
        while at >= 0 and at % DIGEST_BYTES:
            at = self._block.find(digest, at + 1)
        first = last = at // DIGEST_BYTES if at >= 0 else 0
        while self._block[last * DIGEST_BYTES : (last + 1) * DIGEST_BYTES] == digest:
            last += 1
        return range(first, last)


class Indexed:
    """Records in the bytes that `pack` made. `base`: the number that records may count from."""

    def __init__(self, packed: bytes) -> None:
        """Read the head alone; nothing of empty bytes."""
        self._packed = packed
        head: tuple[int, int, int] = _HEAD.unpack_from(packed) if packed else (1, 0, 0)
        self._width, self._count, self.base = head
        self._lengths_at = _HEAD.size + self._count * DIGEST_BYTES
        self._bodies_at = self._lengths_at + self._count * self._width
        self.digests = Digests(packed[_HEAD.size : self._lengths_at])

    def __len__(self) -> int:
        """The number of records."""
        return self._count

    def __iter__(self) -> Iterator[IndexedRecord]:
        """All records, ascending by digest."""
        ends = [*accumulate(self._lengths(self._count), initial=self._bodies_at)]
        for digest, span in zip(self.digests, pairwise(ends), strict=True):
            yield IndexedRecord(digest, self._packed[slice(*span)])

    def of(self, digest: bytes) -> list[bytes]:
        """The bodies of the records of a digest."""
        return [self._packed[slice(*self._span(number))] for number in self.digests.places(digest)]

    def without(self, digest: bytes) -> bytes:
        """The bytes without the records of a digest."""
        places = self.digests.places(digest)
        if len(places) == self._count:
            return b""
        if not places:
            return self._packed
        head = _HEAD.pack(self._width, self._count - len(places), self.base)
        start, end = self._span(places[0])[0], self._span(places[-1])[1]
        digests = [_HEAD.size + number * DIGEST_BYTES for number in (places.start, places.stop)]
        lengths = [self._lengths_at + number * self._width for number in (places.start, places.stop)]
        kept = ((_HEAD.size, digests[0]), (digests[1], lengths[0]), (lengths[1], start), (end, len(self._packed)))
        return head + b"".join(self._packed[slice(*each)] for each in kept)

    def _span(self, number: int) -> tuple[int, int]:
        lengths = self._lengths(number + 1)
        end = self._bodies_at + sum(lengths)
        return end - lengths[-1], end

    def _lengths(self, number: int) -> Sequence[int]:
        """The lengths of the first records."""
        if self._width == 1:
            return self._packed[self._lengths_at : self._lengths_at + number]
        return unpack_from(f"<{number}H", self._packed, self._lengths_at)


def pack(base: int, records: Iterable[IndexedRecord]) -> bytes:
    """The records as bytes, in one order whatever the one given; none as no bytes.

    >>> packed = pack(7, [IndexedRecord(b"b" * 8, b"two"), IndexedRecord(b"a" * 8, b"one"), IndexedRecord(b"b" * 8, b"three")])
    >>> Indexed(packed).of(b"b" * 8), Indexed(Indexed(packed).without(b"b" * 8)).of(b"a" * 8)
    ([b'three', b'two'], [b'one'])
    """
    ordered = sorted(records)
    if not ordered:
        return b""
    width = 1 if all(len(each.body) < _SHORT for each in ordered) else 2
    lengths = b"".join(len(each.body).to_bytes(width, "little") for each in ordered)
    digests, bodies = (b"".join(every) for every in zip(*ordered, strict=True))
    return _HEAD.pack(width, len(ordered), base) + digests + lengths + bodies
