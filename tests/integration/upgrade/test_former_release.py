"""An installation of the former release, with its data, under this one. Nothing here depends on how long ago that was."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from alerts.leads.lead import Change
from alerts.ledger import Ledger
from schemas.feed.receipt import Receipt
from schemas.instants import HOUR_MS as HOUR
from schemas.topics import feed, receipts
from streams.core.state.snapshot import FORM, decode_head
from streams.tools.local import LocalInstallation
from tests.integration.cli.calls import call
from tests.integration.embedded.records import read_all
from tests.integration.live.events import now
from tests.integration.live.test_answers import MINUTE, session
from tests.integration.upgrade.former import former, put_former, rows_of, units_of
from tests.servers.live import Live, ledger_in, quick_settings

NEWCOMER = "e" * 64


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put_former(tmp_path, quick_settings(ledger_in(tmp_path)))
    return tmp_path


@pytest.fixture
def live(folder: Path) -> Iterator[Live]:
    with LocalInstallation(folder, quick_settings(ledger_in(folder)), 2, lambda _: None) as local:
        yield Live(local)


def test_it_starts_and_goes_on_with_all_that_it_knew(folder: Path, live: Live) -> None:
    ledger = ledger_in(folder)
    with Ledger.open(ledger) as opened:
        before, head = {lead.number: lead.finding.subject for lead in opened.leads()}, opened.head()
    workers = sorted({subject for subject in before.values() if "/" not in subject})
    live.wait_for_workers()
    live.wait_until(lambda: forms(live) == {FORM}, "the state is written in the form of this release")

    sent = live.send(
        [
            *(("hema", said(worker, now() - 10 * MINUTE - number, 5)) for number, worker in enumerate(workers)),
            ("hema", said(NEWCOMER, now() - 9 * HOUR, 250)),
        ]
    )
    live.wait_until(lambda: any(NEWCOMER in text for text in live.standing()), "a lead about somebody new")
    live.wait_for_no_lag()

    with Ledger.open(ledger) as opened:
        after = {lead.number: lead.finding.subject for lead in opened.leads()}
        entries = list(opened.changes(head.sequence))
    assert len(before) > 10
    # the words have changed: leads are amended, merged, and some fall, each with its cause
    fallen = {entry.lead for entry in entries if entry.change in (Change.WITHDRAWN, Change.SUPERSEDED)}
    assert {number: subject for number, subject in before.items() if number not in fallen}.items() <= after.items()
    assert {entry.change for entry in entries} >= {Change.RAISED, Change.AMENDED}
    assert all(entry.cause for entry in entries)
    assert live.metric("shiftwarden_partitions_stopped") == 0
    assert live.metric("shiftwarden_feed_events_refused_total") == 0
    assert {(one.topic, one.partition, one.offset) for one in sent} <= receipted(live)
    assert call("ledger", "upgrade", "--ledger", ledger).exit_code == 0
    assert "nothing wrong" in call("audit", "verify", "--ledger", ledger).output


def said(worker: str, at: int, minutes: int) -> bytes:
    elsewhere = json.dumps(list(session(worker, at, minutes))).replace("360104", "360102")  # where no gale was
    return elsewhere.encode()


def forms(live: Live) -> set[int]:
    """The forms in which the heads of buckets are stored now."""
    stored = units_of(rows_of(live.address, live.local.settings.state_topic), b"w")
    return {decode_head(state).form for units in stored.values() for name, state in units.items() if len(name) == 2}


def receipted(live: Live) -> set[tuple[str, int, int]]:
    """The records of one platform of which there are receipts; those that the former release gave are not in its data."""
    found = [Receipt.model_validate_json(value) for value in read_all(live.address, receipts("hema"))]
    assert {one.topic for one in found} == {feed("hema")}
    return {
        (one.topic, one.partition, offset) for one in found for offset in range(one.first_offset, one.last_offset + 1)
    }


def test_its_state_is_of_the_form_before() -> None:
    settings = quick_settings("")
    changelog = [row for row in former().records if row.topic == settings.state_topic]

    heads = [decode_head(state) for units in units_of(changelog, b"w").values() for state in units.values()]

    assert {head.form for head in heads} == {7}
