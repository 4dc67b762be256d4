"""Chains: warnings of one office and kind that follow one another in a county, of which one is cancelled with any other.

Knows neither times nor references: it is told which two follow one another.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from typing import Generic, TypeVar

from schemas.weather.warning import MessageName

T = TypeVar("T", bound=Hashable)
K = TypeVar("K", bound=Hashable)


class Chains(Generic[K, T]):
    """Warnings by the name of their message and by what it refers to, with the place (`K`) where they hold. Mutable.

    Of warnings that are found to be of one chain under a name one is kept there, as the others are found through it. It can be
    taken back to any state that it was in: what was done is kept, and undone from the end.
    """

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self._size: dict[T, int] = {}
        self._done: list[Callable[[], object]] = []
        self._named: dict[MessageName, dict[K, list[T]]] = defaultdict(dict)
        self._referring: dict[MessageName, dict[K, list[T]]] = defaultdict(dict)

    def add(self, warning: T, place: K, name: MessageName, references: tuple[MessageName, ...]) -> None:
        """Add a warning, to be called in the order of sending."""
        own = self._named[name].setdefault(place, [])
        for those in (own, *(self._referring[each].setdefault(place, []) for each in references)):
            those.append(warning)
            self._done.append(those.pop)

    def link(self, one: T, other: T) -> None:
        """Let two warnings be of one chain."""
        first, second = self._root(one), self._root(other)
        if first != second:
            # the smaller one below, so that the way up from a warning is never longer than the logarithm of their number
            above, below = sorted((first, second), key=self._size_of, reverse=True)
            self._parent[below] = above
            self._size[above] = self._size_of(above) + self._size_of(below)
            self._done.append(partial(self._part, above, below))

    def linked(self, one: T, other: T) -> bool:
        """True if two warnings are of one chain; each is of its own."""
        return self._root(one) == self._root(other)

    @property
    def now(self) -> int:
        """The state that it is in, to be taken back to."""
        return len(self._done)

    def back_to(self, state: int) -> None:
        """Take it back to a state that it was in."""
        while len(self._done) > state:
            self._done.pop()()

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
        those = index[place]
        by_root: dict[T, T] = {}
        for each in those:
            by_root.setdefault(self._root(each), each)
        if len(by_root) < len(those):
            index[place] = list(by_root.values())
            self._done.append(partial(index.__setitem__, place, those))
        return index[place]

    def _root(self, warning: T) -> T:
        while (above := self._parent.get(warning, warning)) != warning:
            warning = above
        return warning

    def _size_of(self, root: T) -> int:
        return self._size.get(root, 1)

    def _part(self, above: T, below: T) -> None:
        del self._parent[below]
        self._size[above] -= self._size_of(below)
