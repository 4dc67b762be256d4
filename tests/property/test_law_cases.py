from pathlib import Path

import pytest

from streams.rules import WORKER_RULES
from tests.oracle.notation import Case, in_words_of_a_case, load_cases
from tests.property.core.feeding import heard, judged, law_settling

FILES = [Path(__file__).parents[1] / "cases" / f"{rule.name}.yaml" for rule in WORKER_RULES]


@pytest.mark.parametrize("case", [case for path in FILES for case in load_cases(path)], ids=lambda case: case.name)
def test_the_judge_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    found = judged(heard(case.events), case.now, law_settling(*case.settles.items()))

    assert in_words_of_a_case([finding.model_dump() for finding in found], case.rule) == list(case.wanted)
