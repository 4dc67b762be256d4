"""Recorded events that are left out, as they were refused live."""

import json
from typing import Any

import pytest

from schemas.refusal import Code, Refusal
from schemas.work import statement_of
from streams.tools.replay.refused import RefusedLive
from tests.unit.cli.days import READER, WORKER, reading, said, session


def refusal(of: dict[str, Any], code: Code = Code.TOO_LATE, offset: int = 0, **changes: Any) -> Refusal:
    """The refusal of an event as the judge makes it; a record an event."""
    return Refusal(
        code=code,
        detail="",
        platform_id=changes.pop("platform_id", of["platform_id"]),
        event_id=of["event_id"],
        topic="feed.hema",
        partition=0,
        offset=offset,
        index=changes.pop("index", 0),
        event=changes.pop("event", json.dumps(of, indent=1).encode()),
        **changes,
    )


def left(refused: RefusedLive, *events: dict[str, Any]) -> list[str]:
    """The kinds of what is left of these events, as `sort` or own id of their rows."""
    read = refused.without(reading(*events))
    return [str(statement_of(row).get("sort", statement_of(row).get("order"))) for row in read.rows]


def with_all(*refusals: Refusal) -> RefusedLive:
    refused = RefusedLive(READER)
    for each in refusals:
        refused.add(each)
    return refused


ON, OFF = session("08:00", "12:01")
BEAT = said("session.heartbeat", "09:00")


def test_an_event_is_known_by_what_is_judged_of_it_however_it_is_written() -> None:
    written = {**dict(reversed(ON.items())), "occurred_at": "2022-06-01T00:00:00.000Z", "partner_id": None}

    refused = with_all(refusal(ON))

    assert left(refused, written, OFF) == ["0"]
    assert (refused.left_out, refused.unmatched) == ({Code.TOO_LATE: 1}, 0)


def test_each_refusal_leaves_out_one_so_that_what_came_again_and_was_taken_stays() -> None:
    assert left(with_all(refusal(ON)), ON, ON) == ["1"]
    assert left(with_all(refusal(ON), refusal(ON, offset=7)), ON, ON) == []


def test_a_refusal_that_comes_twice_is_one() -> None:
    assert left(with_all(refusal(ON), refusal(ON)), ON, ON) == ["1"]


def test_one_corrected_under_the_same_id_is_another_event() -> None:
    refused = with_all(refusal({**ON, "occurred_at": "2022-06-01T08:00:01+08:00"}))

    assert left(refused, ON) == ["1"]
    assert refused.unmatched == 1


def test_of_an_event_whose_bytes_were_not_kept_what_was_kept_is_enough() -> None:
    (row,) = reading(BEAT).rows

    refused = with_all(refusal(BEAT, Code.OVER_BUDGET, event=b"", kept=statement_of(row)))

    assert left(refused, ON, BEAT, OFF) == ["1", "0"]
    assert [(day.platform, day.worker, day.at, day.is_sign) for day in refused.over_budget()] == [
        ("hema", WORKER, row.at, True)
    ]


def test_what_a_platform_sent_in_the_name_of_another_is_left_out_of_that_ones_events() -> None:
    claimed = {**ON, "platform_id": "tuche"}

    assert left(with_all(refusal(claimed, Code.PLATFORM_MISMATCH, platform_id="hema")), claimed, ON) == ["1"]


def test_a_declared_measure_is_known_by_its_event_id() -> None:
    declared = {key: value for key, value in said("platform.mitigation", "08:00").items() if key[-2:] != "id"} | {
        "event_id": "m1",
        "platform_id": "hema",
        "measure": "suspend",
        "from": "2022-06-01T08:00:00+08:00",
        "until": "2022-06-01T09:00:00+08:00",
    }
    for name in ("worker_id", "order_id"):
        declared.pop(name, None)

    read = with_all(refusal(declared, Code.OVER_BUDGET, event=b"")).without(reading(declared, ON))

    assert (read.mitigations, len(read.rows)) == ([], 1)


@pytest.mark.parametrize("event", [b"{oops", b'{"event_id": "e"}'])
def test_what_the_reader_refuses_itself_is_not_looked_for(event: bytes) -> None:
    refused = with_all(refusal(ON, Code.NOT_JSON, event=event), refusal(ON, Code.RECORD_TOO_LARGE, 1, index=None))

    assert left(refused, ON) == ["1"]
    assert (refused.unmatched, refused.unlisted, refused.unknown) == (0, 0, 0)


def test_what_cannot_be_known_is_counted() -> None:
    older = refusal(ON, Code.OVER_BUDGET, event=b"").model_copy(update={"event_id": None})
    summed_up = refusal(OFF, Code.FROM_THE_FUTURE, offset=9, more=400)

    refused = with_all(older, summed_up)

    assert (refused.unknown, refused.unlisted) == (1, 400)
