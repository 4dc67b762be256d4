"""The ledger after standing sets, on both databases."""

import pytest
from sqlalchemy import event

from alerts.leads import Change, Standing
from alerts.ledger import LeadFilter, Ledger
from schemas.findings.finding import Kind
from tests.unit.alerts.builders import LATE, found, standing


def changes(ledger: Ledger, number: int) -> list[str]:
    return [str(entry.change) for entry in ledger.lead(number).entries]


def test_a_finding_becomes_lead_one(ledger: Ledger) -> None:
    outcome = ledger.apply([standing(1, found(1, 6))], LATE)

    (lead,) = ledger.leads()
    assert (lead.number, lead.standing, lead.finding.rule) == (1, Standing.STANDING, "rest_missed")
    assert (outcome.sets, outcome.count(Change.RAISED), outcome.head) == (1, 1, ledger.head())


def test_the_same_set_again_changes_nothing(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 6))], LATE)
    before = ledger.head()

    outcome = ledger.apply([standing(1, found(1, 6))], LATE)

    assert (outcome.stale, outcome.unchanged, ledger.head()) == (0, 1, before)


def test_a_newer_set_that_says_the_same_writes_no_entry_but_moves_the_version(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 6))], LATE)
    before = ledger.head()

    newer = ledger.apply([standing(3, found(1, 6))], LATE + 1)
    between = ledger.apply([standing(2)], LATE + 2)

    assert (newer.unchanged, between.stale, ledger.head()) == (1, 1, before)


def test_of_one_version_the_later_statement_replaces(ledger: Ledger) -> None:
    ledger.apply([standing(2, found(1, 6))], LATE)

    ledger.apply([standing(2, found(1, 9))], LATE + 1)
    ledger.apply([standing(1, found(1, 12))], LATE + 2)

    (lead,) = ledger.leads()
    assert (lead.finding.ends_at, changes(ledger, 1)) == (9 * 3_600_000, ["raised", "amended"])


def test_of_one_version_in_one_batch_the_last_alone_is_taken_however_often_it_comes(ledger: Ledger) -> None:
    batch = [standing(1, found(1, 6)), standing(1, found(1, 9))]

    for _ in range(2):
        ledger.apply(batch, LATE)

    assert changes(ledger, 1) == ["raised"]


def test_a_lead_is_amended_withdrawn_and_reinstated_under_its_number(ledger: Ledger) -> None:
    for version, findings in enumerate([[found(1)], [found(1, 6, kind=Kind.UNDECIDABLE)], [], [found(2, 6)]]):
        ledger.apply([standing(version, *findings)], LATE + version)

    (lead,) = ledger.leads()
    assert changes(ledger, 1) == ["raised", "amended", "withdrawn", "reinstated"]
    assert lead.finding.starts_at == 2 * 3_600_000


def test_sets_of_one_subject_in_one_batch_are_taken_by_version(ledger: Ledger) -> None:
    ledger.apply([standing(3), standing(1, found(1)), standing(2, found(1, 6))], LATE)

    assert changes(ledger, 1) == ["raised", "amended", "withdrawn"]
    assert ledger.leads() == []


def test_a_merge_keeps_the_older_number_and_points_to_it(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 4), found(6, 9))], LATE)

    ledger.apply([standing(2, found(1, 9))], LATE + 1)

    (gone,) = ledger.leads(LeadFilter(standing=Standing.SUPERSEDED))
    assert (gone.number, gone.superseded_by) == (2, 1)
    assert [lead.number for lead in ledger.leads()] == [1]


def test_a_split_points_back(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 9))], LATE)

    ledger.apply([standing(2, found(1, 4), found(5, 9))], LATE + 1)

    assert {lead.number: lead.split_from for lead in ledger.leads()} == {1: None, 2: 1}


def test_what_lies_before_the_statement_is_settled(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 6), found(10, 15))], LATE)

    ledger.apply([standing(2, speaks_from=8)], LATE + 1)

    assert [lead.number for lead in ledger.leads()] == [1]


@pytest.mark.parametrize("end", [8, 9])
def test_what_starts_where_the_statement_begins_is_withdrawn_by_silence(ledger: Ledger, end: int) -> None:
    ledger.apply([standing(1, found(8, end))], LATE)

    ledger.apply([standing(2, speaks_from=8)], LATE + 1)

    assert ledger.leads() == []


def test_of_two_sets_in_a_batch_each_reaches_as_far_back_as_it_speaks(ledger: Ledger) -> None:
    ledger.apply([standing(1, found(1, 6))], LATE)

    ledger.apply([standing(2), standing(3, speaks_from=8)], LATE + 1)

    assert ledger.leads() == []


def test_warnings_are_no_leads(ledger: Ledger) -> None:
    outcome = ledger.apply([standing(1, found(1, kind=Kind.WARNING, rule="rest_due"))], LATE)

    assert (outcome.entries, ledger.leads()) == ((), [])


def test_an_exception_in_the_middle_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.apply([standing(1, found(1))], LATE)
    before = ledger.head()

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("alerts.ledger.applying.store_subjects", cut)
        with pytest.raises(KeyboardInterrupt):
            ledger.apply([standing(2, found(1, 6))], LATE + 1)

    assert (ledger.head(), changes(ledger, 1), ledger.verify()) == (before, ["raised"], [])
    assert ledger.apply([standing(2, found(1, 6))], LATE + 1).count(Change.AMENDED) == 1


@pytest.mark.parametrize("subjects", [1, 40])
def test_a_batch_takes_the_same_statements_whatever_its_size(ledger: Ledger, subjects: int) -> None:
    seen: list[str] = []
    names = [f"{number:064x}" for number in range(subjects)]
    event.listen(ledger._engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    ledger.apply([standing(1, found(1, subject=name), subject=name) for name in names], LATE)

    statements = [text for text in seen if not text.startswith(("BEGIN", "SELECT pg_catalog.version"))]
    assert len(statements) == 7
    assert len(ledger.leads()) == subjects


def test_no_sets_are_no_change(ledger: Ledger) -> None:
    before = ledger.head()

    outcome = ledger.apply([], LATE)

    assert (outcome.sets, outcome.entries, ledger.head()) == (0, (), before)


def test_hostile_text_is_kept_as_it_is(ledger: Ledger) -> None:
    hostile = "'; DROP TABLE leads; --\\u0000 \U0001f6f5 <script>"

    ledger.apply([standing(1, found(1, subject=hostile, episode=hostile), subject=hostile)], LATE)

    (lead,) = ledger.leads(LeadFilter(subject=hostile))
    assert (lead.finding.subject, lead.finding.episode) == (hostile, hostile)
