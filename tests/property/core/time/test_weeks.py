"""Weeks of a few people: whatever the cut, a judge with a horizon finds what one finds that remembers everything."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.weeks.judged import COMPARED, Chances, differences, gist, live_and_replayed
from tests.weeks.people import Weeks

OFTEN = Chances(tick=1 / 4, checkpoint=1 / 6, kill=1 / 15)


@settings(max_examples=3)
@given(st.integers(0, 2**32))
def test_ten_days_under_kills_are_judged_as_a_replay_judges_them(seed: int) -> None:
    first = seed % 150
    weeks = Weeks(seed, range(first, first + 3), 10)

    service, replayed = live_and_replayed(weeks, Random(seed), OFTEN)
    found = gist(service.findings(weeks.judged_at))

    assert list(differences(found, gist(replayed))) == []
    assert service.refused == 0


def test_the_weeks_have_something_of_each_rule_that_is_compared() -> None:
    paid_too_little = 17
    weeks = Weeks(1, range(paid_too_little - 9, paid_too_little + 1), 9)

    _, replayed = live_and_replayed(weeks, Random(1), Chances())

    assert {each["rule"] for each in gist(replayed).values()} == {*COMPARED}
