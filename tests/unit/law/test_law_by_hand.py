"""The examples of the document about the law are what the code finds."""

import re
from datetime import date
from pathlib import Path

import pytest

from schemas.legal_days import day_from_text
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.law.terms.measuring import FILE, OF_PACE
from tests.oracle.notation import read_case
from tests.property.core.feeding import heard, judged, law_with
from tests.unit.documents import LAW_PAGE as PAGE
from tests.unit.documents import block
from tests.unit.law.laws import law

LAW_PAGE = PAGE.read_text(encoding="utf-8")
TAKE_AWAY = Path(__file__).parents[3] / "deploy/law/take_away_break"
PAID = re.findall(r"^\| (\d+\.\d\d) \| .* \| (\S+) \| (\d*) ?\| (\d*) ?\|$", LAW_PAGE, re.MULTILINE)


def found(day: str, fen: int, area: str) -> list[tuple[str, int | None, int | None, tuple[str, ...]]]:
    entries = [f"09:00-11:00 serving hema o1 in {area}", f"11:00 accrued hema e1 {fen} fen piece for o1"]
    hour = {"name": "", "day": date.fromisoformat(day), "now": "30:00", "findings": [], "events": entries}
    case = read_case("pay_below_minimum", hour)
    return [(each.kind.value, each.measured, each.limit, each.reasons) for each in judged(heard(case.events), case.now)]


def missed(law: Law, day: str, *entries: str) -> list[tuple[str | None, str, int | None, int | None]]:
    asked = {"name": "", "day": date.fromisoformat(day), "now": "30:00", "findings": [], "events": list(entries)}
    case = read_case("rest_missed", asked)
    found = (each for each in judged(heard(case.events), case.now, law) if each.rule == "rest_missed")
    return [(each.platform, each.kind.value, each.measured, each.limit) for each in found]


MINUTE, HOUR = 60_000, 3_600_000


def test_the_example_of_an_agreement_is_what_is_found() -> None:
    agreed = law_with(block(PAGE, "yaml"))

    one_session = missed(agreed, "2026-01-01", "08:00-11:30 working hema")
    assert one_session == [("hema", "breach", 210 * MINUTE, 3 * HOUR)]
    assert missed(agreed, "2025-12-31", "08:00-11:30 working hema") == []
    paused = ("08:00-10:00 working hema s1", "10:25-12:25 working hema s2")
    assert missed(agreed, "2026-01-01", *paused) == [("hema", "breach", 4 * HOUR, 3 * HOUR)]
    assert missed(agreed, "2026-01-01", *(each.replace("hema", "kuaisong") for each in paused)) == []
    two = ("08:00-10:30 working hema s1", "10:30-12:30 working kuaisong s2")
    assert missed(agreed, "2026-01-01", *two) == [(None, "breach", 270 * MINUTE, 4 * HOUR)]


def test_what_a_platform_shows_by_its_agreement_alone_does_not_hide_what_all_together_show() -> None:
    agreed = law_with(block(PAGE, "yaml"))
    worked = ("08:00-11:30 working hema s1", "11:30-12:30 working kuaisong s2")

    assert missed(agreed, "2026-01-01", *worked) == [
        ("hema", "breach", 210 * MINUTE, 3 * HOUR),
        (None, "breach", 270 * MINUTE, 4 * HOUR),
    ]


AGREED_WAGE = """
sources: {signed: {document: an agreement of the platform with its riders' union}}
parameters:
  hourly_minimum: {values: [{from: 2026-01-01, value: 25 yuan/h, platform: hema, source: signed, status: official}]}
"""


