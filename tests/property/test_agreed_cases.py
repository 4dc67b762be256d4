"""Law cases of what platforms have agreed to about days: the judge, the oracle and the recount decide them alike."""

from pathlib import Path
from typing import Any

import orjson
import pytest
import yaml

from schemas.findings.finding import Finding
from streams.cli.reading import reader_of
from streams.law.terms.days import DAILY, WEEKLY
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from tests.oracle.legal_days import expected_days
from tests.oracle.notation import in_words_of_a_case, read_case
from tests.property.core.agreed import agreed_to, law_agreed, lines_of
from tests.property.core.feeding import heard, judged

FOLDER = Path(__file__).parents[1] / "cases" / "agreed"
CASES = [
    (rule, raw) for rule in (DAILY, WEEKLY) for raw in yaml.safe_load((FOLDER / f"{rule}.yaml").read_text("utf-8"))
]


@pytest.mark.parametrize(("rule", "raw"), CASES, ids=lambda each: each["name"] if isinstance(each, dict) else each)
def test_each_reading_decides_a_case_of_an_agreement_as_it_was_worked_out_by_hand(
    rule: str, raw: dict[str, Any]
) -> None:
    case, lines = read_case(rule, raw), lines_of(rule, raw["agreed"])
    law = law_agreed(lines)
    recorded = FrameBuilder()
    recorded.add(reader_of(law).read_lines([orjson.dumps(event) for event in case.events]))

    found = judged(heard(case.events), case.now, law)

    assert in_words_of_a_case([each.model_dump() for each in found], rule) == list(case.wanted)
    of_days = [each for each in found if each.rule in (DAILY, WEEKLY)]
    assert all(("has agreed to" in each.summary.en) == _by_an_agreed_limit(each) for each in of_days)
    expected = expected_days(case.events, case.now, agreed=agreed_to(rule, lines))
    assert in_words_of_a_case(expected, rule) == list(case.wanted)
    assert differences(recounted(recorded.frames(case.now), law), findings_frame(found)) == []


def _by_an_agreed_limit(finding: Finding) -> bool:
    """True of a finding about days that cites a limit of an agreement."""
    limit = next(each for each in finding.law if each.parameter.endswith(".limit"))
    return "agreement" in limit.source
