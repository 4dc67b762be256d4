"""The examples of the document about the law are what the code finds."""

import re
from datetime import date
from pathlib import Path

import pytest

from streams.law.days.calendar import day_from_text
from streams.law.files import packaged_law
from streams.law.terms.measuring import FILE, OF_PACE
from tests.oracle.notation import read_case
from tests.property.core.feeding import heard, judged
from tests.unit.law.laws import law

LAW_PAGE = (Path(__file__).parents[3] / "streams/LAW.md").read_text(encoding="utf-8")
PAID = re.findall(r"^\| (\d+\.\d\d) \| .* \| (\S+) \| (\d*) ?\| (\d*) ?\|$", LAW_PAGE, re.MULTILINE)


def found(day: str, fen: int, area: str) -> list[tuple[str, int | None, int | None, tuple[str, ...]]]:
    entries = [f"09:00-11:00 serving hema o1 in {area}", f"11:00 accrued hema e1 {fen} fen piece for o1"]
    hour = {"name": "", "day": date.fromisoformat(day), "now": "30:00", "findings": [], "events": entries}
    case = read_case("pay_below_minimum", hour)
    return [(each.kind.value, each.measured, each.limit, each.reasons) for each in judged(heard(case.events), case.now)]


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
