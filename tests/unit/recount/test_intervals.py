import pandas as pd

from schemas.legal_days import day_start, legal_day
from streams.tools.recount.time.intervals import by_day, segments, union
from tests.unit.recount.small import at


def intervals(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["who", "start", "end"])


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    return frame[list(columns)].to_numpy().tolist()


def test_intervals_that_touch_are_one_and_those_of_others_are_not() -> None:
    given = intervals(("a", 5, 9), ("a", 0, 5), ("b", 3, 7), ("a", 1, 2), ("a", 10, 11), ("a", 20, 20))

    united = union(given, ["who"])

    assert rows(united, "who", "start", "end") == [["a", 0, 9], ["a", 10, 11], ["b", 3, 7]]


def test_an_interval_is_cut_at_midnight_in_shanghai() -> None:
    midnight = day_start(legal_day(at("08:00")) + 1)

    pieces = by_day(intervals(("a", midnight - 5, midnight + 7), ("b", midnight - 5, midnight)))

    assert rows(pieces, "who", "start", "end") == [
        ["a", midnight - 5, midnight],
        ["a", midnight, midnight + 7],
        ["b", midnight - 5, midnight],
    ]
    assert list(pieces["day"] - pieces["day"].min()) == [0, 1, 0]


def test_each_segment_is_that_of_the_first_claim_on_it() -> None:
    claims = intervals(("a", 2, 6), ("a", 0, 10), ("b", 3, 4)).assign(name=["first", "second", "other"])
    cuts = pd.DataFrame({"who": ["a"], "at": [8]})

    pieces = segments(claims, ["who"], cuts).sort_values(["who", "start"])

    assert rows(pieces, "start", "end", "name") == [
        [0, 2, "second"],
        [2, 6, "first"],
        [6, 8, "second"],
        [8, 10, "second"],
        [3, 4, "other"],
    ]
