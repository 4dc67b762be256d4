"""The days that are worked out by hand in the document are what the judge and the oracle find."""

from datetime import date
from typing import Any, Final

import pytest

from schemas.legal_days import day_of
from streams.core.workers.judge import Judge
from streams.facts.days.memory import KEPT_DAYS
from streams.facts.views.day_rows import rows_of
from streams.law.files import packaged_law
from tests.oracle.legal_days import expected_days
from tests.oracle.notation import WORKER, Case, read_case
from tests.oracle.times import length as ms_of
from tests.property.core.feeding import fold, heard, standing
from tests.unit.documents import DAYS, rows, text

DAY: Final = date(2025, 12, 8)
EXAMPLES: Final = rows(DAYS, "orders")


def case_of(events: str, now: str) -> Case:
    return read_case("daily_hours", {"name": "", "day": DAY, "now": now, "events": events.split("; "), "findings": []})


@pytest.mark.parametrize("events", EXAMPLES)
def test_each_day_in_the_document_has_the_time_and_the_finding_that_it_says(events: str) -> None:
    now, low, high, found = EXAMPLES[events]
    case = case_of(events, now)
    judge = Judge(packaged_law())
    fold(judge, heard(case.events), case.now)

    findings = [each.model_dump(mode="json") for each in standing(judge, case.now) if each.rule == case.rule]

    view = judge.evaluator.view(WORKER, judge.roster.workers[WORKER].facts, case.now)
    (row, *_) = rows_of(view.united, day_of(DAY), day_of(DAY) + 1)
    assert (row.order_low, row.order_high) == (ms_of(low), ms_of(high))
    assert [in_words(each) for each in findings] == ([] if found == "none" else [found])
    assert [in_words(each) for each in expected_days(case.events, case.now)] == ([] if found == "none" else [found])


def test_the_days_kept_are_those_of_the_code() -> None:
    assert f"the days of a worker for {KEPT_DAYS} days after their end" in text(DAYS)


def in_words(finding: dict[str, Any]) -> str:
    return ", ".join([finding["kind"], *finding["reasons"]])
