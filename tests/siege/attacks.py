"""The attacks, and the innocent mistakes that look like them. Each gives the records that the attacker's feed is sent.

`scale` is the share of an attack's full size: 1 is the size at which an early release broke or stood still. `at` is the instant
(ms) at which the attack happens: what it tells of lies at or before it, but for what is still to come.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schemas.work import bucket_of
from tests.siege import batches
from tests.siege.events import HOUR_MS, MINUTE_MS, accepted, arrays, event, worker

Records = Iterator[bytes]

_MIB = 1 << 20
_DUE_S = 30
"""The time after which attacks that are still to come fall due: all is sent by then, and probes still come."""


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack by name: its records at a scale and an instant, and the codec that they are sent with.

    `due_s`: how long after that instant the last of what it tells of has come to be; 0 where nothing is still to come. `raw`:
    these are no records but whole batches.
    """

    name: str
    records: Callable[[float, int], Records]
    codec: str | None = None
    due_s: int = 0
    raw: bool = False


def _nothing(_scale: float, _at: int) -> Records:
    return iter(())


def _long_number(scale: float, at: int) -> Records:
    """A key given twice, the first time as a number of 4,301 digits."""
    for number in range(max(1, round(100 * scale))):
        good = json.dumps(event("session.online", worker("digits"), at, number, session_id="s"))
        yield (good[:-1] + f',"sequence":{"9" * 4301},"sequence":1}}').encode()


def _zeros(scale: float, _at: int) -> Records:
    """Records of 400 MiB of zeros: some 13 kB each when they are sent."""
    for _ in range(4):
        yield bytes(round(400 * scale) * _MIB)


def _many_orders(scale: float, at: int) -> Records:
    """32,000 orders of one worker in six hours, with ids as long as the contract allows, in a stretch without a break."""
    count, since = round(32_000 * scale), at - 6 * HOUR_MS
    step = 6 * HOUR_MS // count
    return arrays(accepted(worker("fat"), since + i * step, f"{i:0128d}", i) for i in range(count))


