"""Fields: their forms, and which fault is named first."""

from typing import Any

import pytest

from tests.unit.schemas.said import code_of, event, fault_of, read, written

HUGE = 10**100
NAN = float("nan")


@pytest.mark.parametrize("field", ["event_id", "session_id", "partner_id"])
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("a", None),
        ("A.b_c:d-9", None),
        ("x" * 128, None),
        ("x" * 129, "bad_value"),
        ("", "bad_value"),
        ("a b", "bad_value"),
        ("a\n", "bad_value"),
        ("号", "bad_value"),
        (1, "bad_value"),
        (True, "bad_value"),
        (["a"], "bad_value"),
    ],
)
def test_an_id_has_its_form(field: str, given: object, code: str | None) -> None:
    assert code_of(event(**{field: given})) == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("0" * 64, None),
        ("0" * 63, "bad_value"),
        ("0" * 65, "bad_value"),
        ("A" * 64, "bad_value"),
        ("g" * 64, "bad_value"),
        (0, "bad_value"),
    ],
)
def test_a_worker_is_64_lower_case_hex_digits(given: object, code: str | None) -> None:
    assert code_of(event(worker_id=given)) == code


@pytest.mark.parametrize(
    ("given", "accepted"),
    [("a", True), ("a" + "b" * 31, True), ("a_9-", True)]
    + [(bad, False) for bad in ("a" + "b" * 32, "", "9a", "Hema", "he.ma", "he ma", 1)],
)
def test_a_platform_id_has_its_form(given: object, accepted: bool) -> None:
    reading = read(written(event(platform_id=given)), platform_id=None)

    assert bool(reading.rows) is accepted
    assert [fault.code for fault in reading.faults] == [] if accepted else ["bad_value"]


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("sector", "delivery", None),
        ("sector", "courier", None),
        ("sector", "ride_hailing", None),
        ("sector", "Delivery", "bad_value"),
        ("sector", "taxi", "bad_value"),
        ("area", "360104", None),
        ("area", "NC-GX", None),
        ("area", "360100", "bad_value"),
        ("area", "360000", "bad_value"),
        ("area", "360199", "bad_value"),
        ("area", "360402", None),
        ("area", "440305", None),
        ("area", "500112", None),
        ("area", "820001", None),
        ("area", "360400", "bad_value"),
        ("area", "470101", "bad_value"),
        ("area", "44030", "bad_value"),
        ("area", "４４0305", "bad_value"),
        ("area", "440305*", "bad_value"),
        ("area", 360104, "bad_value"),
    ],
)
def test_sectors_and_areas_are_those_of_a_closed_list(field: str, given: object, code: str | None) -> None:
    assert code_of(event(**{field: given})) == code


@pytest.mark.parametrize(
    ("area", "code"), [("360100", None), ("360104", None), ("NC-GX", None), ("360000", "bad_value")]
)
def test_a_mitigation_may_name_a_city(area: str, code: str | None) -> None:
    assert code_of(event("platform.mitigation", area=area)) == code


@pytest.mark.parametrize(
    ("kind", "field", "given", "code"),
    [
        ("pay.accrued", "amount_fen", 0, None),
        ("pay.accrued", "amount_fen", 1_000_000_000, None),
        ("pay.accrued", "amount_fen", 1_000_000_001, "bad_value"),
        ("pay.deducted", "amount_fen", -1, "bad_value"),
        ("pay.deducted", "amount_fen", 1.0, "bad_value"),
        ("pay.deducted", "amount_fen", True, "bad_value"),
        ("pay.deducted", "amount_fen", "1", "bad_value"),
        ("pay.deducted", "amount_fen", HUGE, "bad_value"),
        ("pay.deducted", "amount_fen", NAN, "bad_value"),
        ("pay.deducted", "amount_fen", -float("inf"), "bad_value"),
        ("order.accepted", "distance_m", 1, None),
        ("order.accepted", "distance_m", 1_000_000_000, None),
        ("order.accepted", "distance_m", 0, "bad_value"),
        ("order.accepted", "distance_m", 1_000_000_001, "bad_value"),
        ("order.accepted", "distance_m", 2300.0, "bad_value"),
        ("session.online", "sequence", 0, None),
        ("session.online", "sequence", 2**63 - 1, None),
        ("session.online", "sequence", -(2**63), None),
        ("session.online", "sequence", 2**63, "bad_value"),
        ("session.online", "sequence", -(2**63) - 1, "bad_value"),
        ("session.online", "sequence", "1", "bad_value"),
        ("session.online", "sequence", False, "bad_value"),
        ("session.online", "sequence", HUGE, "bad_value"),
    ],
)
def test_an_integer_is_written_without_a_point_and_lies_in_its_range(
    kind: str, field: str, given: object, code: str | None
) -> None:
    assert code_of(event(kind, **{field: given})) == code


def test_an_integer_with_an_exponent_is_no_integer() -> None:
    assert code_of(written(event("pay.accrued", amount_fen=1)).replace(b'": 1}', b'": 1e0}')) == "bad_value"


@pytest.mark.parametrize(
    ("kind", "field", "allowed"),
    [
        ("order.accepted", "assigned", ["pushed", "grabbed"]),
        ("order.cancelled", "by", ["worker", "customer", "merchant", "platform"]),
        (
            "pay.accrued",
            "category",
            ["piece", "bonus", "subsidy_weather", "subsidy_heat", "subsidy_night", "tip", "reimbursement", "other"],
        ),
        ("pay.deducted", "category", ["lateness", "complaint", "damage", "deposit", "other"]),
        ("platform.mitigation", "measure", ["limit_orders", "extend_time", "suspend"]),
    ],
)
def test_a_field_with_a_list_takes_what_is_on_it_and_nothing_else(kind: str, field: str, allowed: list[str]) -> None:
    assert {word: code_of(event(kind, **{field: word})) for word in allowed} == dict.fromkeys(allowed)
    assert [code_of(event(kind, **{field: bad})) for bad in ("", "none", 0, None)] == ["bad_value"] * 4


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("session.online", ["published_at", "sequence", "partner_id"]),
        ("order.accepted", ["starts_at", "promised_at", "distance_m"]),
        ("pay.accrued", ["order_id"]),
        ("pay.deducted", ["order_id"]),
    ],
)
def test_an_optional_field_that_is_null_is_the_same_as_absent(kind: str, fields: list[str]) -> None:
    nothing: dict[str, Any] = dict.fromkeys(fields)
    absent = {name: value for name, value in event(kind).items() if name not in fields}

    assert read(written(event(kind, **nothing))).rows == read(written(absent)).rows != []


def test_a_detail_says_where_what_was_given_and_what_is_allowed() -> None:
    detail = fault_of(event("pay.accrued", amount_fen="12")).detail

    assert detail == "amount_fen: '12' is given; allowed: integer fen without a point, 0 to 1,000,000,000"


def test_a_detail_is_short_and_plain_whatever_was_given() -> None:
    detail = fault_of(event(event_id="\n\x00号\U0001f4a9" * 10_000)).detail

    assert len(detail) < 1000
    assert detail.isascii()
    assert detail.isprintable()
