"""The figures that are worked out by hand in the document about working time are those of the code."""

from typing import Final

import pytest

from schemas.findings.finding import Finding
from streams.core.workers.judge import Judge
from streams.facts.worktime.intervals import length
from streams.law.files import packaged_law
from tests.oracle.notation import WORKER, read_case
from tests.oracle.times import length as ms_of
from tests.property.core.feeding import fold, heard, standing
from tests.unit.documents import WORKTIME, rows

EXAMPLES: Final = rows(WORKTIME, "events") | rows(WORKTIME, "order events")


@pytest.mark.parametrize("events", EXAMPLES)
def test_the_worked_examples_of_silent_sessions_and_of_bookings_are_what_the_judge_finds(events: str) -> None:
    case = read_case("rest_missed", {"name": "", "now": "15:00", "events": events.split("; "), "findings": []})
    judge = Judge(packaged_law())
    fold(judge, heard(case.events), case.now)

    (finding,) = (each for each in standing(judge, case.now) if each.rule == "rest_missed")

    view = judge.evaluator.view(WORKER, judge.roster.workers[WORKER].facts, case.now)
    low, high, found = EXAMPLES[events]
    assert [length(each) for each in view.united.coverage("online")] == [ms_of(low), ms_of(high)]
    assert in_words(finding) == found


def in_words(finding: Finding) -> str:
    return f"{finding.kind}, {finding.severity or ' and '.join(finding.reasons)}"
