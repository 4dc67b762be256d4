from pathlib import Path

import pytest

from tests.oracle.findings import expected_findings
from tests.oracle.notation import Case, in_words_of_a_case, load_cases

CASES = Path(__file__).parents[1] / "cases"


@pytest.mark.parametrize(
    "case", [*load_cases(CASES / "rest_missed.yaml"), *load_cases(CASES / "rest_due.yaml")], ids=lambda case: case.name
)
def test_the_oracle_decides_each_law_case_as_it_was_worked_out_by_hand(case: Case) -> None:
    found = [finding for finding in expected_findings(case.events, case.now) if finding["rule"] == case.rule]

    assert [in_words_of_a_case(finding) for finding in found] == list(case.wanted)
