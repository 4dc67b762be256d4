"""A row of a table on a terminal that is too narrow for the table."""

import pytest
from rich.cells import cell_len

from streams.cli.output import labelled

COLUMNS = (">lead", "about", "area", "why undecidable", "measured")
ROW = ("7", "hema/ride_hailing/360104", "360104 青云谱区", "", "4 h 00 min 00.001 s")


@pytest.mark.parametrize("width", range(40, 121, 10))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(cell_len, labelled(COLUMNS, ROW, width))) <= width


def test_every_cell_is_shown_with_its_name_and_an_empty_one_is_left_out() -> None:
    assert labelled(COLUMNS, ROW, 200) == [
        "lead 7 · about hema/ride_hailing/360104 · area 360104 青云谱区 · measured 4 h 00 min 00.001 s"
    ]


def test_a_cell_that_no_line_can_hold_has_one_of_its_own() -> None:
    assert labelled(COLUMNS, ROW, 12)[:2] == ["lead 7", "  about hema/ride_hailing/360104"]
