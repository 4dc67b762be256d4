from streams.facts.worktime.place import ACCEPTANCE, Place, PlacesByTime

HERE, THERE = "360104", "360402*"


def place(at: int, area: str, rank: int = 1) -> Place:
    return (at, rank, area, "delivery")


def test_a_place_outside_leaves_the_last_one_inside() -> None:
    places = PlacesByTime([place(10, HERE), place(20, THERE)])

    assert places.at(5) == places.at(20) == places.at(99) == (HERE, "delivery")
    assert [places.inside_at(at) for at in (5, 10, 19, 20, 99)] == [True, True, True, False, False]


def test_of_one_instant_the_place_of_the_higher_rank_is_the_last() -> None:
    places = PlacesByTime([place(10, HERE), place(10, THERE, ACCEPTANCE)])

    assert places.at(10) == (HERE, "delivery")
    assert not places.inside_at(10)


def test_who_comes_back_up_to_the_last_instant_was_inside() -> None:
    places = PlacesByTime([place(10, THERE), place(30, HERE)])

    assert [places.inside_at_or_within(10, end) for end in (10, 29, 30, 31)] == [False, False, True, True]
    assert not places.inside_at(0), "before the first place that one counts"


def test_without_any_place_inside_there_is_none() -> None:
    places = PlacesByTime([place(10, THERE)])

    assert places.at(10) is None
    assert places.first() is None
    assert places.last_before(99) is None
    assert places.outside_before(99) == place(10, THERE)


def test_before_a_cut_the_last_place_outside_is_kept_where_it_came_last() -> None:
    places = PlacesByTime([place(10, THERE), place(20, HERE), place(30, THERE)])

    assert (places.last_before(30), places.outside_before(30)) == (place(20, HERE), None)
    assert (places.last_before(31), places.outside_before(31)) == (place(20, HERE), place(30, THERE))
