"""A judge that keeps days whose pay it has judged finds the same as one that evaluates for the first time."""

from random import Random

from hypothesis import given, settings

from streams.core.workers.judge import Judge
from tests.oracle.law import HOUR, legal_day
from tests.oracle.pay.days import paid_day
from tests.oracle.pay.facts import day_start
from tests.property.core.drawn import SEEDS, batches, built
from tests.property.core.feeding import fold, heard, standing, the_law
from tests.property.core.pay.test_rules import SHUFFLES


@settings(max_examples=150)
@given(SEEDS, SHUFFLES)
def test_what_comes_after_a_day_was_judged_changes_what_stands_of_it(seed: int, shuffle: Random) -> None:
    rows = heard(built(paid_day, seed))
    now = day_start(legal_day(max(row.at for _, row in rows))) + 30 * HOUR + shuffle.choice((0, 1, 3 * HOUR, 24 * HOUR))
    asked, taken = Judge(the_law()), []

    for batch in batches(shuffle.sample(rows, len(rows)), shuffle):
        fold(asked, batch, now)
        taken += batch
        fresh = Judge(the_law())
        fold(fresh, taken, now)

        assert standing(asked, now) == standing(fresh, now)


@settings(max_examples=50)
@given(SEEDS, SHUFFLES)
def test_what_is_heard_in_time_and_asked_about_each_hour_is_judged_as_in_one_go(seed: int, shuffle: Random) -> None:
    rows = sorted(heard(built(paid_day, seed)), key=lambda each: each[1].at + shuffle.choice((0, 0, 0, 9, 31)) * HOUR)
    asked, taken = Judge(the_law()), []
    now = rows[0][1].at

    for batch in batches(rows, shuffle):
        now = max(now, *(row.at for _, row in batch)) + shuffle.choice((0, HOUR, 8 * HOUR))
        fold(asked, batch, now)
        list(asked.evaluate_due(now))
        taken += batch
        fresh = Judge(the_law())
        fold(fresh, taken, now)

        assert standing(asked, now) == standing(fresh, now)
