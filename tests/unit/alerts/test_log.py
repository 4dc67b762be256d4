"""Entries: numbered, chained, timed; and the leads that follow from them."""

import hashlib
import json
from dataclasses import asdict, replace

import pytest

from alerts.errors import DamagedLogError
from alerts.leads.appending import LogAppender
from alerts.leads.chain import GENESIS
from alerts.leads.finding import LeadFinding
from alerts.leads.lead import Change, LogHead, Standing, fold
from alerts.leads.standing_set import LedgerSet
from schemas.findings.finding import Kind, Scope
from tests.unit.alerts.builders import HOUR, found, standing

FIRST = LeadFinding.of(found(1, 6))


def appender(recorded_at: int = 5) -> LogAppender:
    return LogAppender(LogHead(0, GENESIS, 0, 0), recorded_at)


def test_a_hash_can_be_recomputed_from_the_columns_with_nothing_but_json_and_sha_256() -> None:
    writer = appender()
    writer.raise_lead(FIRST, None, "1.2.3")

    (entry,) = writer.entries
    columns = {name: value for name, value in asdict(entry).items() if name not in {"hash", "figures", "cause"}}
    text = json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    assert entry.hash == hashlib.sha256(text.encode()).hexdigest()
    assert (entry.previous, entry.sequence, writer.head.hash) == (GENESIS, 1, entry.hash)


def test_each_entry_names_the_one_before() -> None:
    writer = appender()
    lead = writer.raise_lead(FIRST, None, "1.1.1")

    writer.change(lead, Change.WITHDRAWN, "1.1.2")

    assert writer.entries[1].previous == writer.entries[0].hash


def test_the_clock_of_the_log_never_runs_backwards() -> None:
    writer = LogAppender(LogHead(7, "x", 3, 1000), 900)

    lead = writer.raise_lead(FIRST, None, "1.1.1")

    assert (lead.number, lead.raised_at, writer.head) == (4, 1000, LogHead(8, writer.entries[0].hash, 4, 1000))


def test_a_log_that_begins_otherwise_or_twice_is_damaged() -> None:
    writer = appender()
    lead = writer.raise_lead(FIRST, None, "1.1.1")
    (entry,) = writer.entries

    with pytest.raises(DamagedLogError, match="entry 1: lead 1 is raised a second time"):
        fold(lead, entry)
    with pytest.raises(DamagedLogError, match="entry 1: lead 1 begins with withdrawn, not with raised"):
        fold(None, replace(entry, change=Change.WITHDRAWN))


def test_a_withdrawn_lead_keeps_the_finding_published_last() -> None:
    writer = appender()
    lead = writer.raise_lead(FIRST, None, "1.1.1")

    gone = writer.change(lead, Change.WITHDRAWN, "1.1.2")

    assert (gone.standing, gone.finding) == (Standing.WITHDRAWN, FIRST)


def test_what_is_kept_can_be_read_back() -> None:
    for finding in (found(1), found(1, 6, platform=None), found(2, 3, episode="e", severity=None)):
        converted = LeadFinding.of(finding)

        assert LeadFinding.parse(converted.text) == converted
        assert type(finding).model_validate_json(converted.text) == finding


def test_only_a_lead_of_one_platform_has_a_platform() -> None:
    assert (LeadFinding.of(found(1)).platform, LeadFinding.of(found(1, platform=None)).platform) == ("hema", None)
    assert LeadFinding.of(found(1, platform=None)).scope == Scope.CROSS_PLATFORM


def test_the_order_of_platforms_in_a_finding_says_nothing() -> None:
    finding = found(1, platform=None)
    turned = finding.model_copy(update={"platforms": dict(reversed(finding.platforms.items()))})

    assert LeadFinding.of(finding).text == LeadFinding.of(turned).text


def test_the_digest_is_blind_to_version_order_and_warnings_and_sees_the_rest() -> None:
    one, other = found(1, 2), found(3, 4)
    digest = LedgerSet.of(standing(1, one, other)).digest

    assert LedgerSet.of(standing(2, other, one, found(5, kind=Kind.WARNING))).digest == digest
    assert LedgerSet.of(standing(1, one, other, speaks_from=1)).digest != digest
    assert LedgerSet.of(standing(1, one)).digest != digest


def test_a_statement_reaches_back_to_its_wall_or_to_an_earlier_finding() -> None:
    assert LedgerSet.of(standing(1, found(5), speaks_from=3)).reaches_back_to == 3 * HOUR
    assert LedgerSet.of(standing(1, found(2), speaks_from=3)).reaches_back_to == 2 * HOUR
    assert LedgerSet.of(standing(1, found(2), speaks_from=None)).reaches_back_to is None
