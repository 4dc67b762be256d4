from itertools import product

from streams.facts.worktime.intervals import Interval, length, minus, overlaps, union, within

SMALL = [(start, end) for start, end in product(range(6), repeat=2) if start <= end]


def instants(pieces: list[Interval]) -> set[int]:
    return {at for start, end in pieces for at in range(start, end)}


def is_a_set(pieces: list[Interval]) -> bool:
    ends = [end for piece in pieces for end in piece]
    return ends == sorted(set(ends))


def test_a_union_covers_what_its_pieces_cover_in_whatever_order_they_come() -> None:
    for one, other, third in product(SMALL, SMALL[::3], SMALL[::4]):
        pieces = [one, other, third]

        found = union(pieces)

        assert is_a_set(found)
        assert instants(found) == instants(pieces)


def test_pieces_that_touch_become_one() -> None:
    assert union([(3, 5), (0, 3)]) == [(0, 5)]


def test_what_is_left_is_covered_by_the_whole_and_not_by_what_was_taken() -> None:
    for one, other, taken, more in product(SMALL[::2], SMALL[::3], SMALL[::2], SMALL[::5]):
        whole, gone = union([one, other]), union([taken, more])

        found = minus(whole, gone)

        assert is_a_set(found)
        assert instants(found) == instants(whole) - instants(gone)


def test_a_cut_keeps_what_lies_in_it() -> None:
    for one, other, (start, end) in product(SMALL, SMALL[::3], SMALL):
        pieces = union([one, other])

        assert instants(within(pieces, start, end)) == instants(pieces) & set(range(start, end))
        assert all(lo < hi for lo, hi in within(pieces, start, end))


def test_the_length_is_the_sum_of_all_pieces() -> None:
    assert length([(0, 3), (5, 6)]) == 4


def test_two_that_touch_at_an_instant_share_no_time() -> None:
    assert [overlaps((0, 3), other) for other in ((2, 4), (3, 4), (-1, 0), (-1, 1))] == [True, False, False, True]
