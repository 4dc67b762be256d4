"""The terms of clause 8 as they are asked for; the numbers are invented."""

import pytest

from schemas.legal_days import day_from_text
from streams.law.errors import NoValueInForce
from streams.law.reading.loader import load_law
from streams.law.table import Law
from streams.law.terms.pace import PaceLaw, PaceTerms, RedLaw
from tests.unit.law.laws import AREAS, PLATFORMS, entry, faults, rule

BEGIN = day_from_text("2022-05-12")
WRITTEN = {
    "kinds": ("names", "[暴雨, 大风]"),
    "share_blue": ("percent", "1 %"),
    "share_yellow": ("percent", "2 %"),
    "share_orange": ("percent", "3 %"),
    "share_red": ("percent", "4 %"),
    "reaction": ("ms", "5 min"),
    "least_active": ("ms", "6 h"),
    "least_orders": ("orders", "7 orders"),
    "least_promised": ("orders", "8 orders"),
    "severity": ("level", "[yellow, orange]"),
}
OFF = "modes: [{{mode: observe, from: 2022-05-12}}, {{mode: off, from: 2022-05-12, areas: [{}]}}]"


def files(**changed: str) -> dict[str, str]:
    values = {name: (unit, changed.get(name, value)) for name, (unit, value) in WRITTEN.items()}
    parameters = [
        f"{name}: {{unit: {unit}, values: [{entry(f'2022-05-12 | {value}')}]}}"
        for name, (unit, value) in values.items()
    ]
    return {
        "areas.yaml": AREAS,
        "platforms.yaml": PLATFORMS,
        "pace_not_eased.yaml": rule(", ".join(parameters), OFF.format("360121")),
        "dispatch_under_red.yaml": rule(
            ", ".join(p for p in parameters if p.startswith(("kinds", "reaction"))), OFF.format("360111")
        ),
    }


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(files())


@pytest.fixture
def terms(law: Law) -> PaceTerms:
    return PaceLaw(law).terms("360111", "delivery", BEGIN)


def test_each_term_is_the_parameter_of_its_name(terms: PaceTerms) -> None:
    least = (terms.least_active.number, terms.least_orders.number, terms.least_promised.number)

    assert terms.kinds.words == ("暴雨", "大风")
    assert terms.reaction.number == 300_000
    assert least == (21_600_000, 7, 8)


def test_a_level_has_its_own_share(terms: PaceTerms) -> None:
    assert terms.shares == {"blue": 1, "yellow": 2, "orange": 3, "red": 4}


def test_a_level_up_to_the_end_of_a_band_lies_in_it(terms: PaceTerms) -> None:
    assert [terms.band(level) for level in ("blue", "yellow", "orange", "red")] == [0, 0, 1, 2]


def test_a_finding_cites_every_parameter_of_its_rule_once(law: Law, terms: PaceTerms) -> None:
    red = RedLaw(law).terms("360111", "delivery", BEGIN)

    assert sorted(value.parameter for value in terms.values) == sorted(f"pace_not_eased.{name}" for name in WRITTEN)
    assert [value.parameter for value in red.values] == ["dispatch_under_red.kinds", "dispatch_under_red.reaction"]


def test_the_day_before_the_law_has_no_terms(law: Law) -> None:
    with pytest.raises(NoValueInForce, match=r"pace_not_eased\.\w+ has no value in force on 2022-05-11"):
        PaceLaw(law).terms("360111", "delivery", BEGIN - 1)
    with pytest.raises(NoValueInForce, match=r"dispatch_under_red\.kinds has no value in force on 2022-05-11"):
        RedLaw(law).terms("360111", "delivery", BEGIN - 1)


def test_each_rule_is_off_where_its_own_mode_says_so_and_before_it_holds(law: Law) -> None:
    asked = [("360111", BEGIN), ("360121", BEGIN), ("360111", BEGIN - 1), ("360121", BEGIN - 1)]

    assert [PaceLaw(law).off(*each) for each in asked] == [False, True, True, True]
    assert [RedLaw(law).off(*each) for each in asked] == [True, False, True, True]


@pytest.mark.parametrize("severity", ["[orange, yellow]", "[yellow, yellow]"])
def test_levels_that_do_not_rise_are_no_bands(severity: str) -> None:
    found = faults(files(severity=severity))

    assert len(found) == 1
    assert "allowed words in the order blue, yellow, orange, red, as each is the end of a band" in found[0]


def test_a_level_that_no_warning_has_is_told() -> None:
    assert "allowed one of blue, yellow, orange, red" in faults(files(severity="[yellow, pink]"))[0]
