from collections import Counter

from hypothesis import given, settings

from streams.core.workers.judge import Judge
from streams.facts.worktime.by_day import ms_by_day
from streams.facts.worktime.intervals import union
from streams.rules.rest.silence import SILENT
from tests.oracle.facts import facts_of
from tests.oracle.worktime.session_reading import ons_of_others, silences_of
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import fold, heard, the_law
from tests.property.core.test_oracle import day_and_now


@settings(max_examples=40)
@given(SEEDS)
def test_silent_time_is_counted_by_platform_and_day_as_the_second_reading_counts_it(seed: int) -> None:
    events, now = built(day_and_now, seed)
    judge = Judge(the_law())
    fold(judge, heard(events), now)

    list(judge.everything(now))

    wanted: Counter[tuple[str, int]] = Counter()
    for platforms in facts_of(events, now).values():
        for platform, facts in platforms.items():
            silences = [each for own in facts.sessions for each in silences_of(own, ons_of_others(facts, own), now)]
            wanted.update({(platform, day): ms for day, ms in ms_by_day(union(silences)).items()})
    assert judge.totals.daily_gauge(SILENT) == dict(wanted)
