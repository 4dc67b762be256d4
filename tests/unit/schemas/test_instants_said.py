"""Instants as platforms state them: their one form, and how they may lie to each other and to the arrival."""

import pytest

from schemas.wire_time import _CACHED, _Cache
from tests.unit.schemas.said import code_of, event, fault_of, read, written

EIGHT = 1_652_313_600_000


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ("2022-05-12T08:00:00+08:00", EIGHT),
        ("2022-05-12T00:00:00Z", EIGHT),
        ("2022-05-12T00:00:00-00:00", EIGHT),
        ("2022-05-11T18:30:00-05:30", EIGHT),
        ("2022-05-12T23:59:00+23:59", EIGHT),
        ("2022-05-12T08:00:00.1+08:00", EIGHT + 100),
        ("2022-05-12T08:00:00.12Z", EIGHT + 8 * 3_600_000 + 120),
        ("2022-05-12T08:00:00.001+08:00", EIGHT + 1),
        ("2022-05-12T08:00:00.000999999+08:00", EIGHT),
        ("2022-05-12T08:00:00.999999999+08:00", EIGHT + 999),
        ("1970-01-01T00:00:00Z", 0),
    ],
)
def test_an_instant_is_cut_to_the_millisecond(given: str, at: int) -> None:
    (row,) = read(written(event(occurred_at=given))).rows

    assert row.at == at


@pytest.mark.parametrize("given", ["2022-05-12T08:00:00", "2022-05-12T08:00:00.123", "2022-02-30T08:00:00"])
@pytest.mark.parametrize("field", ["occurred_at", "published_at"])
def test_an_instant_without_an_offset_is_naive(field: str, given: str) -> None:
    assert code_of(event(**{field: given})) == "naive_time"


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("order.accepted", "starts_at"),
        ("order.accepted", "promised_at"),
        ("order.promise_changed", "promised_at"),
        ("platform.mitigation", "from"),
        ("platform.mitigation", "until"),
    ],
)
def test_every_instant_is_held_to_the_form(kind: str, field: str) -> None:
    assert code_of({**event(kind), field: "2022-05-12T23:00:00"}) == "naive_time"
    assert code_of({**event(kind), field: "2022-05-12T25:00:00Z"}) == "bad_value"
    assert code_of({**event(kind), field: 1652313600}) == "bad_value"


@pytest.mark.parametrize(
    "given",
    [
        1652313600,
        1652313600000.0,
        "1652313600",
        "2022-05-12",
        "2022-05-12 08:00:00+08:00",
        "2022-05-12t08:00:00+08:00",
        "2022-05-12T08:00:00z",
        "2022-05-12T08:00:00 +08:00",
        "2022-05-12T08:00:00+0800",
        "2022-05-12T08:00:00+08",
        "2022-05-12T08:00+08:00",
        "2022-05-12T08:00:00.+08:00",
        "2022-05-12T08:00:00,5+08:00",
        "2022-05-12T08:00:00.1234567890+08:00",
        "2022-05-12T08:00:00+08:00:00",
        "2022-05-12T08:00:00+08:00\n",
        " 2022-05-12T08:00:00+08:00",
        "22-05-12T08:00:00+08:00",
        "+2022-05-12T08:00:00+08:00",
        "2022-W19-4T08:00:00+08:00",
        "２022-05-12T08:00:00+08:00",
        "2022-13-12T08:00:00+08:00",
        "2022-02-29T08:00:00+08:00",
        "2022-05-12T24:00:00+08:00",
        "2022-05-12T08:60:00+08:00",
        "2022-05-12T23:59:60Z",
        "2022-05-12T08:00:00+24:00",
        "2022-05-12T08:00:00+08:60",
        "1969-12-31T23:59:59Z",
        "9999-01-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "",
        True,
    ],
)
def test_any_other_form_is_a_bad_value(given: object) -> None:
    assert code_of(event(occurred_at=given)) == "bad_value"


@pytest.mark.parametrize("field", ["starts_at", "promised_at"])
def test_an_order_neither_starts_nor_is_promised_before_it_is_accepted(field: str) -> None:
    times = {"starts_at": None, "promised_at": None, "occurred_at": "2022-05-12T08:05:00.500+08:00"}

    same = event("order.accepted", **{**times, field: "2022-05-12T00:05:00.5Z"})
    before = event("order.accepted", **{**times, field: "2022-05-12T08:05:00.499+08:00"})

    assert code_of(same) is None
    assert fault_of(before).detail == (
        f"{field}: 2022-05-12T08:05:00.499+08:00 is given; allowed: an instant not before occurred_at"
    )


def test_a_mitigation_does_not_end_before_it_begins() -> None:
    same = event("platform.mitigation", until="2022-05-12T06:00:00Z")
    before = event("platform.mitigation", until="2022-05-12T05:59:59.999Z")

    assert (code_of(same), code_of(before)) == (None, "bad_value")


@pytest.mark.parametrize("field", ["occurred_at", "published_at"])
def test_five_minutes_after_arrival_is_no_future_and_a_millisecond_more_is(field: str) -> None:
    last, after = "2022-05-12T20:05:00+08:00", "2022-05-12T20:05:00.001+08:00"

    assert code_of(event(**{field: last})) is None
    assert fault_of(event(**{field: after})).detail.startswith(f"{field}: {after} is given")
    assert code_of(event(**{field: after})) == "from_the_future"


def test_without_an_arrival_nothing_is_from_the_future() -> None:
    reading = read(written(event(occurred_at="2922-05-12T20:05:00Z")), arrival=None)

    assert (reading.accepted, reading.faults) == (1, [])


def test_an_event_older_than_a_day_keeps_its_bytes() -> None:
    at_a_day, older = (written(event(occurred_at=f"2022-05-11T{time}+08:00")) for time in ("20:00:00", "19:59:59.999"))

    single, array = read(older), read(b"[" + at_a_day + b" , " + older + b" ]")

    assert [row.raw for row in single.rows] == [older]
    assert [row.raw for row in array.rows] == [None, older]


def test_without_an_arrival_no_event_keeps_its_bytes() -> None:
    (row,) = read(written(event(occurred_at="2012-05-12T20:05:00Z")), arrival=None).rows

    assert row.raw is None


def test_the_cache_of_instants_is_bounded() -> None:
    cache = _Cache(len)

    for number in range(_CACHED + 5):
        assert cache[f"{number:06d}"] == 6

    assert len(cache) == 5


def test_an_order_is_booked_for_31_days_ahead_and_no_more() -> None:
    times = {"promised_at": None, "occurred_at": "2022-05-12T08:00:00+08:00"}

    last = event("order.accepted", **{**times, "starts_at": "2022-06-12T08:00:00+08:00"})
    beyond = event("order.accepted", **{**times, "starts_at": "2022-06-12T08:00:00.001+08:00"})

    assert code_of(last) is None
    assert fault_of(beyond).detail == (
        "starts_at: 2022-06-12T08:00:00.001+08:00 is given; allowed: at most 31 days after occurred_at"
    )
