"""A length of the law is written in one unit, or in hours and minutes together."""

import pytest

from streams.law.units import read_value


@pytest.mark.parametrize("text", ["4.5 h", "270 min", "4 h 30 min"])
def test_the_forms_of_one_length_are_equal(text: str) -> None:
    assert read_value(text, "ms") == 16_200_000


@pytest.mark.parametrize("text", ["4 h 60 min", "4 h 30", "4h30min", "30 min 4 h", "4.5 h 30 min", "4 h 30 s"])
def test_what_reads_like_a_slip_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a number, a blank and its unit"):
        read_value(text, "ms")


def test_hours_and_minutes_are_no_percent() -> None:
    with pytest.raises(ValueError, match="'4 %'"):
        read_value("4 h 30 min", "percent")
