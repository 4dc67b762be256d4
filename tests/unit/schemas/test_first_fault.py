"""Kinds, fields that are unknown or missing, and which of several faults is named."""

from typing import Any

import pytest

from schemas.feed.telemetry import KINDS
from schemas.refusal import Code
from tests.unit.schemas.said import ABSENT, code_of, event, fault_of

OWN = {
    "session.heartbeat": ["session_id"],
    "session.online": ["session_id"],
    "session.paused": ["session_id"],
    "session.resumed": ["session_id"],
    "session.offline": ["session_id"],
    "order.accepted": ["order_id", "assigned"],
    "order.promise_changed": ["order_id", "promised_at"],
    "order.picked_up": ["order_id"],
    "order.completed": ["order_id"],
    "order.cancelled": ["order_id", "by"],
    "pay.accrued": ["entry_id", "category", "amount_fen"],
    "pay.deducted": ["entry_id", "category", "amount_fen"],
    "platform.mitigation": ["measure", "from", "until"],
}
ENVELOPE = ["event_id", "platform_id", "sector", "area", "occurred_at"]
REQUIRED = [
    (kind, field)
    for kind, own in OWN.items()
    for field in (*ENVELOPE, *own, *([] if kind == "platform.mitigation" else ["worker_id"]))
]


def test_the_kinds_are_those_of_the_contract() -> None:
    assert set(KINDS) == set(OWN)


def test_the_codes_stand_in_the_order_of_the_contract() -> None:
    assert [str(code) for code in Code] == [
        "record_too_large",
        "not_json",
        "not_xml",
        "not_an_event",
        "too_many_events",
        "unknown_kind",
        "unknown_field",
        "missing_field",
        "naive_time",
        "bad_value",
        "platform_mismatch",
        "from_the_future",
        "too_late",
        "over_budget",
    ]


@pytest.mark.parametrize("kind", ["session.online ", "SESSION.ONLINE", "", "event.voided", 1, None, True, [], {}])
def test_an_unknown_kind_is_refused(kind: object) -> None:
    assert code_of(event(kind_=kind)) == "unknown_kind"


def test_a_missing_kind_is_an_unknown_kind() -> None:
    assert fault_of(event(kind_=ABSENT)).detail.startswith("kind: none is given; allowed: session.heartbeat, ")
    assert code_of({}) == "unknown_kind"


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_a_required_field_that_is_missing_is_named(kind: str, field: str) -> None:
    fault = fault_of(event(kind, **{field: ABSENT}))

    assert (fault.code, field in fault.detail) == ("missing_field", True)


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_a_required_field_that_is_null_is_a_bad_value(kind: str, field: str) -> None:
    changed: dict[str, Any] = {**event(kind), field: None}

    assert code_of(changed) == "bad_value"


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("field", ["lat", "from_", "Kind", "", "号"])
def test_a_field_beyond_the_kinds_own_is_refused(kind: str, field: str) -> None:
    assert code_of({**event(kind), field: None}) == "unknown_field"


def test_a_mitigation_names_no_worker() -> None:
    assert code_of(event("platform.mitigation", worker_id="0" * 64)) == "unknown_field"


def test_the_field_of_another_kind_is_refused() -> None:
    assert code_of(event("session.online", order_id="o-1")) == "unknown_field"


def test_of_several_faults_the_first_of_the_list_is_named() -> None:
    faults: list[dict[str, Any]] = [
        {"kind_": "nonsense"},
        {"lat": 1},
        {"session_id": ABSENT},
        {"occurred_at": "2022-05-12T08:00:00"},
        {"sector": "taxi"},
        {"platform_id": "other"},
        {"published_at": "2030-01-01T00:00:00Z"},
    ]
    from_each_on = [{name: value for fault in faults[first:] for name, value in fault.items()} for first in range(7)]

    codes = [code_of(event("session.online", **changes)) for changes in from_each_on]

    assert codes == [
        "unknown_kind",
        "unknown_field",
        "missing_field",
        "naive_time",
        "bad_value",
        "platform_mismatch",
        "from_the_future",
    ]


def test_a_bad_order_of_instants_is_named_before_the_platform() -> None:
    changes = {"platform_id": "other", "starts_at": "2022-05-12T08:04:59+08:00"}

    assert code_of(event("order.accepted", **changes)) == "bad_value"
