import pytest

from schemas.legal_days import day_from_text
from streams.law.review.show import ShownParameter, render
from streams.law.table import Law
from tests.unit.law.laws import law


def shown(rest: Law, day: str) -> list[ShownParameter]:
    return render(rest, day=day_from_text(day), area="360111")


def test_a_row_says_what_holds_from_when_until_when_and_where_it_is_written() -> None:
    (row,) = shown(law("2022-05-12 | 4 h", "2023-01-01 | 3 h", "2024-01-01 | 2 h"), "2022-06-01")

    assert row == ShownParameter(
        parameter="rest.limit",
        sectors=("delivery", "courier", "ride_hailing"),
        value="4 h",
        unit="ms",
        since="2022-05-12",
        until="2023-01-01",
        source="a plan art. 6 http://law.example/6",
        status="copy",
        mode="enforce",
    )


def test_before_the_first_value_a_row_says_when_it_begins() -> None:
    (row,) = shown(law("2022-05-12 | 4 h"), "2022-05-11")

    assert (row.value, row.since, row.until, row.mode) == ("", "", "2022-05-12", "off")


def test_sectors_that_differ_have_rows_of_their_own() -> None:
    rows = shown(law("2022-05-12 | 4 h", "2023-01-01 | 3 h | sectors: [courier]"), "2023-01-01")

    assert [(row.sectors, row.value, row.until) for row in rows] == [
        (("delivery", "ride_hailing"), "4 h", ""),
        (("courier",), "3 h", ""),
    ]


def test_an_unknown_area_is_no_place_to_show() -> None:
    with pytest.raises(KeyError, match="360105"):
        render(law("2022-05-12 | 4 h"), day=0, area="360105")
