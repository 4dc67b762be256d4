"""Orders in small days: the recount has the same as the judge at every instant and every place."""

from random import Random
from typing import Any

import orjson
import pandas as pd
import pytest

from schemas.feed.reading import Reading
from schemas.instants import from_rfc3339
from streams.cli.reading import reader_of
from streams.core.workers.judge import Judge
from streams.facts.views.worker_view import ORDER, View
from streams.tools.recount.frames import FrameBuilder, Frames
from streams.tools.recount.measured import Measured
from streams.tools.recount.time.coverage import coverage
from streams.tools.recount.time.last_place import places_of_views
from streams.tools.recount.time.order_time import order_time
from streams.tools.recount.time.orders import orders_of
from streams.tools.recount.time.sessions import session_time
from streams.tools.recount.time.signs import placed_points, signs_of
from tests.oracle.orders.days import order_day
from tests.property.core.feeding import fold, heard, the_law

WORKERS = 80


def town(rng: Random) -> list[dict[str, Any]]:
    days = [order_day(rng.choice) for _ in range(WORKERS)]
    return [{**event, "worker_id": f"{number:064x}"} for number, day in enumerate(days) for event in day]


def recorded(reading: Reading, now: int) -> Frames:
    frames = FrameBuilder()
    frames.add(reading)
    return frames.frames(now)


def judged(judge: Judge, now: int) -> dict[str, View]:
    """The view of the only platform of each worker."""
    found = {}
    for name, watched in judge.roster.workers.items():
        if watched.facts.platforms:
            (found[name],) = judge.evaluator.view(name, watched.facts, now).platforms
    return found


def intervals(parts: pd.DataFrame, view: int, *, high: bool) -> list[tuple[int, int]]:
    own = parts[(parts["view"] == view) & (parts["basis"] == ORDER) & (parts["high"] == high)]
    return list(own[["start", "end"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("seed", range(6))
def test_the_time_and_the_places_of_orders_are_those_of_the_judge(seed: int) -> None:
    rng = Random(seed)
    events = town(rng)
    now = from_rfc3339(rng.choice(events)["occurred_at"]) + rng.choice((0, 0, 1, 40 * 3_600_000))
    events = [event for event in events if from_rfc3339(event["occurred_at"]) <= now]
    judge = Judge(the_law())
    fold(judge, heard(events), now)
    frames = recorded(reader_of(the_law()).read_lines([orjson.dumps(event) for event in events]), now)

    measured = Measured(the_law())
    orders = orders_of(frames.acceptances, frames.steps, measured)
    online = session_time(signs_of(frames.sessions), now, measured)
    parts = coverage(online, order_time(orders, frames.sessions, online, now, measured), frames.views)
    places = places_of_views(placed_points(frames.sessions), orders.first, frames.views)

    numbers = frames.views[frames.views["platform"] != ""].reset_index().set_index("worker")["index"]
    for worker, view in judged(judge, now).items():
        number = int(numbers[worker])
        assert (intervals(parts, number, high=False), intervals(parts, number, high=True)) == tuple(
            view.coverage(ORDER)
        )
        latest = {place[0]: place[2:] for place in view.places}
        own = places[places["view"] == number]
        assert {
            int(at): (area, sector) for at, area, sector in zip(own["at"], own["area"], own["sector"], strict=True)
        } == latest
