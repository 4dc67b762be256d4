import pytest

from schemas.bilingual import Bilingual
from schemas.legal_days import day_from_text
from streams.law.check import check, remarks
from streams.law.reading.loader import load_law
from streams.law.registers.holidays import Holidays
from streams.law.review.show import HolidayRow, holiday_row
from streams.law.table import Law
from tests.unit.law.laws import faults, law, limit, rule, texts

FILES = texts(rule(limit("2022-05-12 | 4 h")))
NATIONAL = "国庆节: [10-01, 10-02]"


def year(number: int, *days: str, source: str = "notice", status: str = "copy") -> str:
    return f"  {number}: {{source: {source}, status: {status}, days: {{{', '.join(days)}}}}}\n"


def table(*years: str) -> str:
    return (
        "sources: {notice: {document: a notice, address: 'http://law.example/7'}}\n"
        "festivals: {国庆节: National Day, 中秋节: Mid-Autumn Festival}\n"
        f"years:\n{''.join(years)}"
    )


def with_holidays(*years: str, overlay: str | None = None) -> Law:
    return load_law(FILES | {"holidays.yaml": table(*years)}, {} if overlay is None else {"holidays.yaml": overlay})


def days(holidays: Holidays, number: int) -> list[str]:
    return [each.used().in_force_from for each in holidays.of(number)]


def test_a_holiday_has_its_name_its_source_and_whether_somebody_read_it() -> None:
    holidays = with_holidays(year(2025, NATIONAL)).holidays

    holiday = holidays.on(day_from_text("2025-10-02"))

    assert holiday is not None
    assert (holiday.name, holiday.status) == (Bilingual("国庆节", "National Day"), "copy")
    assert (holiday.used().parameter, holiday.used().value) == ("holiday", "国庆节")
    assert (holiday.used().in_force_from, holiday.used().source) == ("2025-10-02", "a notice http://law.example/7")


@pytest.mark.parametrize(("day", "known"), [("2025-09-30", True), ("2025-10-03", True), ("2024-10-01", False)])
def test_a_day_beside_a_holiday_is_none_and_a_year_without_a_table_is_not_known(day: str, known: bool) -> None:
    rest = with_holidays(year(2025, NATIONAL))

    assert holiday_row(rest, day_from_text(day)) == HolidayRow("holiday", "", known, "", None)


def test_two_festivals_on_one_day_are_one_holiday_with_both_names() -> None:
    holidays = with_holidays(year(2028, NATIONAL, "中秋节: [10-02]")).holidays

    assert [each.name.zh for each in holidays.of(2028)] == ["国庆节", "国庆节、中秋节"]


def test_a_year_of_the_overlay_takes_the_place_of_ours_and_others_stay() -> None:
    overlay = "years:\n" + year(2025, "中秋节: [10-06]", status="unread")

    rest = with_holidays(year(2024, NATIONAL), year(2025, NATIONAL), overlay=overlay)

    assert [days(rest.holidays, each) for each in (2024, 2025)] == [["2024-10-01", "2024-10-02"], ["2025-10-06"]]
    assert remarks(rest)[-1] == "holidays: the statutory holidays of 2025 were read in no text"


def test_a_year_that_is_missing_between_two_is_to_be_mended() -> None:
    gap, whole = (with_holidays(*(year(each, NATIONAL) for each in years)) for years in ((2024, 2026), (2024, 2025)))

    assert (check(gap)[-1], check(whole)) == (
        "holidays: no table of 2025, though there are those of 2024 and 2026; add one",
        [],
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (year(2025, "国庆节: [02-29]"), "years.2025.days.国庆节.0: given '02-29'; allowed a date of 2025 that exists"),
        (year(2025, "圣诞节: [12-25]"), "years.2025.days.圣诞节: given '圣诞节'; allowed a festival of this file"),
        (year(2025, NATIONAL, source="nowhere"), "years.2025.source: given 'nowhere'; allowed a source of this file"),
        (year(25, NATIONAL), "years.25: given '25'; allowed a text of the form"),
        (year(2025, "国庆节: []"), "years.2025.days.国庆节: given []; allowed a list with at least one item"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_place(given: str, said: str) -> None:
    (fault,) = faults(FILES | {"holidays.yaml": table(given)})

    assert said in fault


def test_a_law_without_the_file_knows_no_year() -> None:
    assert law("2022-05-12 | 4 h").holidays.years == ()
