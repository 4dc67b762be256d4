"""A packed dict: facts of one kind by their ids, kept as MessagePack, a few facts to a block of bytes.

A worker has dozens of orders and pay entries, and an object or a string for each costs more memory than all that is in it. A
block is found by the checksum of the id, so that finding, adding and changing cost the same however many facts there are. A
fact that would make a block expensive to change is kept apart, unpacked: one of many statements, and one whose block is full,
as where ids are chosen to collide.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from zlib import crc32

import msgspec

T = TypeVar("T")
A = TypeVar("A")

_MOST = 6
"""Facts a block on average: with fewer the blocks themselves cost memory, with more it takes time to change one."""

_FULL = 32
"""Facts a block at most. With six on average, one in 10^12 has more by chance."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


class PackedDict(msgspec.Struct, Generic[A], array_like=True, gc=False):
    """Facts by id, packed; mutable. `count`: the number of facts in blocks. `apart`: by id, those in no block; None for none.

    `statements`: the number of statements of all facts; `size`: the bytes that they take, of those apart about as many as
    packed. Both are -1 in state of an earlier form until they are counted.
    """

    count: int = 0
    blocks: list[bytes] = []
    apart: dict[str, A] | None = None
    statements: int = -1
    size: int = -1

    def __post_init__(self) -> None:
        if self.statements < 0 and not self.count:
            self.statements = self.size = 0

    def __len__(self) -> int:
        return self.count + len(self.apart or ())


class PackedDictCodec(Generic[T, A]):
    """Packs and unpacks facts of one kind, which is a struct.

    `apart` converts a fact to the form in which it is kept apart, `whole` converts it back. `statements` counts the statements of
    a fact; one with more than `most` is kept apart. `size` returns the bytes of a fact that is kept apart.
    """

    def __init__(
        self,
        kind: type[T],
        statements: Callable[[T], int],
        apart: Callable[[T], A],
        whole: Callable[[A], T],
        size: Callable[[A], int],
        most: int,
    ) -> None:
        self._one = msgspec.msgpack.Decoder(kind)
        self._all = msgspec.msgpack.Decoder(dict[str, kind])  # type: ignore[valid-type]  # a type that is known at run time
        self._statements = statements
        self._apart = apart
        self._whole = whole
        self._size = size
        self._most = most

    def get(self, kept: PackedDict[A], name: str) -> T | None:
        """The fact of that id; None where there is none."""
        if kept.apart is not None and name in kept.apart:
            return self._whole(kept.apart[name])
        if not kept.count or name.encode() not in (block := kept.blocks[_at(kept, name)]):  # a tenth of unpacking it
            return None
        value = _unpack(block).get(name)
        return None if value is None else self._one.decode(value)

    def merge(self, kept: PackedDict[A], name: str, merged: Callable[[T | None], T | None]) -> T | None:
        """Replace the fact of that id, or None where there is none, by what `merged` returns for it; return the new fact.

        Where `merged` returns None, nothing changes and None is returned.
        """
        if kept.apart is not None and name in kept.apart:
            return self._merge_apart(kept, kept.apart, name, merged)
        at = _at(kept, name) if kept.count else 0
        block: dict[str, Any] = _unpack(kept.blocks[at]) if kept.count else {}
        value = block.get(name)
        known = None if value is None else self._one.decode(value)
        before = 0 if known is None else self._statements(known)
        fact = merged(known)
        if fact is None:
            return None
        after = self._statements(fact)
        kept.statements += after - before
        if after > self._most or (value is None and len(block) >= _FULL):
            self._put_apart(kept, at, name, fact)
            return fact
        block[name] = fact
        if value is None:
            kept.count += 1
            if kept.count > _MOST * len(kept.blocks):
                self._widen(kept, at, block)
                return fact
        _put(kept, at, block)
        return fact

    def in_block(self, block: bytes) -> dict[str, T]:
        """Unpack the facts of one block, by id."""
        return self._all.decode(block)

    def all(self, kept: PackedDict[A]) -> dict[str, T]:
        """Unpack all facts, by id, in no order."""
        facts: dict[str, T] = {}
        for block in kept.blocks:
            facts.update(self._all.decode(block))
        for name, fact in (kept.apart or {}).items():
            facts[name] = self._whole(fact)
        return facts

    def of(self, facts: Mapping[str, T]) -> PackedDict[A]:
        """Pack these facts."""
        kept: PackedDict[A] = PackedDict()
        in_blocks: dict[str, T] = {}
        for name, fact in facts.items():
            statements = self._statements(fact)
            kept.statements += statements
            if statements > self._most:
                self._keep_apart(kept, name, fact)
            else:
                in_blocks[name] = fact
        self._fill_blocks(kept, in_blocks, -(-len(in_blocks) // _MOST))
        return kept

    def count(self, kept: PackedDict[A]) -> None:
        """Count the statements and the bytes of facts that come from a form of state without them."""
        if kept.statements < 0:
            kept.statements = sum(map(self._statements, self.all(kept).values()))
            kept.size = sum(map(len, kept.blocks))

    def _merge_apart(
        self, kept: PackedDict[A], apart: dict[str, A], name: str, merged: Callable[[T | None], T | None]
    ) -> T | None:
        known = self._whole(apart[name])
        before = self._statements(known), self._size(apart[name])
        fact = merged(known)
        if fact is not None:
            apart[name] = self._apart(fact)
            kept.statements += self._statements(fact) - before[0]
            kept.size += self._size(apart[name]) - before[1]
        return fact

    def _put_apart(self, kept: PackedDict[A], at: int, name: str, fact: T) -> None:
        """Keep a fact apart and remove its earlier version, if any, from the block at that index."""
        block = _unpack(kept.blocks[at]) if kept.count else {}
        if name in block:
            del block[name]
            kept.count -= 1
            _put(kept, at, block)
        self._keep_apart(kept, name, fact)

    def _keep_apart(self, kept: PackedDict[A], name: str, fact: T) -> None:
        if kept.apart is None:
            kept.apart = {}
        kept.apart[name] = self._apart(fact)
        kept.size += self._size(kept.apart[name])

    def _widen(self, kept: PackedDict[A], at: int, block: dict[str, Any]) -> None:
        """Make half as many blocks again; `block` replaces the one at that index."""
        facts = {**block}
        for index, value in enumerate(kept.blocks):
            kept.size -= len(value)
            if index != at:
                facts.update(_unpack(value))
        self._fill_blocks(kept, facts, len(kept.blocks) * 3 // 2 + 1)

    def _fill_blocks(self, kept: PackedDict[A], facts: Mapping[str, Any], number: int) -> None:
        """Divide these facts, packed or not, into so many blocks; a fact whose block is full is kept apart."""
        blocks: list[dict[str, Any]] = [{} for _ in range(number)]
        for name, fact in facts.items():
            block = blocks[crc32(name.encode()) % number]
            if len(block) < _FULL:
                block[name] = fact
            else:
                self._keep_apart(kept, name, self._one.decode(fact) if isinstance(fact, msgspec.Raw) else fact)
        kept.count = sum(map(len, blocks))
        kept.blocks = [_pack(block) for block in blocks]
        kept.size += sum(map(len, kept.blocks))


def _at(kept: PackedDict[A], name: str) -> int:
    return crc32(name.encode()) % len(kept.blocks)


def _put(kept: PackedDict[A], at: int, block: Mapping[str, object]) -> None:
    packed = _pack(block)
    kept.size += len(packed) - len(kept.blocks[at])
    kept.blocks[at] = packed
