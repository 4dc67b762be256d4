"""Refusals, receipts and advice: what a platform hears."""

import json
from base64 import b64encode

import pytest

from schemas.feed.reading import Fault
from schemas.feed.receipt import MOST_LISTED, receipt_of
from schemas.findings.advice import advice_of
from schemas.findings.finding import Finding, Kind, Scope, Summary
from schemas.refusal import Code, Refusal
from tests.unit.schemas.said import READER, event, written


def test_a_refusal_gives_back_the_untouched_bytes() -> None:
    raw = b'{"\xff?~>": 1 }'
    refusal = Fault(Code.NOT_JSON, "why", 41, 3, None, raw).refusal("hema", "feed.hema", 2)

    said = refusal.model_dump_json()

    assert json.loads(said) == {
        "code": "not_json",
        "detail": "why",
        "platform_id": "hema",
        "event_id": None,
        "topic": "feed.hema",
        "partition": 2,
        "offset": 41,
        "index": 3,
        "event": b64encode(raw).decode(),
    }
    assert Refusal.model_validate_json(said) == refusal


def test_a_receipt_counts_what_was_sent_and_names_what_was_refused() -> None:
    records = [written([event(), event(area="x"), event("platform.mitigation")]), b"oops", written(event())]
    readings = [
        READER.read(value, platform_id="hema", arrival=None, offset=offset) for offset, value in enumerate(records, 5)
    ]

    receipt = receipt_of("hema", "feed.hema", 1, (5, 7), readings)

    assert receipt.model_dump(mode="json") == {
        "platform_id": "hema",
        "topic": "feed.hema",
        "partition": 1,
        "first_offset": 5,
        "last_offset": 7,
        "total": 5,
        "accepted": 3,
        "refused": [
            {"offset": 5, "index": 1, "event_id": "e-2", "code": "bad_value"},
            {"offset": 6, "index": None, "event_id": None, "code": "not_json"},
        ],
        "refused_more": 0,
        "quarantined": [],
    }


def test_a_record_that_was_set_aside_counts_one_in_its_receipt_and_is_named() -> None:
    readings = [READER.read(written(event()), platform_id="hema", arrival=None, offset=offset) for offset in (5, 8)]

    receipt = receipt_of("hema", "feed.hema", 1, (5, 8), readings, quarantined=[6, 7])

    assert (receipt.total, receipt.accepted, receipt.refused, receipt.quarantined) == (4, 2, (), (6, 7))


@pytest.mark.parametrize(("bad", "listed", "more"), [(MOST_LISTED, MOST_LISTED, 0), (MOST_LISTED + 2, MOST_LISTED, 2)])
def test_a_receipt_lists_the_first_thousand_refusals(bad: int, listed: int, more: int) -> None:
    readings = [READER.read(b"oops", platform_id="hema", arrival=None, offset=offset) for offset in range(bad)]

    receipt = receipt_of("hema", "feed.hema", 0, (0, bad - 1), readings)

    assert (receipt.total, receipt.accepted, len(receipt.refused), receipt.refused_more) == (bad, 0, listed, more)
    assert receipt.refused[-1].offset == MOST_LISTED - 1


def _finding(rule: str, scope: Scope) -> Finding:
    return Finding(
        finding_id="f",
        rule=rule,
        kind=Kind.WARNING,
        subject="0" * 64,
        scope=scope,
        platforms={"hema": 13_500_000},
        sector="delivery",
        area="360104",
        starts_at=1_652_313_600_000,
        ends_at=None,
        due_at=None,
        basis="online",
        measured=13_400_000,
        measured_low=13_400_000,
        measured_high=13_500_000,
        limit=14_400_000,
        unit="ms",
        second_opinion=None,
        severity=None,
        reasons=(),
        law=(),
        evidence=(),
        summary=Summary(zh="该休息了", en="A break is due"),
    )


def test_advice_tells_a_platform_who_needs_a_break_soon() -> None:
    said = advice_of(_finding("rest_due", Scope.PLATFORM))

    assert said is not None
    assert said.model_dump(mode="json") == {
        "finding_id": "f",
        "rule": "rest_due",
        "platform_id": "hema",
        "worker_id": "0" * 64,
        "sector": "delivery",
        "area": "360104",
        "working_since": "2022-05-12T00:00:00.000Z",
        "due_at": None,
        "worked_ms": 13_500_000,
        "limit_ms": 14_400_000,
        "summary": {"zh": "该休息了", "en": "A break is due"},
    }


@pytest.mark.parametrize(("rule", "scope"), [("rest_due", Scope.CROSS_PLATFORM), ("rest_missed", Scope.PLATFORM)])
def test_no_other_finding_is_advice(rule: str, scope: Scope) -> None:
    assert advice_of(_finding(rule, scope)) is None
