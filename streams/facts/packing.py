"""Facts of one kind by their ids, kept as bytes, a few to a shelf: they then take little more memory than what they say.

A worker has dozens of orders and pay entries, and an object or a string for each costs more than all that is in it. A shelf
is found by the id's checksum, so that finding, adding and changing cost the same however many there are.
"""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar
from zlib import crc32

import msgspec

T = TypeVar("T")

_MOST = 6
"""Facts a shelf on average: with fewer the shelves themselves cost memory, with more it takes time to change one."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(dict[str, msgspec.Raw]).decode


class Shelves(msgspec.Struct, array_like=True, gc=False):
    """Mutable: the bytes. `count`: how many facts they hold."""

    count: int = 0
    shelves: list[bytes] = []


class Packing(Generic[T]):
    """How facts of one kind, which is a struct, are packed and unpacked."""

    def __init__(self, kind: type[T]) -> None:
        self._one = msgspec.msgpack.Decoder(kind)
        self._all = msgspec.msgpack.Decoder(dict[str, kind])  # type: ignore[valid-type]  # a type that is known at run time

    def get(self, kept: Shelves, name: str) -> T | None:
        """The fact of that id, None where there is none."""
        value = _unpack(kept.shelves[_at(kept, name)]).get(name) if kept.count else None
        return None if value is None else self._one.decode(value)

    def merge(self, kept: Shelves, name: str, merged: Callable[[T | None], T | None]) -> T | None:
        """Keep what `merged` makes of the fact of that id, or of None where there is none; gives it.

        Where that is None, all stays as it is.
        """
        at = _at(kept, name) if kept.count else 0
        shelf: dict[str, Any] = _unpack(kept.shelves[at]) if kept.count else {}
        value = shelf.get(name)
        fact = merged(None if value is None else self._one.decode(value))
        if fact is None:
            return None
        shelf[name] = fact
        if value is None:
            kept.count += 1
            if kept.count > _MOST * len(kept.shelves):
                _widen(kept, at, shelf)
                return fact
        kept.shelves[at] = _pack(shelf)
        return fact

    def all(self, kept: Shelves) -> dict[str, T]:
        """All facts by id, in no order."""
        facts: dict[str, T] = {}
        for shelf in kept.shelves:
            facts.update(self._all.decode(shelf))
        return facts

    def of(self, facts: Mapping[str, T]) -> Shelves:
        """These facts by id, and no others."""
        return _shelved(facts, -(-len(facts) // _MOST))


def _at(kept: Shelves, name: str) -> int:
    return crc32(name.encode()) % len(kept.shelves)


def _widen(kept: Shelves, at: int, shelf: dict[str, Any]) -> None:
    """Half as many shelves again, with this one in the place of the one at that index."""
    facts = {**shelf}
    for index, value in enumerate(kept.shelves):
        if index != at:
            facts.update(_unpack(value))
    kept.shelves = _shelved(facts, len(kept.shelves) * 3 // 2 + 1).shelves


def _shelved(facts: Mapping[str, object], number: int) -> Shelves:
    """The facts on so many shelves."""
    shelves: list[dict[str, object]] = [{} for _ in range(number)]
    for name, fact in facts.items():
        shelves[crc32(name.encode()) % number][name] = fact
    return Shelves(len(facts), [_pack(shelf) for shelf in shelves])
