"""The examples about orders that were pushed though a break was due: judge and second reading count what each states."""

from typing import Any

import orjson
import pytest

from schemas.instants import from_rfc3339
from tests.oracle.rest.dispatch import expected_dispatch
from tests.property.core.feeding import heard, judged
from tests.property.core.worked.test_worked import FILES

PUSHES = [
    pytest.param(case, id=case["about"])
    for path in FILES
    for case in map(orjson.loads, path.read_bytes().splitlines())
    if case.get("rule") == "dispatch_during_rest"
]
NAMES = ("kind", "scope", "sector", "area", "starts_at", "ends_at", "due_at", "basis", "measured", "severity")


def told(finding: dict[str, Any]) -> dict[str, Any]:
    return {name: finding[name] for name in NAMES}


@pytest.mark.parametrize("case", PUSHES)
def test_the_pushes_are_those_of_the_example(case: dict[str, Any]) -> None:
    now = from_rfc3339(case["now"])
    times = ("starts_at", "ends_at", "due_at")
    wanted = [told(each) | {name: from_rfc3339(each[name]) for name in times} for each in case["findings"]]

    found = [each for each in judged(heard(case["events"]), now) if each.rule == "dispatch_during_rest"]

    assert [told(each) for each in expected_dispatch(case["events"], now)] == wanted
    assert [told(each.model_dump()) for each in found] == wanted
