"""Data of the former release are read by this one, and however much later that is, silence takes nothing of them back."""

import lzma
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from alerts.leads.cause import Cause
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


@contextmanager
def former_ledger(folder: Path) -> Iterator[Ledger]:
    """The ledger of the former release in a folder of its own, upgraded."""
    folder.mkdir()
    (folder / "ledger.db").write_bytes(lzma.decompress((HERE / "ledger.db.xz").read_bytes()))
    upgrade(ledger_in(folder))
    with Ledger.open(ledger_in(folder)) as opened:
        yield opened


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with former_ledger(tmp_path / "later") as opened:
        yield opened


def test_its_standing_sets_are_read_and_the_ledger_has_heard_them_all(data: Former, ledger: Ledger) -> None:
    head = ledger.head()

    ledger.apply([StandingSet.model_validate_json(value) for value in data.values(STANDING)])

    assert ledger.head() == head
    assert ledger.verify() == []


def test_records_of_its_work_and_its_pace_that_wait_are_read(data: Former) -> None:
    assert all(list(decode_work(value)) for value in data.values(WORK))
    assert all(decode_pace(value) is not None for value in data.values(PACE))


@pytest.mark.parametrize("days", [0, 1, 3, 30, 400])
def test_its_state_says_what_stands_by_the_words_of_now_or_is_silent_however_much_later(
    data: Former, ledger: Ledger, tmp_path: Path, days: int
) -> None:
    changed = changed_by(data, ledger, days)

    # the words have changed, so leads do; each change says by which evidence, law or release
    assert changed
    assert all(Cause.model_validate_json(entry.cause or "{}") != Cause() for entry in changed)
    assert ledger.verify() == []
    # but silence alone takes nothing back: what falls later falls at once
    with former_ledger(tmp_path / "at once") as other:
        assert fallen(changed) <= fallen(changed_by(data, other, 0))


def changed_by(data: Former, ledger: Ledger, days: int) -> list[LogEntry]:
    """The changes of the ledger by what this release publishes from the state of the former one, so many days later."""
    head, now = ledger.head(), max(row.at for row in data.records) + days * DAY
    ledger.apply([each for partition in partitions(data, now) for each in said(partition, now)], now)
    return list(ledger.changes(head.sequence))


def fallen(entries: Iterable[LogEntry]) -> set[int]:
    return {entry.lead for entry in entries if entry.change in (Change.WITHDRAWN, Change.SUPERSEDED)}


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
