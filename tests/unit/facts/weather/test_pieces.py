"""Sequences in pieces: the same as a tuple of the same elements, and one more costs no more where there are many."""

from random import Random
from typing import ClassVar

import pytest

from streams.facts.weather.persistent_sequence import Pieces


class Element(int):
    """A number that counts how often any is compared."""

    compared: ClassVar[int] = 0

    def __lt__(self, other: int) -> bool:
        Element.compared += 1
        return int(self) < int(other)


def itself(element: int) -> int:
    return element


@pytest.mark.parametrize("number", [0, 1, 511, 512, 513, 3_000])
def test_it_is_the_same_as_a_tuple(number: int) -> None:
    plain = tuple(range(number))
    pieces: Pieces[int] = Pieces()
    for each in plain:
        pieces = pieces.plus((each,))

    assert (len(pieces), tuple(pieces), pieces == plain, pieces == Pieces(plain)) == (number, plain, True, True)
    assert hash(pieces) == hash(plain)
    for place in (slice(None), slice(1, -1), slice(500, 520), slice(9, 3), slice(None, None, -2), slice(-2, 9_999)):
        assert pieces[place] == plain[place]
    assert [pieces[place] for place in range(-number, number)] == [*plain, *plain]
    with pytest.raises(IndexError):
        pieces[number]


@pytest.mark.parametrize("at_once", [1, 7, 5_000])
def test_elements_stand_in_their_places_once_in_whatever_order_they_come(at_once: int) -> None:
    mixed = Random(at_once).sample(range(4_000), 4_000)
    pieces: Pieces[int] = Pieces()
    for start in range(0, len(mixed), at_once):
        pieces = pieces.sorted_with(mixed[start : start + at_once], itself)
    pieces = pieces.sorted_with(mixed[:30], itself)

    assert tuple(pieces) == tuple(range(4_000))
    assert [pieces.after(each, itself) for each in (-1, 0, 511, 2_000, 3_999, 9_999)] == [
        0,
        1,
        512,
        2_001,
        4_000,
        4_000,
    ]


def test_two_of_one_length_that_differ_are_not_equal_wherever_they_do() -> None:
    whole = Pieces(range(3_000))
    for place in (0, 700, 2_999):
        other = Pieces([*range(place), -1, *range(place + 1, 3_000)])

        assert whole != other
        assert other != whole
    assert whole != Pieces(range(2_999))
    assert whole.plus((7,)) != whole.plus((8,))


def test_what_was_there_stays_as_it_was() -> None:
    before = Pieces(range(0, 2_000, 2))
    after = before.sorted_with((999,), itself)

    assert (len(before), 999 in before, len(after), 999 in after) == (1_000, False, 1_001, True)


@pytest.mark.parametrize("place", [-1, 500.5, 63_999.5])
def test_one_more_is_compared_with_few_where_there_are_many(place: float) -> None:
    def compared(number: int) -> int:
        pieces = Pieces([Element(each) for each in range(number)])
        Element.compared = 0
        pieces.sorted_with((place,), itself)  # type: ignore[arg-type]  # between two whole numbers
        return Element.compared

    assert compared(64_000) < 2 * max(10, compared(1_000))
