"""The rules about days: a recount and a replay find the same."""

from random import Random

import orjson
import pytest

from streams.cli.reading import reader_of
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.oracle.days import shuffled
from tests.oracle.law import HOUR
from tests.oracle.weeks import DAY, FIRST_DAY, OF_THE_STANDARD, weeks
from tests.property.core.agreed import BOTH, FOR_A_WHILE, Lines, law_agreed

WORKERS = 20


@pytest.mark.parametrize("agreed", [(), BOTH, FOR_A_WHILE], ids=["as it is", "agreed", "agreed for some days"])
@pytest.mark.parametrize("seed", range(3))
def test_the_recount_finds_of_days_what_a_replay_finds(seed: int, agreed: Lines) -> None:
    rng, law = Random(seed), law_agreed(agreed)
    events = [
        {**event, "worker_id": f"{number:064x}", "event_id": f"{number}-{event['event_id']}"}
        for number in range(WORKERS)
        for event in weeks(rng.choice)
    ]
    reading = reader_of(law).read_lines([orjson.dumps(event) for event in shuffled(rng, events)])
    recorded = FrameBuilder()
    recorded.add(reading)

    rules: set[str] = set()
    for now in (FIRST_DAY + 8 * DAY + 6 * HOUR, FIRST_DAY + 14 * DAY):
        replay = Replay(law, ReplayRequest(now))
        replay.fold(reading)
        said = findings_frame(replay.result().findings())
        rules |= set(said["rule"])
        assert differences(recounted(recorded.frames(now), law), said) == []
    assert rules >= OF_THE_STANDARD
