import pytest

from schemas.legal_days import day_from_text
from streams.law.errors import UnknownParameter
from tests.unit.law.laws import law

PILOT = """
modes:
  - {mode: observe, from: 2022-05-12}
  - {mode: enforce, from: 2022-05-12, areas: [360111]}
  - {mode: off, from: 2023-01-01, areas: [NC-GX]}
  - {mode: enforce, from: 2024-01-01}
"""


@pytest.mark.parametrize(
    ("area", "day", "mode"),
    [
        ("360111", "2022-05-11", "off"),
        ("360111", "2022-05-12", "enforce"),
        ("360121", "2022-05-12", "observe"),
        ("NC-GX", "2022-12-31", "enforce"),
        ("NC-GX", "2023-01-01", "off"),
        ("360121", "2024-01-01", "enforce"),
        ("NC-GX", "2024-01-01", "off"),
        ("360105", "2024-01-01", "off"),
    ],
)
def test_the_mode_is_that_of_the_closest_place_on_the_day(area: str, day: str, mode: str) -> None:
    rest = law("2022-05-12 | 4 h", modes=PILOT)

    assert rest.mode("rest", area=area, day=day_from_text(day)) == mode


def test_an_unknown_rule_is_an_error_that_names_the_known() -> None:
    with pytest.raises(UnknownParameter, match="given the rule 'rests'; allowed: rest"):
        law("2022-05-12 | 4 h").mode("rests", area="360111", day=20000)
