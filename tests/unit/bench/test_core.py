"""The benchmarks of the core print what they promise; no time is looked at."""

from tests.bench.speed.core import core
from tests.bench.speed.floor import Floor
from tests.bench.speed.kinds import of_the_break_rule
from tests.bench.speed.long_day import long_day

HOUR = "2022-05-12T%02d:%02d:00Z"


def event(hour: int, minute: int, kind: str = "session.heartbeat") -> bytes:
    at = HOUR % (hour, minute)
    return (
        b'{"event_id":"e","platform_id":"hema","worker_id":"w","sector":"delivery","area":"360102",'
        b'"kind":"%b","occurred_at":"%b"}' % (kind.encode(), at.encode())
    )


def array(*events: bytes) -> bytes:
    return b"[%b]" % b",".join(events)


def test_the_core_is_measured_by_part_and_the_floor_beside_it() -> None:
    figures = {each.name: each for each in core(0.0005)}

    assert list(figures) == [
        f"{load}: {what}"
        for load in ("core", "core, break rule's events")
        for what in ("CPU an event", "floor, CPU an event", "share of the floor's speed")
    ]
    parts = ("reading", "dealing", "decoding", "folding", "evaluating")
    assert all(part in figures["core: CPU an event"].note for part in parts)


def test_a_long_day_is_measured_by_the_hour() -> None:
    first, last, share = long_day(0.002, hours=3)

    assert first.note.count(",") == 2
    assert share.value == last.value / first.value


def test_the_floor_finds_who_works_four_hours_without_a_break() -> None:
    worked = [event(8 + minute // 60, minute % 60) for minute in range(0, 260, 10)]
    paused = [each for each in worked if b"T10:" not in each]
    found = []
    for events in (worked, paused, [*paused, event(10, 30, "pay.accrued")]):
        floor = Floor()
        floor.take([array(*events)])
        found.append((floor.events, len(floor.found)))

    assert found == [(26, 1), (20, 0), (21, 0)]


def test_pay_is_left_out_of_what_the_break_rule_reads() -> None:
    signs, pay = [event(8, minute) for minute in range(3)], event(9, 0, "pay.accrued")
    records = [("hema", array(signs[0], pay)), ("hema", array(*signs[1:])), ("tuche", array(pay))]

    assert list(of_the_break_rule(records, 2)) == [("hema", array(*signs[:2])), ("hema", array(signs[2]))]
