import click
import pytest

from schemas.wire_time import stated_ms
from streams.cli.options import Horizon, Instant
from streams.cli.output import harmless

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2022-06-01T06:05:00Z", "2022-06-01T06:05:00Z"),
        ("2022-06-01T14:05:00.250+08:00", "2022-06-01T06:05:00.250Z"),
        ("2022-06-01T14:05", "2022-06-01T06:05:00Z"),
        ("2022-06-01T14:05+08:00", "2022-06-01T06:05:00Z"),
        ("2022-06-01 06:05Z", "2022-06-01T06:05:00Z"),
        ("2022-06-01 14:05:30", "2022-06-01T06:05:30Z"),
        ("2022-06-01T14:05:30.5", "2022-06-01T06:05:30.500Z"),
        ("2022-06-01", "2022-05-31T16:00:00Z"),
    ],
)
def test_an_instant_without_offset_is_that_of_the_city(given: str, meant: str) -> None:
    assert Instant().convert(given, None, None) == stated_ms(meant)


@pytest.mark.parametrize("given", ["yesterday", "2022-06-31", "2022-06-01T25:00", "2022-06-01T14", "1654063500000", ""])
def test_anything_else_is_no_instant(given: str) -> None:
    with pytest.raises(click.BadParameter, match="allowed: an instant such as"):
        Instant().convert(given, None, None)


@pytest.mark.parametrize(("given", "hours"), [("48h", 48), ("24h", 24), ("1d", 24), ("29d", 696)])
def test_a_horizon_is_given_in_hours_or_days(given: str, hours: int) -> None:
    assert Horizon().convert(given, None, None) == hours * HOUR


@pytest.mark.parametrize("given", ["23h", "48", "0d", "-2d", "2 d", "123456h"])
def test_a_horizon_is_a_day_at_least(given: str) -> None:
    with pytest.raises(click.BadParameter, match="24h at least"):
        Horizon().convert(given, None, None)


@pytest.mark.parametrize(
    ("given", "shown"),
    [("河马 a", "河马 a"), ("\x1b[2J", "\\x1b[2J"), ("a\nb", "a\\nb"), ("\u202e", "\\u202e"), ("\ud800", "\\ud800")],
)
def test_what_could_steer_a_terminal_is_shown_escaped(given: str, shown: str) -> None:
    assert harmless(given) == shown