def _one_id_for_all(scale: float, at: int) -> Records:
    """A fleet whose members all have one worker id: 600 orders a minute, each carried out."""
    count, since = round(36_000 * scale), at - HOUR_MS
    for number in range(0, count, 250):
        some = range(number, min(count, number + 250))
        begun = {i: since + i * HOUR_MS // count for i in some}
        taken = [accepted(worker(""), begun[i], f"o{i}", i) for i in some]
        ended = [event("order.completed", worker(""), begun[i] + 1000, i, order_id=f"o{i}") for i in some]
        yield from arrays(taken + ended)


def _fat_state(scale: float, at: int) -> Records:
    """42,000 acceptances of one worker within two hours, and no breach."""
    count, since = round(42_000 * scale), at - 2 * HOUR_MS
    step = 2 * HOUR_MS // count
    return arrays(accepted(worker("state"), since + i * step, f"{i:0128d}", i) for i in range(count))


def _one_bucket(scale: float, at: int) -> Records:
    """70 workers of one bucket with 800 sessions each."""
    wanted = (name for name in map(worker, range(10_000_000)) if bucket_of(name) == 7)
    for _, who in zip(range(70), wanted, strict=False):
        begun = (event("session.online", who, at - i, i, session_id=f"{i:0128d}") for i in range(round(800 * scale)))
        yield from arrays(begun, 1000)


def _refusals(scale: float, _at: int) -> Records:
    """Records of a thousand elements that are no events: 2 kB each, and less when compressed."""
    for _ in range(round(500 * scale)):
        yield b"[" + b",".join([b"1"] * 1000) + b"]"


def _to_come(scale: float, at: int) -> Records:
    """40,000 acceptances of one worker that lie almost five minutes ahead."""
    ahead, count = at + 5 * MINUTE_MS - 15_000, round(40_000 * scale)
    return arrays(accepted(worker("waits"), ahead, f"o{i}", i) for i in range(count))


def _due_at_once(scale: float, at: int) -> Records:
    """40,000 acceptances of one worker that all fall due at one instant half a minute later; and the end of another's session."""
    ahead, count = at + _DUE_S * 1000, round(40_000 * scale)
    session = [
        event("session.online", worker("due off"), at - 5 * HOUR_MS, "on", session_id="s"),
        event("session.offline", worker("due off"), ahead, "off", session_id="s"),
    ]
    yield from arrays(session)
    yield from arrays(accepted(worker("due"), ahead, f"o{i}", i) for i in range(count))


def _due_together(scale: float, at: int) -> Records:
    """40,000 workers whose last heartbeat is so long ago that a silence begins for all of them half a minute later."""
    count, then = round(40_000 * scale), at - 180_000 + _DUE_S * 1000
    return arrays(event("session.online", worker(f"due{i}"), then, i, session_id="s") for i in range(count))


def _leads(scale: float, at: int) -> Records:
    """20,000 workers who have each just worked five hours without a break: a lead for each."""
    since, numbers = at - 5 * HOUR_MS, range(round(20_000 * scale))
    return arrays(
        event(kind, worker(f"lead{number}"), then, number, session_id="s")
        for number in numbers
        for kind, then in (("session.online", since), ("session.offline", at))
    )


def _one_order(scale: float, at: int) -> Records:
    """20,000 acceptances of one order id, each a while after the one before."""
    count, since = round(20_000 * scale), at - 2 * HOUR_MS
    return arrays(accepted(worker("order"), since + i * 300, "the-order", i) for i in range(count))


def _promises(scale: float, at: int) -> Records:
    """20,000 changes of what was promised for one order."""
    count, since = round(20_000 * scale), at - HOUR_MS
    yield from arrays([accepted(worker("promise"), since, "promised", "first")])
    for some in range(0, count, 500):
        yield from arrays(
            event("order.promise_changed", worker("promise"), since + i, i, order_id="promised", promised_at=_later(i))
            for i in range(some, min(count, some + 500))
        )


def _later(number: int) -> str:
    return f"2030-01-01T00:00:00.{number % 1000:03d}Z"


def _asked_often(scale: float, at: int) -> Records:
    """100 workers who take a thousand orders each, event after event: each time the answer may have changed."""
    each, since = round(1_000 * scale), at - 3 * HOUR_MS
    for number in range(each):
        then = since + number * 3 * HOUR_MS // each
        yield from arrays(accepted(worker(f"often{who}"), then, f"o{number}", f"{who}.{number}") for who in range(100))


def _brackets(scale: float, _at: int) -> Records:
    """Records of a MiB that hold nothing but brackets: 112 kB in the log, compressed."""
    for number in range(round(100 * scale)):
        yield (b"[" if number % 2 else b'[{"a":') * (_MIB // (1 if number % 2 else 6))


def _strangers(scale: float, at: int) -> Records:
    """40,000 workers who are heard once."""
    count = round(40_000 * scale)
    return arrays(event("session.heartbeat", worker(f"one{i}"), at, i, session_id="s") for i in range(count))


def _flood(scale: float, at: int) -> Records:
    """400,000 good heartbeats as fast as they can be sent."""
    count = round(400_000 * scale)
    return arrays(event("session.heartbeat", worker(f"good{i % 5_000}"), at, i, session_id="s") for i in range(count))


def _tiny(scale: float, at: int) -> Records:
    """100,000 records of one event each."""
    for i in range(round(100_000 * scale)):
        yield json.dumps(event("session.heartbeat", worker(f"tiny{i % 1_000}"), at, i, session_id="s")).encode()


def probed(attack: str, number: int) -> str:
    """The worker of the victim whom a probe beside an attack is about."""
    return worker(f"{attack}: probe {number}")


def _shared(scale: float, at: int) -> Records:
    """Half an hour of 2,500 orders of each of a hundred workers of the victim, of whom the probes are some: no breach."""
    count, since = round(2_500 * scale), at - 8 * HOUR_MS
    for who in [*(probed(SHARED, number) for number in range(40)), *map(worker, range(60))]:
        begun = {i: since + i * HOUR_MS // 2 // count for i in range(count)}
        yield from arrays(accepted(who, then, f"o{i}", i) for i, then in begun.items())
        yield from arrays(event("order.completed", who, then + 1, i, order_id=f"o{i}") for i, then in begun.items())


SHARED = "100 workers of another made large"

ATTACKS = (
    Attack("nothing", _nothing),
    Attack("a number of 4,301 digits", _long_number),
    Attack("400 MiB of zeros", _zeros, "zstd"),
    Attack("32,000 orders of one worker", _many_orders),
    Attack("one worker id for a fleet", _one_id_for_all),
    Attack("42,000 acceptances, no breach", _fat_state),
    Attack("fat workers of one bucket", _one_bucket),
    Attack("500,000 refusals", _refusals, "gzip"),
    Attack("40,000 events still to come", _to_come, due_s=300),
    Attack("40,000 events due at once", _due_at_once, due_s=_DUE_S),
    Attack("40,000 workers due at once", _due_together, due_s=_DUE_S),
    Attack("20,000 leads at once", _leads, "lz4"),
    Attack("one order id for all", _one_order),
    Attack("20,000 promises of one order", _promises),
    Attack("100 workers asked about often", _asked_often),
    Attack("brackets alone", _brackets, "gzip"),
    Attack("40,000 unknown workers", _strangers),
    Attack("a flood of good events", _flood, "lz4"),
    Attack("100,000 tiny records", _tiny, "lz4"),
    Attack(SHARED, _shared, "lz4"),
    Attack("headers of 63 MiB", batches.headers, raw=True),
    Attack("keys of 63 MiB", batches.keys, raw=True),
    Attack("batches of 65 MiB", batches.too_large, raw=True),
    Attack("100,000 records without a value", batches.nothing_said, raw=True),
)
"""All of them, the quiet one first."""