@pytest.mark.parametrize(
    ("platform", "fen", "expected"),
    [
        ("hema", 4999, [("breach", 2499, 2500, ())]),
        ("hema", 5000, []),
        ("kuaisong", 4999, []),
    ],
)
def test_an_agreed_wage_decides_about_its_platform_though_that_of_all_was_not_read(
    platform: str, fen: int, expected: list[object]
) -> None:
    given = [f"09:00-11:00 serving {platform} o1", f"11:00 accrued {platform} e1 {fen} fen piece for o1"]
    hour = {"name": "", "day": date(2026, 1, 1), "now": "30:00", "findings": [], "events": given}
    case = read_case("pay_below_minimum", hour)

    found = judged(heard(case.events), case.now, law_with(AGREED_WAGE, "pay_below_minimum"))

    assert [(each.kind.value, each.measured, each.limit, each.reasons) for each in found] == expected


def test_the_break_of_the_take_away_standard_is_reckoned_by_orders_where_it_is_laid_over() -> None:
    orders = ("08:00-13:00 working hema s1", "08:05-10:20 serving hema o1", "10:35-12:50 serving hema o2")
    apart = ("08:00-13:00 working hema s1", "08:05-10:20 serving hema o1", "10:45-12:50 serving hema o2")

    standard = packaged_law(TAKE_AWAY)

    assert missed(standard, "2025-12-04", *orders) == [("hema", "breach", 270 * MINUTE, 4 * HOUR)]
    assert missed(standard, "2025-12-04", *apart) == []
    for law_of, day in ((packaged_law(), "2025-12-04"), (standard, "2025-12-03")):
        assert missed(law_of, day, *apart) == [("hema", "breach", 5 * HOUR, 4 * HOUR)]


@pytest.mark.parametrize(("yuan", "what", "measured", "limit"), PAID)
def test_pay_against_an_unread_wage_is_what_the_page_says(yuan: str, what: str, measured: str, limit: str) -> None:
    given = found("2024-05-01", round(float(yuan) * 100), "360102")

    kind = what.strip("`")
    reasons = ("law_unread",) if kind == "undecidable" else ()
    assert given == ([] if kind == "nothing" else [(kind, int(measured), int(limit), reasons)])


def test_the_page_has_all_three_cases() -> None:
    assert [(yuan, what) for yuan, what, _, _ in PAID] == [
        ("36.99", "`breach`"),
        ("37.00", "`undecidable`"),
        ("40.00", "nothing"),
    ]


def test_pay_by_an_unread_wage_class_is_what_the_page_says() -> None:
    assert "36.99 yuan are found short by the read class alone, so `undecidable`, against 1850" in LAW_PAGE
    assert found("2022-06-01", 3699, "NC-WL") == [("undecidable", 1849, 1850, ("law_unread",))]


def test_the_example_of_an_end_is_what_the_law_gives() -> None:
    rest = law("2022-05-12 | 4 h", "2022-06-01 | 3 h | areas: [360111]", "2023-01-01 | none | areas: [360111]")

    held = {
        day: rest.find("rest.limit", sector="delivery", area="360111", day=day_from_text(day)).text
        for day in ("2022-12-31", "2023-01-01")
    }

    for day, text in held.items():
        assert f"{day} it" in LAW_PAGE or f"{day} its" in LAW_PAGE
        assert f"{day} its limit is {text}" in LAW_PAGE or f"{day} it is {text}" in LAW_PAGE


def test_the_measuring_values_of_the_page_are_those_of_the_file() -> None:
    rows = re.findall(r"^\| (`.+?`) \| (\S.*?) \| ", LAW_PAGE.split("## How the observer measures")[1], re.MULTILINE)
    written: dict[str, list[str]] = {}
    for value in packaged_law().values:
        if value.rule == FILE:
            written.setdefault(value.parameter.removeprefix(f"{FILE}."), []).append(value.text)

    named = {name: text for names, text in rows for name in re.findall(r"`(\w+)`", names)}
    assert named.keys() == set(OF_PACE) == written.keys()
    for name, texts in written.items():
        given = named[name].split(", ")
        assert set(texts) <= {*given, *(f"{each} weeks" for each in given)}
