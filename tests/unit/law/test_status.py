"""The status of a law value: four words, and the word that stood in their place before."""

import pytest

from schemas.findings.finding import LawUsed
from schemas.legal_days import day_from_text
from streams.law.check import remarks
from tests.unit.law.laws import SOURCES, law

DAY = day_from_text("2022-06-01")


def overlay(entry: str) -> str:
    return f"{SOURCES}\nparameters: {{limit: {{values: [{{from: 2022-06-01, value: 3 h, source: plan, {entry}}}]}}}}"


@pytest.mark.parametrize("status", ["official", "copy", "policy", "unread"])
def test_a_value_has_one_of_four_words_and_findings_cite_it(status: str) -> None:
    value = law(f"2022-05-12 | 4 h | status: {status}").find("rest.limit", sector="courier", area="360111", day=DAY)

    assert (value.status, value.used().status) == (status, status)


@pytest.mark.parametrize(
    ("ours", "written", "read_as"),
    [
        ("copy", "verified: true", "copy"),
        ("policy", "verified: true", "copy"),
        ("policy", "verified: false", "policy"),
        ("copy", "verified: false", "unread"),
        ("copy", "verified: false, status: official", "official"),
    ],
)
def test_an_overlay_written_before_is_read(ours: str, written: str, read_as: str) -> None:
    laid = law(f"2022-05-12 | 4 h | status: {ours}", overlay=overlay(written))

    assert laid.find("rest.limit", sector="courier", area="360111", day=DAY).status == read_as


def test_an_overlay_written_before_is_warned_of_and_one_of_now_is_not() -> None:
    before = law("2022-05-12 | 4 h", overlay=overlay("verified: true"))
    now = law("2022-05-12 | 4 h", overlay=overlay("status: copy"))

    (warning,) = before.old_words
    assert warning.startswith("overlay/rest.yaml: `verified` stands in 1 of its entries; write `status: copy`")
    assert warning in remarks(before)
    assert now.old_words == ()


@pytest.mark.parametrize(
    ("parameter", "verified", "status"),
    [
        ("rest_missed.limit", True, "copy"),
        ("rest_missed.severity", False, "policy"),
        ("pay_below_minimum.hourly_minimum", True, "copy"),
        ("pay_below_minimum.hourly_minimum", False, "unread"),
    ],
)
def test_a_finding_stored_with_the_word_before_is_read(parameter: str, verified: bool, status: str) -> None:
    stored = {"parameter": parameter, "value": "1", "unit": "ms", "in_force_from": "2022-05-12", "source": "a plan"}

    read = LawUsed.model_validate({**stored, "verified": verified})

    assert read == LawUsed.model_validate({**stored, "status": status})
    assert "verified" not in read.model_dump()
