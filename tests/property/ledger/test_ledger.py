"""The same properties through SQL: batches cut anywhere, sets in any order, repeated, and the chain good after each."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.leads import LeadFinding
from alerts.ledger import LeadFilter, Ledger, upgrade
from schemas.findings.finding import Finding, StandingSet
from tests.unit.alerts.builders import LATE, found, standing

WORKERS = ["a" * 64, "b" * 64]


@st.composite
def sets_by_version(draw: st.DrawFn) -> list[StandingSet]:
    said = []
    for version in range(draw(st.integers(1, 8))):
        subject = draw(st.sampled_from(WORKERS))
        spans = draw(st.lists(st.tuples(st.integers(0, 8), st.none() | st.integers(1, 4)), max_size=4))
        findings = [
            found(start, None if length is None else start + length, subject=subject) for start, length in spans
        ]
        said.append(standing(version, *findings, subject=subject, speaks_from=draw(st.integers(0, 6))))
    return said


@contextmanager
def fresh_ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'ledger.db'}"
        upgrade(url)
        with Ledger.open(url) as ledger:
            yield ledger


def outspoken(findings: tuple[Finding, ...], wall: int) -> list[str]:
    """A finding that a set holds twice is one."""
    return sorted({LeadFinding.of(one).text for one in findings if one.starts_at >= wall})


@settings(max_examples=25, deadline=None)
@given(sets_by_version(), st.data())
def test_any_order_within_a_batch_any_cut_and_any_repeat_end_the_same(
    said: list[StandingSet], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(said)))
    with fresh_ledger() as at_once, fresh_ledger() as in_parts:
        at_once.apply(data.draw(st.permutations(said)), LATE)
        in_parts.apply(said[:cut], LATE)
        in_parts.apply(data.draw(st.permutations(said)), LATE)
        in_parts.apply(said, LATE)

        everything = LeadFilter(standing=None)
        assert at_once.leads(everything) == in_parts.leads(everything)
        assert at_once.head() == in_parts.head()
        assert at_once.verify() == in_parts.verify() == []


@settings(max_examples=25, deadline=None)
@given(sets_by_version())
def test_what_stands_is_each_subjects_last_set_from_where_it_speaks(said: list[StandingSet]) -> None:
    last = {one.subject: one for one in said}
    with fresh_ledger() as ledger:
        for one in said:
            ledger.apply([one], LATE)

        for subject, one in last.items():
            wall = one.speaks_from or 0
            leads = ledger.leads(LeadFilter(subject=subject))
            stands = [lead.finding.text for lead in leads if lead.finding.starts_at >= wall]
            assert sorted(stands) == outspoken(one.findings, wall)
