"""An agreement of a platform holds for its own findings alone, and is never milder than the law of all."""

import pytest

from schemas.legal_days import day_from_text
from streams.law.errors import LawError
from streams.law.reading.loader import load_law
from streams.law.table import Law
from tests.property.core.agreed import law_agreed
from tests.unit.law.laws import MODES, entry, faults, law, limit, rule, texts

GENERAL = "2022-05-12 | 4 h"
AREA = "2022-05-12 | 210 min | areas: [360111], sectors: [delivery]"


def held(rest: Law, day: str, platform: str = "hema", area: str = "360111") -> str:
    return rest.find("rest.limit", sector="delivery", area=area, day=day_from_text(day), platform=platform).text


def agreed(*entries: str, stricter: str = "less", unit: str = "ms") -> str:
    """A rule's file with a parameter of which a value is stricter."""
    values = ", ".join(map(entry, entries))
    return rule(f"limit: {{unit: {unit}, stricter: {stricter}, values: [{values}]}}")


def agreed_law(*entries: str) -> Law:
    return load_law(texts(agreed(*entries)))


def test_an_agreement_goes_before_all_others_for_its_platform_alone() -> None:
    rest = agreed_law(GENERAL, AREA, "2023-01-01 | 3 h | platform: hema")

    assert held(rest, "2023-01-01") == "3 h"
    assert held(rest, "2023-01-01", platform="suda") == held(rest, "2023-01-01", platform="") == "210 min"
    assert held(rest, "2022-12-31") == "210 min"


def test_the_more_particular_of_two_agreements_goes_before_the_more_general() -> None:
    rest = agreed_law(
        GENERAL, "2023-01-01 | 3 h | platform: hema", "2023-01-01 | 2 h | platform: hema, areas: [360111]"
    )

    assert (held(rest, "2023-01-01"), held(rest, "2023-01-01", area="360121")) == ("2 h", "3 h")


def test_where_an_agreement_ends_the_law_of_all_holds_again() -> None:
    rest = agreed_law(GENERAL, "2023-01-01 | 3 h | platform: hema", "2024-01-01 | none | platform: hema")

    assert (held(rest, "2023-12-31"), held(rest, "2024-01-01")) == ("3 h", "4 h")


def test_an_agreement_holds_where_nothing_holds_for_all() -> None:
    rest = agreed_law("2023-01-01 | 3 h | platform: hema", "2024-01-01 | 4 h")

    assert held(rest, "2023-06-01") == "3 h"
    with pytest.raises(LookupError, match="no value in force on 2023-06-01"):
        held(rest, "2023-06-01", platform="")


@pytest.mark.parametrize(
    ("stricter", "unit", "of_all", "own", "allowed"),
    [
        ("less", "ms", "4 h", "5 h", "4 h or less"),
        ("more", "ms", "20 min", "19 min", "20 min or more"),
        ("less", "ms", "[15 min, 60 min]", "[15 min, 61 min]", "15 min, 60 min or less"),
        ("more", "names", "[tip, subsidy]", "[tip]", "tip, subsidy, and more"),
        ("elapsed", "measure", "elapsed", "worked", "elapsed"),
        ("online", "basis", "online", "order", "online"),
    ],
)
def test_a_milder_agreement_is_refused_with_what_is_allowed(
    stricter: str, unit: str, of_all: str, own: str, allowed: str
) -> None:
    file = agreed(f"2022-05-12 | {of_all}", f"2023-01-01 | {own} | platform: hema", stricter=stricter, unit=unit)

    (fault,) = faults(texts(file))

    assert "parameters.limit.values.1.value: given" in fault
    assert f"milder than the law of all; allowed {allowed}, as it holds for delivery in 360111 from 2023-01-01" in fault


@pytest.mark.parametrize(
    ("stricter", "unit", "of_all", "own"),
    [
        ("less", "ms", "4 h", "4 h"),
        ("more", "names", "[tip]", "[tip, subsidy]"),
        ("elapsed", "measure", "worked", "elapsed"),
        ("online", "basis", "order", "online"),
    ],
)
def test_an_agreement_as_strict_or_stricter_is_taken(stricter: str, unit: str, of_all: str, own: str) -> None:
    file = agreed(f"2022-05-12 | {of_all}", f"2023-01-01 | {own} | platform: hema", stricter=stricter, unit=unit)

    assert faults(texts(file)) == []


def test_an_agreement_that_a_later_law_overtakes_is_refused_from_then_on() -> None:
    file = agreed(GENERAL, "2023-01-01 | 3 h | platform: hema", "2024-01-01 | 2 h")

    (fault,) = faults(texts(file))

    assert "given 3 h, milder than the law of all; allowed 2 h or less, as it holds for delivery" in fault
    assert fault.endswith("from 2024-01-01")


def test_an_unknown_platform_is_named_with_the_known() -> None:
    (fault,) = faults(texts(agreed(GENERAL, "2023-01-01 | 3 h | platform: hemma")))

    assert fault.endswith("given 'hemma'; allowed a platform of platforms.yaml: hema")


def test_an_agreement_that_nothing_holds_is_refused() -> None:
    (fault,) = faults(texts(agreed(GENERAL, "2023-01-01 | no_rule | platform: hema")))

    assert fault.endswith("given 'no_rule'; allowed a stricter value, or none, which ends the agreement")


def test_a_parameter_of_which_nothing_is_stricter_is_agreed_by_nobody() -> None:
    (fault,) = faults(texts(rule(limit(GENERAL, "2023-01-01 | 3 h | platform: hema"))))

    assert fault.endswith("allowed none: nothing of this parameter is stricter")


def test_a_law_without_agreements_has_the_digest_that_it_had_before() -> None:
    before = law(GENERAL, modes=MODES)
    text = before.text

    assert '"platform"' not in "".join(line for line in text.splitlines() if line.startswith('{"value"'))
    assert agreed_law(GENERAL, "2023-01-01 | 3 h | platform: hema").digest != before.digest


def test_a_law_that_is_milder_is_not_loaded() -> None:
    with pytest.raises(LawError):
        agreed_law(GENERAL, "2023-01-01 | 5 h | platform: hema")


@pytest.mark.parametrize(
    ("file", "line", "allowed"),
    [
        ("daily_hours", "limit 9 h on hema", "8 h or less"),
        ("weekly_rest", "limit 7 days on hema", "6 days or less"),
        ("weekly_rest", "least 31 min on hema", "30 min or less"),
    ],
)
def test_of_days_a_milder_agreement_is_refused_and_one_as_strict_is_taken(file: str, line: str, allowed: str) -> None:
    strict = f"{line.split(maxsplit=1)[0]} {allowed.removesuffix(' or less')} on hema"

    with pytest.raises(LawError, match=f"{file}.yaml.*milder than the law of all; allowed {allowed}"):
        law_agreed(((file, line),))

    assert law_agreed(((file, strict),)).agreed_by(file) == {"hema"}


def test_of_days_it_may_be_agreed_where_no_rule_is_for_all() -> None:
    law = law_agreed((("daily_hours", "limit 11 h on kuaisong for courier"),))

    assert law.agreed_by("daily_hours") == {"kuaisong"}
