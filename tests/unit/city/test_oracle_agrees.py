"""The planted findings against the project's second implementation of the semantics, at instants where they change."""

import pytest

from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.city.spans import HOUR
from tests.oracle.rest.findings import expected_findings
from tests.unit.city.town import START, missed, said

_HORIZON = START + 15 * HOUR
_PLANTED = [one for one in missed(_HORIZON) if one.ended_from < _HORIZON]


@pytest.mark.parametrize("one", _PLANTED, ids=lambda one: f"{one.kind}-{one.scope}")
def test_the_oracle_finds_what_is_planted_just_when_it_becomes_true_and_when_it_ends(one: ExpectedFinding) -> None:
    for now in (one.true_from - 1, one.true_from, one.ended_from - 1, one.ended_from):
        found = found_by_oracle(one.subject, now)

        assert found == [
            (planted.kind, planted.scope, planted.starts_at, planted.ends_at)
            for planted in missed(now)
            if planted.subject == one.subject
        ]


def found_by_oracle(subject: str, now: int) -> list[tuple[str, str, int, int | None]]:
    known = [event for event in said(15) if event["worker_id"] == subject and event["occurred_at"] <= now]
    found = [finding for finding in expected_findings(known, now) if finding["rule"] == "rest_missed"]
    return [(finding["kind"], finding["scope"], finding["starts_at"], finding["ends_at"]) for finding in found]
