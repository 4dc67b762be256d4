from collections.abc import Sequence

import pytest

from schemas.findings.finding import Finding, Kind
from streams.core.workers.judge import Judge
from streams.law.reading.loader import load_law
from streams.law.table import Law
from streams.rules.rest import rest_missed
from tests.unit.core.days import asked, at, kinds, only, says

SHIFT = ("08:00 online", "12:30 offline")


def found(law: Law, *lines: str, now: str) -> Finding:
    judge = Judge(law)
    says(judge, *lines, now=now)
    return only(asked(judge, now))


def overlaid(texts: dict[str, str], overlay: str, rule: str = "rest_missed") -> Law:
    return load_law(texts, {f"{rule}.yaml": overlay})


def test_a_finding_can_be_derived_again_from_its_evidence(law: Law) -> None:
    finding = found(law, *SHIFT, "09:00 accepted o1", "10:00 completed o1", now="13:00")

    spans = {
        (each.what, each.id): [(span.start, span.end, span.known) for span in each.spans] for each in finding.evidence
    }

    assert spans == {
        ("session", "s1"): [(at("08:00"), at("12:30"), True)],
        ("order", "o1"): [(at("09:00"), at("10:00"), True)],
    }
    assert finding.platforms == {"hema": 16_200_000}


def test_a_finding_cites_every_parameter_that_decided(law: Law) -> None:
    finding = found(law, *SHIFT, now="13:00")

    assert [used.parameter for used in finding.law] == [
        *(f"rest_missed.{name}" for name in ("limit", "break", "measure", "basis")),
        *(f"measuring.{name}" for name in ("pulse", "stated_silence", "silence", "belief", "longest_order")),
        "rest_missed.severity",
    ]
    assert (finding.limit, finding.severity) == (14_400_000, "serious")


def test_the_second_opinion_is_that_of_orders_alone(law: Law) -> None:
    orders = ("08:10 accepted o1", "10:00 completed o1", "10:00 accepted o2", "12:20 completed o2")

    finding = found(law, *SHIFT, *orders, now="13:00")

    assert finding.second_opinion is not None
    assert (finding.second_opinion.measured, finding.second_opinion.kind) == (15_000_000, Kind.BREACH)


def test_where_no_order_was_in_hand_there_is_no_second_opinion(law: Law) -> None:
    assert found(law, *SHIFT, now="13:00").second_opinion is None


def test_the_sentence_says_platform_length_and_limit_in_both_languages(law: Law) -> None:
    summary = found(law, *SHIFT, now="13:00").summary

    assert summary.en == (
        "Worked 4 h 30 min 00 s on hema from 2022-06-01 08:00:00 to 2022-06-01 12:30:00; "
        "the limit is 4 h 00 min 00 s without a break of at least 0 h 20 min 00 s."
    )
    assert "在平台hema自2022-06-01 08:00:00至2022-06-01 12:30:00连续工作4小时30分00秒" in summary.zh


def test_a_rule_that_is_off_finds_nothing(texts: dict[str, str]) -> None:
    judge = Judge(overlaid(texts, "modes: [{from: 2022-05-12, areas: [360104, 360113], mode: off}]"))
    says(judge, *SHIFT, now="13:00")

    assert asked(judge, "13:00") == []


def test_a_warning_that_is_off_is_not_given_and_the_breach_still_is(texts: dict[str, str]) -> None:
    judge = Judge(overlaid(texts, "modes: [{from: 2022-05-12, mode: off}]", "rest_due"))
    says(judge, "08:00 online", "11:50 offline", now="11:50")
    warned = kinds(asked(judge, "11:50"))
    says(judge, "11:50 online", "12:30 offline", now="12:30")

    assert warned == []
    assert kinds(asked(judge, "12:30")) == [("rest_missed", "breach")]


def test_advice_is_given_once(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", "11:50 offline", now="11:50")
    first = asked(judge, "11:50")
    again = asked(judge, "12:00")

    assert [len(said.advice) for said in (*first, *again)] == [1, 0]


def test_two_platforms_give_a_finding_that_none_of_them_alone_could_see(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", "10:30 offline", now="13:00")
    says(judge, "10:30 online", "12:30 offline", now="13:00", platform="suda")

    finding = only(asked(judge, "13:00"))

    assert (finding.scope, finding.platform, finding.measured) == ("cross_platform", None, 16_200_000)
    assert finding.platforms == {"hema": 9_000_000, "suda": 7_200_000}


def test_a_case_of_all_platforms_is_compared_with_what_lies_in_it_alone(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, compared = Judge(law), list[int]()
    exceeds = rest_missed._exceeds

    def counted(case: rest_missed._Case, within: Sequence[rest_missed._Case]) -> bool:
        compared.append(len(within))
        return exceeds(case, within)

    monkeypatch.setattr(rest_missed, "_exceeds", counted)
    for number in range(60):
        hours = 5 * number
        for platform, late in (("hema", 0), ("tuche", 10)):
            lines = (f"{hours}:{late:02d} online s{number}", f"{hours + 4}:{late + 5:02d} offline s{number}")
            says(judge, *lines, now="301:00", platform=platform)

    published = asked(judge, "301:00")

    breaches = [each for one in published for each in one.findings if each.rule == "rest_missed"]
    assert len(breaches) == 120
    assert compared == [2] * 60
