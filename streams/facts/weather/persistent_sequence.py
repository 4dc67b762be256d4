"""A sequence in pieces, which is not changed but made anew with more in it: what both have is kept once.

One more element costs about the square root of the number of elements, however many there are, wherever it is put.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

if TYPE_CHECKING:
    from hashlib import _Hash as _Sha256

T = TypeVar("T")

_MOST: Final = 512
"""Elements of a piece at the most; twice as many or half as many cost about the same at 64,000 elements."""

_STEP: Final = 64
"""Elements between two states of a digest: of the last ones so many at most are read again."""

_ALL_ANEW: Final = 16
"""One element in its place costs about as much as so many when all are sorted anew."""


class Pieces(Sequence[T], Generic[T]):
    """Immutable: equal to any sequence of the same elements."""

    __slots__ = ("_digested", "_ends", "_pieces")

    def __init__(self, elements: Iterable[T] = ()) -> None:
        every = tuple(elements)
        self._digested = _Digested[T]()
        self._take(tuple(every[at : at + _MOST] for at in range(0, len(every), _MOST)))

    def plus(self, more: Sequence[T]) -> "Pieces[T]":
        """The sequence with more elements at its end."""
        if not more:
            return self
        last = (*self._pieces[-1], *more) if self._pieces else tuple(more)
        return self._with((*self._pieces[:-1], *_cut(last)))

    @classmethod
    def of(cls, elements: Sequence[T]) -> "Pieces[T]":
        """A sequence in pieces; itself where it is one."""
        return elements if isinstance(elements, Pieces) else cls(elements)

    def sorted_with(self, more: Collection[T], key: Callable[[T], Any]) -> "Pieces[T]":
        """The sequence, ascending by `key`, with more elements in their places; those that it has already are left out."""
        if not more:
            return self
        if len(more) * _ALL_ANEW > len(self):
            every = sorted([*self, *more], key=key)
            return Pieces([*every[:1], *(each for before, each in pairwise(every) if each != before)])
        found = self
        for each in more:
            found = found._with_one(each, key)
        return found

    def after(self, at: int, key: Callable[[T], int]) -> int:
        """The place of the first element whose key is greater than `at`, in a sequence that ascends by `key`."""
        number = bisect_right(self._pieces, at, key=lambda piece: key(piece[-1]))
        if number == len(self._pieces):
            return len(self)
        return (self._ends[number - 1] if number else 0) + bisect_right(self._pieces[number], at, key=key)

    def digest(self, first: int, line: Callable[[T], str]) -> str:
        """The SHA-256, in hex, over the lines of the elements from a place on.

        What a sequence that this one was made of has alike is not read again.
        """
        known = self._digested
        if (known.first, known.line) != (first, line):
            known.begin(first, line)
        known.back_to(self._alike(known.pieces))
        number, state = known.states[-1] if known.states else (first, sha256())
        state = state.copy()
        for place, each in enumerate(self[number:], number + 1):
            state.update(line(each).encode())
            if place % _STEP == 0:
                known.states.append((place, state.copy()))
        known.pieces = self._pieces
        return state.hexdigest()

    def _alike(self, other: tuple[tuple[T, ...], ...]) -> int:
        """The number of elements at the beginning that are the same ones as in other pieces."""
        number = 0
        for mine, its in zip(self._pieces, other, strict=False):
            if mine is not its:
                return number + next(
                    (at for at, each in enumerate(mine) if at >= len(its) or each is not its[at]), len(mine)
                )
            number += len(mine)
        return number

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._pieces)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return self._between(start, stop) if step == 1 else tuple(self)[place]
        if place < 0:
            place += len(self)
        if not 0 <= place < len(self):
            raise IndexError(place)
        number = bisect_right(self._ends, place)
        return self._pieces[number][place - (self._ends[number - 1] if number else 0)]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Pieces):
            return len(self) == len(other) and _same(self._pieces, other._pieces)
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def _between(self, start: int, stop: int) -> tuple[T, ...]:
        number = bisect_right(self._ends, start)
        found: list[T] = []
        for end, piece in zip(self._ends[number:], self._pieces[number:], strict=True):
            before = end - len(piece)
            if before >= stop:
                break
            found += piece[max(0, start - before) : stop - before]
        return tuple(found)

    def _with_one(self, element: T, key: Callable[[T], Any]) -> "Pieces[T]":
        wanted = key(element)
        number = bisect_left(self._pieces, wanted, key=lambda piece: key(piece[-1]))
        if number == len(self._pieces):
            return self.plus((element,))
        piece = self._pieces[number]
        place = bisect_left(piece, wanted, key=key)
        if piece[place] == element:
            return self
        fresh = (*piece[:place], element, *piece[place:])
        return self._with((*self._pieces[:number], *_cut(fresh), *self._pieces[number + 1 :]))

    def _take(self, pieces: tuple[tuple[T, ...], ...]) -> None:
        self._pieces = pieces
        self._ends = tuple(accumulate(map(len, pieces)))

    def _with(self, pieces: tuple[tuple[T, ...], ...]) -> "Pieces[T]":
        made: Pieces[T] = Pieces()
        made._take(pieces)
        made._digested = self._digested
        return made


class _Digested(Generic[T]):
    """Mutable, shared by the sequences that are made of one another: the digests up to some places of the one digested last."""

    def __init__(self) -> None:
        self.first = 0
        self.line: Callable[[T], str] | None = None
        self.pieces: tuple[tuple[T, ...], ...] = ()
        self.states: list[tuple[int, _Sha256]] = []

    def begin(self, first: int, line: Callable[[T], str]) -> None:
        """Begin anew, with other lines or at another place."""
        self.first, self.line, self.pieces, self.states = first, line, (), []

    def back_to(self, number: int) -> None:
        """Forget the digests over more than the first elements of a number."""
        while self.states and self.states[-1][0] > number:
            self.states.pop()


def place_after(elements: Sequence[T], at: int, key: Callable[[T], int]) -> int:
    """The place of the first element whose key is greater than `at`, in any sequence that ascends by `key`."""
    return elements.after(at, key) if isinstance(elements, Pieces) else bisect_right(elements, at, key=key)


def _cut(piece: tuple[T, ...]) -> Iterator[tuple[T, ...]]:
    """A piece, or its halves, or more where it is much too long."""
    parts = -(-len(piece) // _MOST)
    length = -(-len(piece) // parts)
    return (piece[at : at + length] for at in range(0, len(piece), length))


def _same(one: tuple[tuple[T, ...], ...], other: tuple[tuple[T, ...], ...]) -> bool:
    """True if two sequences of one length are equal; the pieces that both have at their ends are not looked into."""
    most = min(len(one), len(other))
    first = next((at for at in range(most) if one[at] is not other[at]), most)
    last = next((at for at in range(most - first) if one[-1 - at] is not other[-1 - at]), most - first)
    return tuple(chain(*one[first : len(one) - last])) == tuple(chain(*other[first : len(other) - last]))
