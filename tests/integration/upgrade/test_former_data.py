"""What the former release wrote is read by this one, and however much later that is, nothing of it is taken back."""

import lzma
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from alerts.leads import Lead
from alerts.leads.cause import Cause
from alerts.leads.figures import DecidedFigures
from alerts.leads.lead import Change, LogEntry
from alerts.ledger import Ledger, upgrade
from schemas.findings.finding import StandingSet
from schemas.topics import PACE, STANDING, WORK
from schemas.work import decode_work
from streams.core.area_record import decode_pace
from streams.core.areas.pace import Pace
from streams.core.areas.partition import PacePartition
from streams.core.partition import Partition
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from streams.law.files import packaged_law
from tests.integration.upgrade.former import HERE, Former, former, units_of
from tests.servers.live import ledger_in, quick_settings

DAY = 86_400_000
STATE = quick_settings("").state_topic
LATER = 1 << 40
"""An incarnation that follows those of the data, which are seconds since 1970."""


@pytest.fixture(scope="module")
def data() -> Former:
    return former()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    (tmp_path / "ledger.db").write_bytes(lzma.decompress((HERE / "ledger.db.xz").read_bytes()))
    upgrade(ledger_in(tmp_path))
    with Ledger.open(ledger_in(tmp_path)) as opened:
        yield opened


def test_its_standing_sets_are_read_and_the_ledger_has_heard_them_all(data: Former, ledger: Ledger) -> None:
    head = ledger.head()

    ledger.apply([StandingSet.model_validate_json(value) for value in data.values(STANDING)])

    assert ledger.head() == head
    assert ledger.verify() == []


def test_records_of_its_work_and_its_pace_that_wait_are_read(data: Former) -> None:
    assert all(list(decode_work(value)) for value in data.values(WORK))
    assert all(decode_pace(value) is not None for value in data.values(PACE))


INDICATED = {("dispatch_under_red", "indication")}


@pytest.mark.parametrize("days", [0, 1, 3, 30, 400])
def test_its_state_says_what_stands_or_is_silent_however_much_later(data: Former, ledger: Ledger, days: int) -> None:
    head, standing = ledger.head(), ledger.leads()
    now = max(row.at for row in data.records) + days * DAY

    spoken = [each for partition in partitions(data, now) for each in said(partition, now)]
    ledger.apply(spoken, now)

    assert spoken
    # what can only be known later, as of a day that was not yet over, may come on top
    assert all(entry.change is Change.RAISED or only_judged_anew(entry) for entry in ledger.changes(head.sequence))
    assert {lead.number: figures(lead) for lead in standing}.items() <= {
        lead.number: figures(lead) for lead in ledger.leads()
    }.items()


def only_judged_anew(entry: LogEntry) -> bool:
    """True where a lead has got the mode, the release and the law that judged it, which the former release did not state.

    Pushes under red are indications now, without a severity.
    """
    cause = Cause.model_validate_json(entry.cause or "{}")
    red = {"kind", "red", "severity"} if '"dispatch_under_red"' in (entry.finding or "") else set[str]()
    return entry.change is Change.AMENDED and cause.evidence is None and set(cause.figures) <= {"mode"} | red


def figures(lead: Lead) -> tuple[object, ...]:
    named = DecidedFigures.of(lead.finding).fields
    return (lead.standing, lead.handling, {name: value for name, value in named.items() if name != "digest"})


def partitions(data: Former, now: int) -> Iterator[Partition]:
    """Each partition as a takeover by this release has it."""
    law, ends = packaged_law(), {(topic, number): offset for topic, number, offset in data.committed}
    changelog = [row for row in data.records if row.topic == STATE]
    for number, units in units_of(changelog, b"w").items():
        end = ends[WORK, number]
        yield loaded(WorkPartition(number, Judge(law, HORIZON_MS), LATER, end, end), units, now)
    for number, units in units_of(changelog, b"p").items():
        end = ends[PACE, number]
        yield loaded(PacePartition(number, Pace(law, forgets=True), LATER, end, end), units, now)


def loaded(partition: Partition, units: Mapping[bytes, bytes], now: int) -> Partition:
    partition.load(units.items(), now)
    return partition


def said(partition: Partition, now: int) -> Iterator[StandingSet]:
    """All that it says when it is asked about everybody."""
    for statement in partition.statements(now, 10_000):
        yield from (
            StandingSet.model_validate_json(each.value) for each in statement.outgoing if each.topic == STANDING
        )
