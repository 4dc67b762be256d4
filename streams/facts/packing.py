"""Facts of one kind by their ids, kept as bytes, a few to a shelf: they then take little more memory than what they say.

A worker has dozens of orders and pay entries, and an object or a string for each costs more than all that is in it. A shelf
is found by the id's checksum, so that finding, adding and changing cost the same however many there are. What would make a
shelf dear to change is kept apart: a fact of many statements, and one whose shelf is full, as where ids are chosen to collide.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from zlib import crc32

import msgspec

T = TypeVar("T")
A = TypeVar("A")

_MOST = 6
"""Facts a shelf on average: with fewer the shelves themselves cost memory, with more it takes time to change one."""

_FULL = 32
"""Facts a shelf at most. With six on average, one in 10^12 has more by chance."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


class Shelves(msgspec.Struct, Generic[A], array_like=True, gc=False):
    """Mutable: the bytes. `count`: how many facts they hold. `apart`: by id, those that are on no shelf; None for none.

    `statements`: how many all of the facts hold; `size`: the bytes that they take, of those apart about as many as packed. Both
    are -1 in state of an earlier form until they are counted.
    """

    count: int = 0
    shelves: list[bytes] = []
    apart: dict[str, A] | None = None
    statements: int = -1
    size: int = -1

    def __post_init__(self) -> None:
        if self.statements < 0 and not self.count:
            self.statements = self.size = 0

    def __len__(self) -> int:
        return self.count + len(self.apart or ())


class Packing(Generic[T, A]):
    """How facts of one kind, which is a struct, are packed and unpacked.

    `apart` makes of a fact what is kept of it when it is kept apart, `whole` the reverse. `statements` counts what a fact holds;
    one with more than `most` is kept apart. `size` gives the bytes of what is kept apart.
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

    def get(self, kept: Shelves[A], name: str) -> T | None:
        """The fact of that id, None where there is none."""
        if kept.apart is not None and name in kept.apart:
            return self._whole(kept.apart[name])
        value = _unpack(kept.shelves[_at(kept, name)]).get(name) if kept.count else None
        return None if value is None else self._one.decode(value)

    def merge(self, kept: Shelves[A], name: str, merged: Callable[[T | None], T | None]) -> T | None:
        """Keep what `merged` makes of the fact of that id, or of None where there is none; gives it.

        Where that is None, all stays as it is.
        """
        if kept.apart is not None and name in kept.apart:
            return self._merge_apart(kept, kept.apart, name, merged)
        at = _at(kept, name) if kept.count else 0
        shelf: dict[str, Any] = _unpack(kept.shelves[at]) if kept.count else {}
        value = shelf.get(name)
        known = None if value is None else self._one.decode(value)
        before = 0 if known is None else self._statements(known)
        fact = merged(known)
        if fact is None:
            return None
        after = self._statements(fact)
        kept.statements += after - before
        if after > self._most or (value is None and len(shelf) >= _FULL):
            self._put_apart(kept, at, name, fact)
            return fact
        shelf[name] = fact
        if value is None:
            kept.count += 1
            if kept.count > _MOST * len(kept.shelves):
                self._widen(kept, at, shelf)
                return fact
        _put(kept, at, shelf)
        return fact

    def all(self, kept: Shelves[A]) -> dict[str, T]:
        """All facts by id, in no order."""
        facts: dict[str, T] = {}
        for shelf in kept.shelves:
            facts.update(self._all.decode(shelf))
        for name, fact in (kept.apart or {}).items():
            facts[name] = self._whole(fact)
        return facts

    def of(self, facts: Mapping[str, T]) -> Shelves[A]:
        """These facts by id, and no others."""
        kept: Shelves[A] = Shelves()
        on_shelves: dict[str, T] = {}
        for name, fact in facts.items():
            statements = self._statements(fact)
            kept.statements += statements
            if statements > self._most:
                self._keep_apart(kept, name, fact)
            else:
                on_shelves[name] = fact
        self._shelve(kept, on_shelves, -(-len(on_shelves) // _MOST))
        return kept

    def count(self, kept: Shelves[A]) -> None:
        """Count the statements and the bytes of facts that come from a form of state without them."""
        if kept.statements < 0:
            kept.statements = sum(map(self._statements, self.all(kept).values()))
            kept.size = sum(map(len, kept.shelves))

    def _merge_apart(
        self, kept: Shelves[A], apart: dict[str, A], name: str, merged: Callable[[T | None], T | None]
    ) -> T | None:
        known = self._whole(apart[name])
        before = self._statements(known), self._size(apart[name])
        fact = merged(known)
        if fact is not None:
            apart[name] = self._apart(fact)
            kept.statements += self._statements(fact) - before[0]
            kept.size += self._size(apart[name]) - before[1]
        return fact

    def _put_apart(self, kept: Shelves[A], at: int, name: str, fact: T) -> None:
        """Keep a fact apart; what was on the shelf at that index under its id is taken away."""
        shelf = _unpack(kept.shelves[at]) if kept.count else {}
        if name in shelf:
            del shelf[name]
            kept.count -= 1
            _put(kept, at, shelf)
        self._keep_apart(kept, name, fact)

    def _keep_apart(self, kept: Shelves[A], name: str, fact: T) -> None:
        if kept.apart is None:
            kept.apart = {}
        kept.apart[name] = self._apart(fact)
        kept.size += self._size(kept.apart[name])

    def _widen(self, kept: Shelves[A], at: int, shelf: dict[str, Any]) -> None:
        """Half as many shelves again, with this one in the place of the one at that index."""
        facts = {**shelf}
        for index, value in enumerate(kept.shelves):
            kept.size -= len(value)
            if index != at:
                facts.update(_unpack(value))
        self._shelve(kept, facts, len(kept.shelves) * 3 // 2 + 1)

    def _shelve(self, kept: Shelves[A], facts: Mapping[str, Any], number: int) -> None:
        """Let these facts, packed or not, be those on the shelves, which are so many; what finds its shelf full is kept apart."""
        shelves: list[dict[str, Any]] = [{} for _ in range(number)]
        for name, fact in facts.items():
            shelf = shelves[crc32(name.encode()) % number]
            if len(shelf) < _FULL:
                shelf[name] = fact
            else:
                self._keep_apart(kept, name, self._one.decode(fact) if isinstance(fact, msgspec.Raw) else fact)
        kept.count = sum(map(len, shelves))
        kept.shelves = [_pack(shelf) for shelf in shelves]
        kept.size += sum(map(len, kept.shelves))


def _at(kept: Shelves[A], name: str) -> int:
    return crc32(name.encode()) % len(kept.shelves)


def _put(kept: Shelves[A], at: int, shelf: Mapping[str, object]) -> None:
    packed = _pack(shelf)
    kept.size += len(packed) - len(kept.shelves[at])
    kept.shelves[at] = packed
