"""Chains: warnings of one office and kind that follow one another in a county, of which one is cancelled with any other.

Knows neither times nor references: it is told which two follow one another.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Generic, TypeVar

from schemas.weather.warning import MessageName

T = TypeVar("T", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class Chains(Generic[K, T]):
    """Mutable: warnings by the name of their message and by what it refers to, with the place (`K`) where they hold.

    Of warnings that are found to be of one chain under a name one is kept there, as the others are found through it.
    """

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self._named: dict[MessageName, dict[K, list[T]]] = defaultdict(dict)
        self._referring: dict[MessageName, dict[K, list[T]]] = defaultdict(dict)

    def add(self, warning: T, place: K, name: MessageName, references: tuple[MessageName, ...]) -> None:
        """Add a warning, to be called in the order of sending."""
        self._named[name].setdefault(place, []).append(warning)
        for each in references:
            self._referring[each].setdefault(place, []).append(warning)

    def link(self, one: T, other: T) -> None:
        """Let two warnings be of one chain."""
        first, second = self._root(one), self._root(other)
        if first != second:
            self._parent[second] = first

    def linked(self, one: T, other: T) -> bool:
        """True if two warnings are of one chain; each is of its own."""
        return self._root(one) == self._root(other)

    def named(self, name: MessageName) -> Iterator[tuple[K, T]]:
        """The warnings of a name with their places, at least one of each chain, the first sent."""
        return self._found(self._named.get(name, {}))

    def referring(self, name: MessageName) -> Iterator[tuple[K, T]]:
        """The warnings of messages that refer to a name, likewise."""
        return self._found(self._referring.get(name, {}))

    def at(self, name: MessageName, place: K) -> Iterator[T]:
        """Both of a name, in one place."""
        for index in (self._named, self._referring):
            those = index.get(name, {})
            if place in those:
                yield from self._distinct(those, place)

    def _found(self, index: dict[K, list[T]]) -> Iterator[tuple[K, T]]:
        for place in list(index):
            yield from ((place, each) for each in self._distinct(index, place))

    def _distinct(self, index: dict[K, list[T]], place: K) -> list[T]:
        by_root: dict[T, T] = {}
        for each in index[place]:
            by_root.setdefault(self._root(each), each)
        index[place] = list(by_root.values())
        return index[place]

    def _root(self, warning: T) -> T:
        root = warning
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(warning, warning)) != root:
            self._parent[warning] = root
            warning = above
        return root
