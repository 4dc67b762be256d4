"""The time of orders that is kept between evaluations is that of all orders read anew, whatever was folded in between."""

from collections.abc import Sequence
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.core.workers.judge import Judge
from streams.facts.views.platform_traces import PlatformTraces
from streams.facts.views.worker_view import BASES, ORDER, View, WorkerView
from streams.facts.worker import WorkerFacts
from streams.facts.worktime.coverage import Trace
from streams.facts.worktime.intervals import Interval, union
from tests.oracle.law import HOUR, MINUTE
from tests.oracle.orders.days import order_day
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, batches, built
from tests.property.core.feeding import Heard, fold, heard, the_law


def of_several_ids(seed: int) -> list[Event]:
    """Events of days with more orders than one block holds, half of them as plain as most are."""
    random = Random(seed)
    events: list[Event] = []
    for day in range(random.choice((1, 4, 8))):
        for event in built(order_day, random.randrange(1 << 48)):
            event["event_id"] = f"{day}-{event['event_id']}"
            event |= {key: f"{day}-{event[key]}" for key in ("order_id", "session_id") if key in event}
            events.append(event)
    return events


def in_some_order(seed: int, random: Random) -> list[tuple[int, Sequence[Heard]]]:
    """The rows in batches, each with an instant at which it is folded, most of them not long after what it states."""
    rows = heard(of_several_ids(seed))
    rows.sort(key=lambda each: each[1].at + random.choice((0, 0, MINUTE, 9 * HOUR)))
    found: list[tuple[int, Sequence[Heard]]] = []
    now = 0
    for batch in batches(rows, random):
        now = max(now, *(row.at for _, row in batch[: random.choice((1, len(batch)))])) + random.choice(
            (0, 1, 3 * HOUR)
        )
        found.append((now, batch))
    return found


@settings(max_examples=60)
@given(SEEDS, st.randoms(use_true_random=False))
def test_what_is_kept_of_orders_is_what_all_of_them_say_after_every_batch(seed: int, random: Random) -> None:
    judge = Judge(the_law())
    for now, batch in in_some_order(seed, random):
        fold(judge, batch, now)
        list(judge.evaluate_due(now))
        for watched in judge.roster.workers.values():
            anew = msgspec.convert(msgspec.to_builtins(watched.facts), WorkerFacts)

            kept, fresh = (judge.evaluator.view(watched.subject, facts, now) for facts in (watched.facts, anew))

            assert seen(kept) == seen(fresh)
            for view in kept.platforms:
                assert time_of(view.traces["order"]) == time_of(traced_one_by_one(view))


def seen(view: WorkerView) -> list[object]:
    return [each for of_one in view.platforms for each in in_view(of_one)]


def in_view(view: View) -> list[object]:
    trace, (traces,) = view.traces[ORDER], view.platform_traces
    ways = [view.coverage(basis) for basis in BASES]
    booked = sorted(traces.order_time.booked)
    return [ways, list(view.places), sorted(view.changes), trace.growing, trace.grows, booked, reasons(trace)]


def traced_one_by_one(view: View) -> Trace:
    """The time of the orders of a platform, each unpacked and read by itself."""
    traces: PlatformTraces = view.platform_traces[0]
    trace = Trace()
    for parts in traces.parts.values():
        for part in parts:
            part.trace(view.now, traces.session_time, trace)
    return trace


def time_of(trace: Trace) -> tuple[list[Interval], dict[str, list[Interval]], list[int], bool, int]:
    return union(trace.work), reasons(trace), sorted(trace.changes), trace.growing, trace.grows


def reasons(trace: Trace) -> dict[str, list[Interval]]:
    found: dict[str, list[Interval]] = {}
    for start, end, why in trace.unknown:
        found.setdefault(why, []).append((start, end))
    return {why: union(pieces) for why, pieces in sorted(found.items())}
