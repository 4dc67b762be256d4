import pytest

from schemas.legal_days import day_from_text, day_text
from streams.law.check import check
from streams.law.reading.loader import load_law
from streams.law.registers.settlement import Settlement, after_period, first_of_period, settled_by
from streams.law.terms.pay import PayLaw
from tests.property.core.feeding import law_settling, law_with, the_law
from tests.unit.law.laws import PLATFORMS, faults, limit, rule, texts

WEEKLY_THEN_MONTHLY = [
    Settlement("week", day_from_text("2022-06-01")),
    Settlement("month", day_from_text("2022-06-15")),
]


def platforms(settles: str) -> str:
    return PLATFORMS.replace("[delivery]", f"[delivery], settles: [{settles}]")


@pytest.mark.parametrize(
    ("day", "by", "first", "after"),
    [
        ("2022-05-31", "day", "2022-05-31", "2022-06-01"),
        ("2022-06-01", "week", "2022-06-01", "2022-06-06"),
        ("2022-06-05", "week", "2022-06-01", "2022-06-06"),
        ("2022-06-06", "week", "2022-06-06", "2022-06-13"),
        ("2022-06-14", "week", "2022-06-13", "2022-06-20"),
        ("2022-06-15", "month", "2022-06-15", "2022-07-01"),
        ("2024-02-29", "month", "2024-02-01", "2024-03-01"),
        ("2022-12-31", "month", "2022-12-01", "2023-01-01"),
    ],
)
def test_a_day_is_settled_in_the_period_of_the_entry_that_holds_on_it(
    day: str, by: str, first: str, after: str
) -> None:
    given = day_from_text(day)

    assert settled_by(WEEKLY_THEN_MONTHLY, given) == by
    assert day_text(first_of_period(WEEKLY_THEN_MONTHLY, given)) == first
    assert day_text(after_period(WEEKLY_THEN_MONTHLY, given)) == after


@pytest.mark.parametrize(
    ("settles", "fault"),
    [
        ("{by: fortnight, from: 2022-06-01}", "settles.0.by: given 'fortnight'; allowed 'day', 'week' or 'month'"),
        (
            "{by: week, from: 2022-06-31}",
            "settles.0.from: given '2022-06-31'; allowed a date that exists, as YYYY-MM-DD",
        ),
        ("{by: week}", "settles.0.from: given nothing; allowed this key with a value"),
        (
            "{by: week, from: 2022-06-02}, {by: month, from: 2022-06-01}",
            "settles.1.from: given 2022-06-01 below 2022-06-02; allowed days that rise, each with one period",
        ),
        (
            "{by: week, from: 2022-06-01}, {by: week, from: 2022-06-02}",
            "settles.1.by: given week as before; allowed another period than that of the entry above",
        ),
    ],
)
def test_a_settlement_that_cannot_be_meant_is_a_fault(settles: str, fault: str) -> None:
    (found,) = faults(texts(rule(limit("2022-05-12 | 4 h"))), {"platforms.yaml": platforms(settles)})

    assert found == f"overlay/platforms.yaml:1: platforms.hema.{fault}"


def test_a_law_without_settlements_has_the_digest_that_it_had() -> None:
    packaged = texts(rule(limit("2022-05-12 | 4 h")))

    usual = load_law(packaged)
    settled = load_law(packaged, {"platforms.yaml": platforms("{by: week, from: 2022-06-01}")})

    assert '"settles"' not in usual.text
    assert usual.digest != settled.digest


def test_a_grace_after_a_settlement_holds_in_all_places() -> None:
    placed = "{from: 2022-06-01, areas: [360104], value: 3 days, source: policy, status: policy}"
    law = law_with(f"parameters: {{settlement_grace: {{values: [{placed}]}}}}", "pay_below_minimum")

    assert check(the_law()) == []
    (found,) = check(law)
    assert found.endswith("a platform settles in all places at once; leave areas, sectors and wage class out")


def test_terms_of_a_day_that_is_settled_by_a_period_cite_its_grace() -> None:
    day = day_from_text("2022-06-01")
    settled, usual = (PayLaw(law).terms("360104", "delivery", day, "hema") for law in (SETTLED, the_law()))

    cited = [{value.parameter for value in each.values} for each in (settled, usual)]

    assert cited[0] - cited[1] == {"pay_below_minimum.settlement_grace"}
    assert cited[1] <= cited[0]


SETTLED = law_settling(("hema", "week"))
