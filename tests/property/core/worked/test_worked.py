"""Single sentences of the documents, worked out by hand as examples: judge, oracle and recount find what each example says."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from _pytest.mark.structures import ParameterSet

from schemas.instants import from_rfc3339, rfc3339
from streams.cli.reading import reader_of
from streams.core.workers.judge import Judge
from streams.facts.worktime.intervals import Interval
from streams.tools.recount.frames import FrameBuilder
from streams.tools.recount.measured import Measured
from streams.tools.recount.time.coverage import coverage
from streams.tools.recount.time.order_time import order_time
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.sessions import session_time
from streams.tools.recount.time.signs import signs_of
from tests.oracle.facts import facts_of
from tests.oracle.legal_days import expected_days
from tests.oracle.pay.findings import expected_pay
from tests.oracle.rest.findings import expected_findings
from tests.oracle.worktime.reading import WORK
from tests.oracle.worktime.view import View as OracleView
from tests.oracle.worktime.view import views
from tests.property.core.feeding import fold, heard, standing, the_law

FILES = sorted((Path(__file__).parents[3] / "cases/worked").glob("*.jsonl"))
CASES: dict[str, dict[str, Any]] = {
    f"{path.stem} {number}: {line['about'][:70]}": line
    for path in FILES
    for number, line in enumerate(map(orjson.loads, path.read_bytes().splitlines()), 1)
}


def about(*rules: str) -> list[ParameterSet]:
    """The examples of these rules; of coverage without any."""
    chosen = {name: case for name, case in CASES.items() if case.get("rule", "") in (rules or ("",))}
    return [pytest.param(case, id=name) for name, case in chosen.items()]


COVERAGES = about()
FINDINGS = about("rest_missed", "rest_due", "dispatch_during_rest", "pay_below_minimum", "daily_hours", "weekly_rest")
ABOUT_REST = about("rest_missed", "rest_due")


@pytest.mark.parametrize("case", FINDINGS)
def test_the_judge_finds_what_the_example_says(case: dict[str, Any]) -> None:
    judge, now = Judge(the_law()), from_rfc3339(case["now"])
    fold(judge, heard(case["events"]), now)

    found = [each.model_dump(mode="json") for each in standing(judge, now) if each.rule == case["rule"]]

    assert [in_words_of(case, each) for each in found] == case["findings"]


@pytest.mark.parametrize("case", about("pay_below_minimum"))
def test_the_second_reading_of_pay_finds_what_the_example_says(case: dict[str, Any]) -> None:
    found = expected_pay(case["events"], from_rfc3339(case["now"]))

    assert [in_words_of(case, with_instants_written(each)) for each in found] == case["findings"]


@pytest.mark.parametrize("case", about("daily_hours", "weekly_rest"))
def test_the_second_reading_of_days_finds_what_the_example_says(case: dict[str, Any]) -> None:
    found = [each for each in expected_days(case["events"], from_rfc3339(case["now"])) if each["rule"] == case["rule"]]

    said = [in_words_of(case, with_instants_written(each)) for each in found]
    assert sorted(said, key=_order) == sorted(case["findings"], key=_order)


@pytest.mark.parametrize("case", ABOUT_REST)
def test_the_oracle_finds_what_the_example_says(case: dict[str, Any]) -> None:
    now = from_rfc3339(case["now"])

    found = [each for each in expected_findings(case["events"], now) if each["rule"] == case["rule"]]

    limit = {"limit": 14_400_000}  # a finding of the oracle leaves it out
    assert [in_words_of(case, with_instants_written(each) | limit) for each in found] == case["findings"]


@pytest.mark.parametrize("case", COVERAGES)
def test_the_coverage_is_what_the_example_says(case: dict[str, Any]) -> None:
    judge, now = Judge(the_law()), from_rfc3339(case["now"])
    fold(judge, heard(case["events"]), now)
    list(judge.everything(now))
    (watched,) = judge.roster.workers.values()
    whole = judge.evaluator.view(watched.subject, watched.facts, now)
    (view,) = (each for each in whole.platforms if each.platform == case["platform"])
    basis = case["coverage"]

    low, high = view.coverage(basis)
    unknown = [(start, end, view.reasons(basis, start, end)) for start, end in without(high, low)]

    assert written(low) == case["work"]
    assert [[*written([(start, end)])[0], *map(str, why)] for start, end, why in unknown] == united(case["unknown"])


@pytest.mark.parametrize("case", COVERAGES)
def test_the_oracle_covers_what_the_example_says(case: dict[str, Any]) -> None:
    now = from_rfc3339(case["now"])
    (facts,) = facts_of(case["events"], now).values()
    (view,) = (each for each in views(facts, now) if each.platform == case["platform"])
    basis = case["coverage"]

    assert written(view.parts(basis, "low")) == case["work"]
    assert unknown_by(view, basis) == case["unknown"]


@pytest.mark.parametrize("case", COVERAGES)
def test_the_recount_covers_what_the_example_says(case: dict[str, Any]) -> None:
    now, recorded = from_rfc3339(case["now"]), FrameBuilder()
    recorded.add(reader_of(the_law()).read_lines([orjson.dumps(event) for event in case["events"]]))
    frames = recorded.frames(now)
    measured = Measured(the_law())
    online = session_time(signs_of(frames.sessions), now, measured)
    orders = order_time(orders_of(frames.acceptances, frames.steps, measured), frames.sessions, online, now, measured)
    parts = coverage(online, orders, frames.views)

    (view,) = frames.views.index[frames.views["platform"] == case["platform"]]
    own = parts[(parts["view"] == view) & (parts["basis"] == case["coverage"])]
    low, high = (
        list(own.loc[own["high"] == is_high, ["start", "end"]].itertuples(False, None)) for is_high in (False, True)
    )

    assert written(low) == case["work"]
    assert written(without(high, low)) == [each[:2] for each in united(case["unknown"])]


def _order(finding: dict[str, Any]) -> tuple[str, str]:
    return finding["scope"], finding["starts_at"]


def in_words_of(case: dict[str, Any], finding: dict[str, Any]) -> dict[str, Any]:
    """The fields that the example names."""
    fields = {name for wanted in case["findings"] for name in wanted}
    return {name: fields_of(finding)[name] for name in fields}


def fields_of(finding: dict[str, Any]) -> dict[str, Any]:
    """The fields of a finding as an example writes them: no reasons are null, and so is what a finding leaves out."""
    return {"shortfall_fen": None, **finding, "reasons": finding["reasons"] or None}


def with_instants_written(finding: dict[str, Any]) -> dict[str, Any]:
    names = ("starts_at", "ends_at", "due_at")
    return finding | {name: None if finding[name] is None else rfc3339(finding[name]) for name in names}


def unknown_by(view: OracleView, basis: str) -> list[list[str]]:
    """Unknown time by its reasons; what touches and has the same ones is one piece."""
    found: list[list[str]] = []
    for segment in view.segments:
        reasons = sorted(segment.says(view.platforms, basis))
        start, end = rfc3339(segment.start), rfc3339(segment.end)
        if WORK in reasons or not reasons:
            continue
        if found and found[-1][1:] == [start, *reasons]:
            found[-1][1] = end
        else:
            found.append([start, end, *reasons])
    return found


def united(unknown: list[list[str]]) -> list[list[str]]:
    """The pieces of an example, those that touch as one with the reasons of all."""
    found: list[list[str]] = []
    for start, end, *reasons in unknown:
        if found and found[-1][1] == start:
            found[-1][1:] = [end, *sorted({*found[-1][2:], *reasons})]
        else:
            found.append([start, end, *reasons])
    return found


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
