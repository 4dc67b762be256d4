"""A platform that takes words back, and one that is wrongly accused: the judge, the oracle and the recount find the same.

They come in their own order, the other way round and twice: the outcome is one.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from streams.cli.reading import reader_of
from streams.core.workers.judge import Judge
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from tests.oracle.notation import Case, in_words_of_a_case, read_case
from tests.oracle.pay.findings import expected_pay
from tests.oracle.rest.dispatch import expected_dispatch
from tests.oracle.rest.findings import expected_findings
from tests.property.core.feeding import fold, heard, judged, standing, the_law

FOLDER = Path(__file__).parents[2] / "cases/later_words"
CASES = {
    f"{path.stem}: {raw['name']}": raw
    for path in sorted(FOLDER.glob("*.yaml"))
    for raw in yaml.safe_load(path.read_text("utf-8"))
}

ORACLE: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "rest_missed": expected_findings,
    "dispatch_during_rest": expected_dispatch,
    "pay_below_minimum": expected_pay,
}


def told(raw: dict[str, Any], *, later: bool) -> Case:
    """The case with the first statements, or with the later ones besides."""
    said = {"name": raw["name"], "now": raw["now"], "day": date(2022, 6, 1)}
    if later:
        return read_case(raw["rule"], said | {"events": [*raw["events"], *raw["later"]], "findings": raw["findings"]})
    return read_case(raw["rule"], said | {"events": raw["events"], "findings": raw["before"]})


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES)
def test_the_judge_finds_what_the_words_come_to_before_and_after(raw: dict[str, Any]) -> None:
    first, whole = told(raw, later=False), told(raw, later=True)
    judge = Judge(the_law())
    fold(judge, heard(first.events), whole.now)
    before = standing(judge, whole.now)
    fold(judge, heard(whole.events[len(first.events) :]), whole.now)

    after = standing(judge, whole.now)

    assert in_words_of_a_case([each.model_dump() for each in before], first.rule) == list(first.wanted)
    assert in_words_of_a_case([each.model_dump() for each in after], whole.rule) == list(whole.wanted)


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES)
def test_neither_order_nor_repetition_changes_the_outcome(raw: dict[str, Any]) -> None:
    whole = told(raw, later=True)
    rows = heard(whole.events)

    straight, backwards, twice = (judged(each, whole.now) for each in (rows, rows[::-1], [*rows, *rows]))

    assert straight == backwards == twice


@pytest.mark.parametrize("raw", CASES.values(), ids=CASES)
def test_the_oracle_and_the_recount_find_the_same(raw: dict[str, Any]) -> None:
    whole = told(raw, later=True)
    events = list(whole.events)
    recorded = FrameBuilder()
    recorded.add(reader_of(the_law()).read_lines([orjson.dumps(event) for event in events]))

    by_oracle = [each for each in ORACLE[whole.rule](events, whole.now) if each["rule"] == whole.rule]
    by_judge = findings_frame(judged(heard(events), whole.now))

    assert in_words_of_a_case(by_oracle, whole.rule) == list(whole.wanted)
    assert differences(recounted(recorded.frames(whole.now), the_law()), by_judge) == []
