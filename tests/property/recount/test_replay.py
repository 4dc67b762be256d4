from random import Random
from typing import Any

import orjson
import pytest

from streams.cli.reading import reader_of
from streams.law.table import Law
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.oracle.days import now_for, shuffled, worker_day
from tests.oracle.pay.days import now_after, paid_day
from tests.property.core.feeding import (
    AGREED,
    COURIERS_BY_ORDER,
    ELAPSED,
    PAY_BY_TIME_ONLINE,
    UNREAD_BREAK,
    UNREAD_LIMIT,
    law_settling,
    law_with,
    the_law,
)

LAWS = {
    "as it is": the_law(),
    "pay by time online": law_with(PAY_BY_TIME_ONLINE, "pay_below_minimum"),
    "couriers by order": law_with(COURIERS_BY_ORDER),
    "elapsed": law_with(ELAPSED),
    "an unread limit": law_with(UNREAD_LIMIT),
    "an unread break": law_with(UNREAD_BREAK),
    "agreed by one platform": law_with(AGREED),
    "settled by the week and the month": law_settling(("hema", "week"), ("suda", "month")),
}
WORKERS = 40


def town(rng: Random) -> tuple[list[dict[str, Any]], list[int]]:
    """Worker-days at the edges of all rules, in any order with repeats, and instants at which something may turn."""
    events: list[dict[str, Any]] = []
    nows: list[int] = []
    for number in range(WORKERS):
        day = rng.choice((paid_day, worker_day))(rng.choice)
        nows += [now_after(rng.choice, day), now_for(rng.choice, day)]
        events += [{**e, "worker_id": f"{number:064x}", "event_id": f"{number}-{e['event_id']}"} for e in day]
    return shuffled(rng, events), nows


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@pytest.mark.parametrize("seed", range(3))
def test_the_recount_says_what_a_replay_says(seed: int, law: Law) -> None:
    rng = Random(seed)
    events, nows = town(rng)
    reading = reader_of(law).read_lines([orjson.dumps(event) for event in events])
    recorded = FrameBuilder()
    recorded.add(reading)

    for now in rng.sample(nows, 4):
        replay = Replay(law, ReplayRequest(now))
        replay.fold(reading)
        said = findings_frame(replay.result().findings())
        assert differences(recounted(recorded.frames(now), law), said) == []
