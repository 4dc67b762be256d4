"""Findings say by which law and release they were made and in which mode; sets say what has become of what holds no more."""

from importlib.metadata import version

import pytest

from schemas.findings.finding import Finding, StandingSet
from streams.core.stamping import Stamp
from streams.core.workers.judge import Judge
from streams.law.files import packaged_law
from tests.unit.core.days import asked, at, beats, only, says

LAW = packaged_law()


def test_a_finding_names_the_release_the_law_and_the_mode_of_its_place() -> None:
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "12:30"), "12:30 offline", now="13:00")

    finding = only(asked(judge, "13:00"))

    assert (finding.release, finding.law_digest, finding.mode) == (version("shiftwarden"), LAW.digest, "enforce")
    assert finding.arrival is None


@pytest.mark.parametrize(
    ("rule", "area", "mode"),
    [
        ("rest_missed", "360104", "enforce"),
        ("rest_missed", "360102", "observe"),
        ("rest_missed", None, None),
        ("rest_missed", "360430", None),
        ("weekly_rest", "360104", None),
    ],
)
def test_the_mode_is_that_of_place_and_day_and_none_where_the_law_has_none(
    rule: str, area: str | None, mode: str | None
) -> None:
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "12:30"), "12:30 offline", now="13:00")
    finding = only(asked(judge, "13:00")).model_copy(update={"rule": rule, "area": area})

    (stamped,) = Stamp[None](LAW, "9").on([finding], None)

    assert (stamped.mode, stamped.release) == (mode, "9")


def test_what_is_absent_stays_absent_when_a_finding_of_an_earlier_release_is_written_again() -> None:
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "12:30"), "12:30 offline", now="13:00")
    names = ("mode", "law_digest", "release", "arrival")
    unstamped = only(asked(judge, "13:00")).model_copy(update=dict.fromkeys(names))

    written = unstamped.model_dump(mode="json")

    assert not set(names) & set(written)
    assert Finding.model_validate(written) == unstamped


def test_a_set_states_what_is_in_the_interval_of_a_finding_that_holds_no_more() -> None:
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "10:00"), *beats("10:30", "12:30"), now="12:30")
    says(judge, "10:00 online s2", "10:30 offline s2", now="12:30")
    finding = only(asked(judge, "12:31"))
    says(judge, "10:01 offline s2", "10:00 offline s1", "10:29 online s1", now="12:40")

    (published,) = asked(judge, "12:40")

    if finding.finding_id in {each.finding_id for each in published.findings}:
        pytest.fail("the finding still holds")
    (lapsed,) = published.lapsed
    spans = {each.id: [(span.start, span.end) for span in each.spans] for each in lapsed.evidence}
    assert lapsed.finding_id == finding.finding_id
    assert spans["s1"][0] == (at("08:00"), at("10:00"))
    assert (lapsed.law_digest, lapsed.release) == (LAW.digest, version("shiftwarden"))
    assert published.standing_set((1, 2, 3)).lapsed == published.lapsed


def test_a_set_of_which_nothing_lapsed_says_nothing_of_it() -> None:
    judge = Judge(LAW)
    says(judge, "08:00 online", *beats("08:01", "12:30"), "12:30 offline", now="13:00")

    (published,) = asked(judge, "13:00")

    written = published.standing_set((1, 2, 3)).model_dump_json()
    assert '"lapsed"' not in written
    assert StandingSet.model_validate_json(written).findings == published.findings
