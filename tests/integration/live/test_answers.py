"""Refusals with the untouched bytes, events that come too late, and advice, as platforms receive them."""

import json
from typing import Any

from schemas.findings.advice import Advice
from schemas.instants import HOUR_MS as HOUR
from schemas.instants import rfc3339
from schemas.refusal import Refusal
from schemas.topics import advice, feed, refused
from tests.integration.embedded.records import read_all
from tests.integration.live.events import now
from tests.servers.live import Live

MINUTE = 60_000


def test_each_malformed_event_is_refused_with_its_bytes_and_costs_no_other(live: Live) -> None:
    worker = "a" * 64
    shift = [*session(worker, now() - 9 * HOUR, 250)]
    good = [json.dumps(event).encode() for event in shift]
    first = shift[0]
    bad = {
        json.dumps(first | {"kind": "session.begun"}).encode(): "unknown_kind",
        json.dumps(first | {"name": "Li"}).encode(): "unknown_field",
        json.dumps({name: first[name] for name in first if name != "area"}).encode(): "missing_field",
        json.dumps(first | {"occurred_at": "2026-01-01T08:00:00"}).encode(): "naive_time",
        json.dumps(first | {"worker_id": "LI"}).encode(): "bad_value",
        json.dumps(first | {"platform_id": "tuche"}).encode(): "platform_mismatch",
        json.dumps(first | {"occurred_at": rfc3339(now() + HOUR)}).encode(): "from_the_future",
        b'"hello"': "not_an_event",
    }
    whole = {b"": "not_json", b"{": "not_json", b"[]": "not_an_event", b"\xff\xfe": "not_json"}
    mixed = b"[" + b", ".join([*bad, *good]) + b"]"

    places = live.send(("hema", value) for value in (mixed, *bad, *whole))

    live.settle()
    said = [Refusal.model_validate_json(value) for value in read_all(live.address, refused("hema"))]
    array = places[0]
    in_array = {(one.index, one.code, one.event) for one in said if one_place(one) == array}
    assert in_array == {(index, code, raw) for index, (raw, code) in enumerate(bad.items())}
    alone = [(one_place(one), one.code, one.event) for one in said if one_place(one) != array]
    single = {**bad, **whole}
    assert sorted(alone) == sorted((place, single[raw], raw) for place, raw in zip(places[1:], single, strict=True))
    assert [text for text in live.standing() if worker in text and '"breach"' in text] != []


def one_place(refusal: Refusal) -> tuple[str, int, int]:
    return refusal.topic, refusal.partition, refusal.offset


def test_what_comes_after_its_time_is_settled_is_refused_as_too_late_with_its_bytes(live: Live) -> None:
    worker = "b" * 64
    old, recent = now() - 60 * HOUR, now() - HOUR // 2  # so recent that nobody waits for the platform to catch up
    live.send(
        [
            (
                "tuche",
                json.dumps([*session(worker, old, 60), *session(worker, recent, 30)]).replace("hema", "tuche").encode(),
            )
        ]
    )
    live.settle()
    late = json.dumps(next(iter(session(worker, old + HOUR // 2, 1)))).replace("hema", "tuche").encode()

    (place,) = live.send([("tuche", b"[" + late + b"]")])

    live.wait_until(lambda: bool(read_all(live.address, refused("tuche"))), "a refusal")
    (said,) = [Refusal.model_validate_json(value) for value in read_all(live.address, refused("tuche"))]
    assert (said.code, said.event, said.index) == ("too_late", late, 0)
    assert (said.topic, said.partition, said.offset) == place == (feed("tuche"), *place[1:])


def test_a_platform_hears_of_a_worker_near_the_limit_while_there_is_time(live: Live) -> None:
    worker = "c" * 64
    begin = now() - 230 * MINUTE

    live.send([("hema", json.dumps([*session(worker, begin, 230)]).encode())])

    live.wait_until(lambda: bool(read_all(live.address, advice("hema"))), "advice")
    (said, *_) = [Advice.model_validate_json(value) for value in read_all(live.address, advice("hema"))]
    assert (said.worker_id, said.platform_id, said.working_since, said.due_at) == (worker, "hema", begin, None)
    assert all(worker not in text for text in live.standing())


def session(worker: str, at: int, minutes: int) -> list[dict[str, Any]]:
    """The events of a session on hema with a heartbeat a minute, over `minutes` from `at` (ms) on."""
    instants = [
        ("online", at),
        *(("heartbeat", at + n * MINUTE) for n in range(1, minutes)),
        ("offline", at + minutes * MINUTE),
    ]
    return [
        {
            "event_id": f"{worker[0]}-{at}-{number}",
            "kind": f"session.{kind}",
            "platform_id": "hema",
            "worker_id": worker,
            "sector": "delivery",
            "area": "360104",
            "occurred_at": rfc3339(instant),
            "session_id": f"s{at}",
        }
        for number, (kind, instant) in enumerate(instants)
    ]
