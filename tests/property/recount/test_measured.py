"""An overlay of the measuring values: the judge, the oracle, the recount and `check` follow it alike."""

from datetime import date

import orjson
import pytest

from streams.cli.reading import reader_of
from streams.facts.tolerance import measured_by as tolerance_of
from streams.law.table import Law
from streams.tools.check.data_quality import DataQualityCheck
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from tests.oracle.law import measured_by
from tests.oracle.notation import Case, in_words_of_a_case, read_case
from tests.oracle.orders.reading import claims
from tests.oracle.rest.findings import expected_findings
from tests.oracle.worktime.session_reading import parts_of
from tests.property.core.feeding import heard, judged, law_with, the_law

SEEN_OFTEN = ["08:00 online hema", "08:00-13:00 beats hema every 1200 s"]
SILENT = ["08:00 online hema", "08:00-09:00 beats hema every 60 s"]
WITH_A_GAP = [
    "08:00 online hema",
    "08:00-10:00 beats hema every 60 s",
    "10:15-13:00 beats hema every 60 s",
    "13:00 offline hema",
]
TWO_POINTS = ["08:00 online hema", "13:00 offline hema"]
LONG_ORDER = ["08:00-13:00 serving hema o1"]
BREACH = "breach on hema, 08:00 to 13:00, due 12:00, measured 5 h, serious"


def overlaid(name: str, value: str, since: str = "2022-01-01", more: str = "") -> Law:
    entry = f"{{from: {since}, value: {value}, source: observer, status: policy{more}}}"
    return law_with(f"parameters: {{{name}: {{values: [{entry}]}}}}", "measuring")


CASES = {
    "pulse": (
        overlaid("pulse", "30 min"),
        SEEN_OFTEN,
        [
            "undecidable on hema, 08:00 to now, due 12:00, measured 0 h (high 5 h 10 min), because open_session and pulse_gap"
        ],
        ["breach on hema, 08:00 to now, due 12:00, measured 5 h, serious"],
    ),
    "silence": (
        overlaid("silence", "5 h"),
        SILENT,
        [],
        ["undecidable on hema, 08:00 to now, due 12:00, measured 1 h (high 5 h 10 min), because open_session"],
    ),
    "stated_silence": (
        overlaid("stated_silence", "10 min"),
        WITH_A_GAP,
        [BREACH],
        ["breach on hema, 08:00 to 13:00, due 12:15, measured 4 h 45 min (high 5 h), serious"],
    ),
    "belief": (overlaid("belief", "2 h"), TWO_POINTS, [BREACH], []),
    "longest_order": (overlaid("longest_order", "6 h", more=", sectors: [delivery]"), LONG_ORDER, [], [BREACH]),
    "a value of another day": (overlaid("belief", "2 h", "2022-06-02"), TWO_POINTS, [BREACH], [BREACH]),
}


def case_of(events: list[str], findings: list[str]) -> Case:
    """At 13:30, when a break has passed since 13:00; what still runs is looked at at 13:10."""
    now = "13:10" if events in (SEEN_OFTEN, SILENT) else "13:30"
    said = {"name": "", "now": now, "day": date(2022, 6, 1), "events": events, "findings": findings}
    return read_case("rest_missed", said)


@pytest.mark.parametrize(("law", "events", "standard", "overlaid_law"), CASES.values(), ids=CASES)
def test_judge_oracle_and_recount_follow_an_overlay_of_the_measuring_values(
    law: Law, events: list[str], standard: list[str], overlaid_law: list[str]
) -> None:
    for used, findings in ((the_law(), standard), (law, overlaid_law)):
        case = case_of(events, findings)
        recorded = FrameBuilder()
        recorded.add(reader_of(used).read_lines([orjson.dumps(event) for event in case.events]))
        with measured_by(used):
            parts_of.cache_clear()
            claims.cache_clear()
            by_oracle = [each for each in expected_findings(case.events, case.now) if each["rule"] == "rest_missed"]

        by_judge = judged(heard(case.events), case.now, used)

        assert in_words_of_a_case([each.model_dump() for each in by_judge], case.rule) == list(case.wanted)
        assert in_words_of_a_case(by_oracle, case.rule) == list(case.wanted)
        assert differences(recounted(recorded.frames(case.now), used), findings_frame(by_judge)) == []


@pytest.mark.parametrize(
    ("law", "events", "name"),
    [
        (overlaid("pulse", "30 min"), SEEN_OFTEN, "heartbeat_gap_too_long"),
        (overlaid("stated_silence", "10 min"), WITH_A_GAP, "session_silent_too_long"),
        (overlaid("belief", "2 h"), TWO_POINTS, "session_id_used_too_long"),
    ],
)
def test_the_check_of_a_platform_s_data_follows_it_too(law: Law, events: list[str], name: str) -> None:
    found = []
    for used in (the_law(), law):
        work = DataQualityCheck(tolerance_of(used))
        for platform, row in heard(case_of(events, []).events):
            work.add(platform, [row], lambda _row: "")
        found.append(name in {each.name for each in work.warnings()})

    assert found[0] != found[1]
