"""The table of statutory holidays against the `holidays` package, which works them out on a path of its own."""

import holidays as package
import pytest

from schemas.legal_days import date_of
from streams.law.files import packaged_law

TABLE = packaged_law().holidays
NAMES = {
    "New Year's Day": "New Year's Day",
    "Chinese New Year's Eve": "Spring Festival",
    "Chinese New Year (Spring Festival)": "Spring Festival",
    "Tomb-Sweeping Day": "Tomb-Sweeping Day",
    "Labor Day": "Labour Day",
    "Dragon Boat Festival": "Dragon Boat Festival",
    "Mid-Autumn Festival": "Mid-Autumn Festival",
    "National Day": "National Day",
}
"""The package's names, with ours."""


def statutory(year: int) -> dict[str, str]:
    """The package's holidays of a year that are statutory days, neither observed ones nor days moved from a weekend."""
    found = package.country_holidays("CN", years=year, language="en_US").items()
    return {
        day.isoformat(): NAMES[name]
        for day, name in found
        if not name.endswith("(observed)") and not name.startswith("Day off")
    }


@pytest.mark.parametrize("year", TABLE.years)
def test_every_year_of_the_table_is_as_the_package_works_it_out(year: int) -> None:
    assert {date_of(each.day).isoformat(): each.name.en for each in TABLE.of(year)} == statutory(year)


def test_the_table_has_every_year_from_the_plan_on_and_the_days_that_the_regulation_grants() -> None:
    assert {year: len(TABLE.of(year)) for year in TABLE.years} == dict.fromkeys((2022, 2023, 2024), 11) | dict.fromkeys(
        (2025, 2026, 2027), 13
    )
    assert {each.status for year in TABLE.years for each in TABLE.of(year)} == {"copy"}
