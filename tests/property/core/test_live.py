from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.core.workers.judge import Judge
from tests.oracle.days import Pick, worker_day
from tests.property.core.drawn import READINGS, SEEDS, built, reading
from tests.property.core.feeding import judged
from tests.property.core.live import Service
from tests.property.core.shifts import Tick, shift, ticks


def day_in_service(pick: Pick) -> list[Tick]:
    return ticks(pick, pick((shift, shift, shift, worker_day))(pick))


@settings(max_examples=30)
@given(SEEDS, READINGS, st.randoms(use_true_random=False))
def test_what_was_last_said_live_is_at_every_instant_what_a_replay_would_say(
    seed: int, name: str, random: Random
) -> None:
    day, law = built(day_in_service, seed), reading(name).law
    service = Service(Judge(law), Judge(law))

    for tick in day:
        service.hear(tick.rows, tick.now)
        service.tick(tick.now)

        if not tick.rows or random.random() < 0.2:
            service.must_be_true_at(tick.now)

    assert service.findings == judged(service.rows, day[-1].now, law)
