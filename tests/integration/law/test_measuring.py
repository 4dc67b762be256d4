"""The measuring values: dated and laid over like law, without a place, and cited by what they decided."""

from importlib.resources import files

import pytest

from schemas.instants import HOUR_MS as HOUR
from schemas.instants import MINUTE_MS as MINUTE
from schemas.instants import NEVER
from schemas.legal_days import day_from_text, day_start
from streams.facts.tolerance import STANDARD, Tolerance, measured_by
from streams.law.check import check
from streams.law.errors import LawError
from streams.law.files import packaged_law
from streams.law.reading.loader import load_law
from streams.law.review.doubts import doubts
from streams.law.review.show import render
from streams.law.table import Law
from streams.law.terms.pace import BaselineTerms, PaceLaw
from streams.law.terms.pay import PayLaw
from streams.law.terms.rest import RestLaw
from tests.property.core.feeding import law_with

DAY = day_from_text("2022-06-01")
NEW_YEAR = day_start(day_from_text("2023-01-01"))


def laid_over(parameters: str) -> Law:
    entries = files("streams.law").iterdir()
    texts = {entry.name: entry.read_text("utf-8") for entry in entries if entry.name.endswith(".yaml")}
    return load_law(texts, {"measuring.yaml": f"parameters: {{{parameters}}}"})


def value(name: str, further: str) -> str:
    return f"{name}: {{values: [{{from: 2023-01-01, source: observer, status: policy, {further}}}]}}"


def test_the_packaged_values_are_those_of_a_law_without_the_file() -> None:
    assert measured_by(packaged_law()) == STANDARD
    assert (STANDARD.until, STANDARD.later) == (NEVER, None)


def test_an_instant_has_the_values_of_its_legal_day() -> None:
    measured = measured_by(laid_over(value("pulse", "value: 120 s")))

    pulses = [measured.at(at).pulse for at in (0, NEW_YEAR - 1, NEW_YEAR, NEW_YEAR + 1)]

    assert pulses == [180_000, 180_000, 120_000, 120_000]
    assert [each.silence for each in measured.all] == [2 * HOUR, 2 * HOUR]
    assert (measured.least_pulse, measured.most_silence) == (120_000, 2 * HOUR + 180_000)


def test_values_of_three_days_follow_one_another() -> None:
    third = "{from: 2024-01-01, source: observer, status: policy, value: 4 h}"
    measured = measured_by(laid_over(value("silence", "value: 3 h")[:-2] + f", {third}]}}"))

    years = [day_start(day_from_text(f"{year}-06-01")) for year in (2022, 2023, 2024)]

    assert [measured.at(at).silence for at in years] == [2 * HOUR, 3 * HOUR, 4 * HOUR]
    assert measured.most_silence == 4 * HOUR + 180_000


def test_the_longest_order_of_one_sector_is_laid_over() -> None:
    measured = measured_by(laid_over(value("longest_order", "value: 6 h, sectors: [delivery]")))

    assert dict(measured.at(NEW_YEAR).longest_order) == {
        "delivery": 6 * HOUR,
        "ride_hailing": 12 * HOUR,
        "courier": 4 * HOUR,
    }
    assert measured.at(NEW_YEAR - 1).longest_order["delivery"] == 4 * HOUR


def test_a_law_without_the_file_is_measured_as_usual() -> None:
    assert Tolerance().at(NEW_YEAR).stated_silence == 20 * MINUTE


@pytest.mark.parametrize(
    ("name", "further", "fault"),
    [
        ("pulse", "value: 120 s, areas: [360104]", "given a place; allowed none: what measures is the same everywhere"),
        ("pulse", "value: 120 s, sectors: [courier]", "given courier; allowed none: this holds for all sectors alike"),
        ("pulse", "value: none", "given 'none'; allowed a value; a later one takes its place"),
        ("baseline_weeks", "value: 5 weeks", "given '5 weeks'; allowed at most 4 weeks, as long as cells are kept"),
        ("slot", "value: 5 min", "given '5 min'; allowed 10 min, by which stored cells are kept"),
    ],
)
def test_what_a_law_value_may_and_a_measuring_value_may_not_is_a_fault(name: str, further: str, fault: str) -> None:
    with pytest.raises(LawError, match="overlay/measuring") as caught:
        laid_over(value(name, further))

    assert fault in str(caught.value)


def test_a_measuring_value_is_never_unread() -> None:
    with pytest.raises(LawError, match="given 'unread'; allowed policy"):
        laid_over(value("pulse", "value: 120 s").replace("status: policy", "status: unread"))


def test_what_a_finding_cites_has_the_values_that_its_time_rests_on() -> None:
    law = packaged_law()
    time = [f"measuring.{each}" for each in ("pulse", "stated_silence", "silence", "belief", "longest_order")]

    rest = RestLaw(law).terms("360104", "ride_hailing", day_start(DAY))
    pay = PayLaw(law).terms("360104", "delivery", DAY)
    pace = PaceLaw(law).terms("360104", "delivery", DAY)

    for terms in (rest, pay, pace):
        cited = {each.parameter: each.text for each in terms.values}
        assert set(time) <= set(cited)
        assert [each.parameter for each in terms.values][-1].endswith(".severity")
    assert {each.text for each in rest.measuring if each.parameter == "measuring.longest_order"} == {"12 h"}
    assert pace.baseline == BaselineTerms(4, 2, 5 * HOUR)


def test_the_baseline_is_that_of_an_overlay() -> None:
    law = laid_over(value("baseline_weeks", "value: 3 weeks"))

    found = [
        PaceLaw(law).terms("360104", "delivery", day_from_text(day)).baseline for day in ("2022-12-31", "2023-01-01")
    ]

    assert [each.weeks for each in found] == [4, 3]


def test_they_are_shown_without_a_mode_and_marked_where_they_replace_ours() -> None:
    law = laid_over(value("pulse", "value: 120 s"))

    rows = {row.parameter: row for row in render(law, day=day_from_text("2023-06-01"), area="360104")}

    assert (rows["measuring.pulse"].value, rows["measuring.pulse"].mode, rows["measuring.pulse"].replaces) == (
        "120 s",
        None,
        "180 s",
    )
    assert (rows["measuring.belief"].value, rows["measuring.belief"].replaces) == ("24 h", None)


def test_a_silence_longer_than_the_shortest_break_is_an_error_of_the_law() -> None:
    longer = laid_over(value("stated_silence", "value: 21 min"))
    as_long = laid_over(value("stated_silence", "value: 15 min"))

    (error,) = [each for each in check(longer) if each.startswith("measuring")]
    assert error == (
        "measuring.stated_silence: 21 min from 2023-01-01 is longer than the shortest break, 20 min for everywhere:"
        " a break would count as work; make it at most as long"
    )
    assert check(as_long) == check(packaged_law()) == []


def test_a_shorter_break_asks_for_a_shorter_silence() -> None:
    shorter = law_with(
        "parameters: {break: {values: [{from: 2024-01-01, value: 15 min, source: policy, status: policy}]}}"
    )

    (error,) = [each for each in check(shorter) if each.startswith("measuring")]

    assert "20 min from 2024-01-01 is longer than the shortest break, 15 min" in error


def test_nothing_is_doubted_about_our_own_values() -> None:
    assert list(doubts(packaged_law())) == []
