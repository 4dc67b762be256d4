import pytest

from streams.facts.worktime.stretch import ELAPSED, WORKED, Stretch, split

STRETCH = Stretch([(0, 10), (15, 25)])


def test_worked_time_leaves_the_gaps_out_and_elapsed_time_does_not() -> None:
    assert (STRETCH.measured(WORKED), STRETCH.measured(ELAPSED)) == (20, 25)


@pytest.mark.parametrize(("limit", "at"), [(1, 1), (10, 10), (11, 16), (20, 25), (21, None)])
def test_the_limit_is_reached_by_work_alone(limit: int, at: int | None) -> None:
    assert STRETCH.reaches(limit, WORKED) == at


@pytest.mark.parametrize(("limit", "at"), [(12, 12), (25, 25), (26, None)])
def test_the_limit_is_reached_by_the_clock_where_elapsed_time_is_measured(limit: int, at: int | None) -> None:
    assert STRETCH.reaches(limit, ELAPSED) == at


def test_each_gap_is_put_to_who_knows_what_separates() -> None:
    asked: list[tuple[int, int]] = []

    def separates(start: int, end: int) -> bool:
        asked.append((start, end))
        return end - start > 1

    groups = split([(0, 1), (2, 3), (9, 10)], separates)

    assert (groups, asked) == ([[(0, 1), (2, 3)], [(9, 10)]], [(1, 2), (3, 9)])
