"""Single sentences of the documents, worked out by hand as examples: the judge finds what each example says."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from schemas.instants import from_rfc3339, rfc3339
from streams.core.workers.judge import Judge
from streams.facts.worktime.intervals import Interval
from tests.oracle.pay import expected_pay
from tests.property.core.feeding import fold, heard, standing, the_law

FILES = sorted((Path(__file__).parents[2] / "cases/worked").glob("*.jsonl"))
CASES = [
    pytest.param(orjson.loads(line), id=f"{path.stem} {number}: {orjson.loads(line)['about'][:70]}")
    for path in FILES
    for number, line in enumerate(path.read_bytes().splitlines(), 1)
]


@pytest.mark.parametrize("case", [case for case in CASES if "findings" in case.values[0]])
def test_the_judge_finds_what_the_example_says(case: dict[str, Any]) -> None:
    judge, now = Judge(the_law()), from_rfc3339(case["now"])
    fold(judge, heard(case["events"]), now)

    found = [each.model_dump(mode="json") for each in standing(judge, now) if each.rule == case["rule"]]

    fields = {name for wanted in case["findings"] for name in wanted}
    assert [{name: fields_of(each)[name] for name in fields} for each in found] == case["findings"]


@pytest.mark.parametrize("case", [case for case in CASES if case.values[0].get("rule") == "pay_below_minimum"])
def test_the_second_reading_of_pay_finds_what_the_example_says(case: dict[str, Any]) -> None:
    found = expected_pay(case["events"], from_rfc3339(case["now"]))

    fields = {name for wanted in case["findings"] for name in wanted}
    assert [{name: fields_of(written_out(each))[name] for name in fields} for each in found] == case["findings"]


def written_out(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding of the second reading with its instants as text."""
    return finding | {name: rfc3339(finding[name]) for name in ("starts_at", "ends_at")}


def fields_of(finding: dict[str, Any]) -> dict[str, Any]:
    """The fields of a finding as an example writes them: no reasons are null, and so is what a finding leaves out."""
    return {"shortfall_fen": None, **finding, "reasons": finding["reasons"] or None}


@pytest.mark.parametrize("case", [case for case in CASES if "coverage" in case.values[0]])
def test_the_coverage_is_what_the_example_says(case: dict[str, Any]) -> None:
    judge, now = Judge(the_law()), from_rfc3339(case["now"])
    fold(judge, heard(case["events"]), now)
    list(judge.everything(now))
    (watched,) = judge.roster.workers.values()
    whole = judge.evaluator.view(watched.subject, watched.facts, now)
    (view,) = (each for each in whole.platforms if each.platform == case["platform"])

    low, high = view.coverage(case["coverage"])

    assert (written(low), written(without(high, low))) == (case["work"], case["unknown"])


def written(intervals: list[Interval]) -> list[list[str]]:
    return [[rfc3339(start), rfc3339(end)] for start, end in intervals]


def without(high: list[Interval], low: list[Interval]) -> list[Interval]:
    """The parts of the high coverage that the low one lacks."""
    found: list[Interval] = []
    for start, end in high:
        at = start
        for begin, until in low:
            if at < begin < end:
                found.append((at, begin))
            if begin < end and until > at:
                at = max(at, until)
        if at < end:
            found.append((at, end))
    return found
