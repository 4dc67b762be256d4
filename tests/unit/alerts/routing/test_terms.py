"""The date of handling and the force of clauses as data: the release's own, laid over by a duty folder, with faults in place."""

from datetime import datetime

import pytest

from alerts.routing import Routing
from schemas.legal_days import SHANGHAI
from tests.unit.alerts.routing.duties import PACKAGED, faults, routing


def ms(local: str) -> int:
    return int(datetime.fromisoformat(local).replace(tzinfo=SHANGHAI).timestamp() * 1000)


@pytest.mark.parametrize(
    ("severity", "raised", "until"),
    [
        ("grave", "2026-11-30T23:59", "2026-12-01T17:30"),
        ("grave", "2026-12-01T00:00", "2026-12-02T17:30"),
        ("serious", "2026-11-30T23:59", "2026-12-03T17:30"),
        ("minor", "2026-11-30T23:59", "2026-12-07T17:30"),
        (None, "2026-11-30T23:59", "2026-12-07T17:30"),
        ("unheard", "2026-11-30T23:59", "2026-12-07T17:30"),
    ],
)
def test_a_lead_is_to_be_handled_by_the_end_of_a_working_day(severity: str | None, raised: str, until: str) -> None:
    term = routing().term(severity)

    assert term is not None
    assert term.handle_by(ms(raised)) == ms(until)
    assert term.remind_at(ms(raised)) == ms(until.replace("T17", "T13"))


def test_a_duty_folder_lays_its_own_term_over_ours_and_leaves_the_others() -> None:
    laid = routing('terms: {grave: {days: 0, until: "12:00", remind: 30 min, source: choice, status: policy}}')
    grave, minor = laid.term("grave"), laid.term("minor")

    assert grave is not None
    assert minor is not None
    assert grave.handle_by(ms("2026-11-30T08:00")) == ms("2026-11-30T12:00")
    assert grave.remind_at(ms("2026-11-30T08:00")) == ms("2026-11-30T11:30")
    assert minor.handle_by(ms("2026-11-30T08:00")) == ms("2026-12-07T17:30")


def test_a_duty_folder_lays_its_own_reading_of_a_clause_over_ours() -> None:
    both = "{zh: 强制性, en: binding}"
    entry = f"{{basis: {both}, short: {both}, words: {both}, source: plan, status: policy}}"
    laid = routing(f"forces: {{rest_missed: {entry}}}")
    ours, other = laid.force("rest_missed"), laid.force("dispatch_during_rest")

    assert ours is not None
    assert other is not None
    assert (ours.short.zh, other.short.zh) == ("强制性", "鼓励性")
    assert laid.force("rest_due") is None


def test_files_of_a_release_before_terms_can_still_be_read() -> None:
    earlier = Routing.read({"competence.yaml": PACKAGED})

    assert (earlier.term("grave"), earlier.force("rest_missed")) == (None, None)


A = "{zh: 甲, en: a}"
TERM = 'days: 1, until: "17:30", remind: 4 h, source: choice, status: policy'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"terms:\n  grvae: {{{TERM}}}", "1.yaml:2:3: terms.grvae: given 'grvae'; allowed one of policies"),
        (f"terms:\n  grave: {{{TERM.replace('1,', '1000,')}}}", "a whole number of days from 0 to 999"),
        (f"terms:\n  grave: {{{TERM.replace('1,', '-1,')}}}", "a whole number of days from 0 to 999"),
        (f"terms:\n  grave: {{{TERM.replace('17:30', '24:00')}}}", "a time of the day from 00:00 to 23:59"),
        (f"terms:\n  grave: {{{TERM.replace('4 h', 'soon')}}}", "a length such as"),
        (f"terms:\n  grave: {{{TERM.replace('choice', 'nowhere')}}}", "one of sources"),
        ("forces:\n  rest_missed: {short: {zh: 甲, en: a}, source: plan, status: policy}", "basis"),
        (
            f"forces:\n  rest_mised: {{basis: {A}, short: {A}, words: {A}, source: plan, status: policy}}",
            "one of rules",
        ),
    ],
)
def test_what_is_wrong_in_a_term_or_a_force_is_named_with_its_place(text: str, said: str) -> None:
    found = faults(text)

    assert [each for each in found if each.startswith("1.yaml:2:") and said in each] != [], found
