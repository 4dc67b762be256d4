"""Units larger than a record, in pieces; and what a torn dump leaves."""

import pytest

from streams.core.state.stored import MOST_BYTES, Stored, Units, UnreadableState
from tests.stored import apply

LARGE = bytes(range(256)) * (3 * MOST_BYTES // 256)


def test_a_unit_of_any_size_comes_back_and_nothing_that_is_written_is_larger_than_allowed() -> None:
    kept: dict[bytes, bytes] = {}
    units: Units = [(b"a", LARGE + b"end"), (b"b", b"small"), (b"", LARGE)]

    apply(kept, Stored(1).cut([units]))

    assert max(map(len, kept.values())) == MOST_BYTES
    assert Stored(2).whole(kept.items()) == dict(units)


def test_pieces_are_written_before_the_unit_and_those_before_are_removed_after_it() -> None:
    stored = Stored(1)
    first = stored.cut([[(b"a", LARGE)]])
    stored.written()

    second = stored.cut([[(b"a", LARGE)]])

    pieces, index, removed = second
    assert (len(pieces), [unit for unit, _ in index]) == (3, [b"a"])
    assert removed == [(unit, None) for unit, _ in first[0]]


def test_a_unit_that_is_no_more_takes_its_pieces_with_it() -> None:
    kept: dict[bytes, bytes] = {}
    stored = Stored(1)
    apply(kept, stored.cut([[(b"a", LARGE)]]))
    stored.written()

    apply(kept, stored.cut([[(b"a", None)]]))

    assert kept == {}


@pytest.mark.parametrize("written", range(9))
def test_wherever_a_dump_is_torn_the_unit_is_as_before_or_as_after_and_what_is_left_goes_with_the_next(
    written: int,
) -> None:
    kept: dict[bytes, bytes] = {}
    before, after, later = LARGE + b"1", LARGE + b"2", LARGE + b"3"
    torn = Stored(1)
    apply(kept, torn.cut([[(b"a", before)]]))
    torn.written()
    writes = [each for stage in torn.cut([[(b"a", after)]]) for each in stage]
    apply(kept, [writes[:written]])

    heir = Stored(2)
    found = heir.whole(kept.items())[b"a"]
    left = heir.torn
    apply(kept, heir.cut([[(b"a", later)]]))

    assert found == (after if written > 4 else before)
    assert left <= {b"a"}
    assert (len(kept), Stored(3).whole(kept.items())) == (5, {b"a": later})


def test_a_dump_that_was_not_confirmed_comes_again_with_the_next_one() -> None:
    kept: dict[bytes, bytes] = {}
    stored = Stored(1)
    stored.cut([[(b"a", LARGE), (b"b", b"1")], [(b"c", b"1")]])

    apply(kept, stored.cut([[(b"b", b"2")], []]))
    stored.written()

    assert Stored(2).whole(kept.items()) == {b"a": LARGE, b"b": b"2", b"c": b"1"}
    assert stored.cut([[], []]) == []


def test_a_unit_of_which_a_piece_is_missing_or_whose_index_is_none_cannot_be_read() -> None:
    kept: dict[bytes, bytes] = {}
    pieces, index = Stored(1).cut([[(b"a", LARGE)]])
    apply(kept, [pieces[1:], index])

    with pytest.raises(UnreadableState, match="bytes of a unit of state are there; it had"):
        Stored(2).whole(kept.items())
    with pytest.raises(UnreadableState, match="index"):
        Stored(2).whole([(b"a", b"\xc1junk")])
