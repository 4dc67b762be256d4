from streams.facts.worktime.place import ACCEPTANCE, PlacesByTime


def test_the_last_place_is_the_latest_at_or_before_the_instant() -> None:
    places = PlacesByTime([(10, 1, "a", "s"), (20, 0, "b", "s")])

    assert [places.at(instant) for instant in (19, 20, 99)] == [("a", "s"), ("b", "s"), ("b", "s")]


def test_before_the_first_place_it_is_that_first_one() -> None:
    assert PlacesByTime([(10, 0, "a", "s"), (10, 1, "b", "s"), (20, 0, "c", "s")]).at(9) == ("b", "s")


def test_of_places_of_one_instant_an_acceptance_counts_before_an_on_and_that_before_an_off() -> None:
    ranks = [(10, 0, "z", "z"), (10, 1, "y", "z"), (10, ACCEPTANCE, "a", "a")]

    assert [PlacesByTime(ranks[:count]).at(10) for count in (1, 2, 3)] == [("z", "z"), ("y", "z"), ("a", "a")]


def test_of_places_of_one_rank_the_larger_area_and_then_the_larger_sector_counts() -> None:
    places = PlacesByTime([(10, 1, "b", "a"), (10, 1, "a", "z"), (10, 1, "b", "c")])

    assert places.at(10) == ("b", "c")


def test_where_nothing_was_said_there_is_no_place() -> None:
    assert PlacesByTime([]).at(10) is None
    assert PlacesByTime([(10, 1, "a", "s")]).last_before(10) is None
    assert PlacesByTime([(10, 1, "a", "s")]).last_before(11) == (10, 1, "a", "s")
