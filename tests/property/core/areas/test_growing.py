"""Episodes that grow message by message are those of all messages at once, to the byte, in any order and however often."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.weather.warning import LEVELS, WeatherMessage
from streams.core.areas import worked_on
from streams.core.areas.sky import Sky
from streams.facts.weather.episode import Episode
from tests.property.core.areas.whole_episodes import whole_episodes
from tests.unit.facts.weather.messages import LIES_IN, begun, lift, ms, sent

COUNTIES = ("360104", "360111", "360113", "360121")
MINUTES = (0, 1, 5, 10, 11, 25, 90, 900)
RANDOM = st.randoms(use_true_random=False)


def message(number: int, at: float, pick: Random) -> WeatherMessage:
    """A message of any type: of few names, kinds, places and lengths, so that many are about the same."""
    counties = tuple(sorted(pick.sample(COUNTIES, pick.choice((1, 1, 2)))))
    msg_type = pick.choice(("Alert", "Alert", "Update", "Cancel"))
    start = at + pick.choice((0, 0, 0, 5, 30))
    begins = [
        begun(
            start + pick.choice((0, 0, 10)),
            start + pick.choice(MINUTES) + 10,
            level=pick.choice(LEVELS),
            kind=pick.choice(("暴雨", "暴雨", "大风")),
            counties=counties,
        )
        for _ in range(0 if msg_type == "Cancel" else pick.choice((1, 1, 2)))
    ]
    names = {
        (pick.choice("op"), f"w{pick.randrange(max(0, number - 6), number + 1)}")
        for _ in range(pick.choice((0, 1, 1, 2)))
    }
    return sent(
        f"w{number if pick.random() < 0.9 else pick.randrange(number + 1)}",
        at,
        *begins,
        msg_type=msg_type,
        refers=names,
        lifts=lift("暴雨", counties=counties) if pick.random() < 0.1 else (),
        office=pick.choice("oop"),
        over=("p",),
        counties=counties,
        everywhere=pick.random() < 0.2,
    )


def messages(pick: Random, number: int) -> list[WeatherMessage]:
    at, found = 0.0, []
    for each in range(number):
        at += pick.choice((0, 0, 1 / 60, 1, 3, 10, 30, 10.5))
        found.append(message(each, at, pick))
    return found


def shown(episodes: Sequence[Episode]) -> list[tuple[object, ...]]:
    return [
        (
            each.id,
            each.kind,
            each.area,
            each.start,
            each.end,
            tuple(each.levels),
            tuple(each.warnings),
            tuple(each.gaps),
        )
        for each in episodes
    ]


def same(seen: Sky, said: Sequence[WeatherMessage], now: int) -> None:
    wanted = whole_episodes(said, LIES_IN, now)
    for area in LIES_IN:
        assert shown(seen.over(area)) == shown(wanted[area])


@settings(max_examples=150)
@given(RANDOM, st.integers(1, 40), st.sampled_from((0, 0, 0.1, 1)), st.sampled_from((1, 3, 32)))
def test_episodes_that_grow_are_those_of_all_messages_at_once(
    pick: Random, number: int, late: float, fewest: int
) -> None:
    """`late`: the part of the messages that come late. `fewest`: messages between the states that are gone back to."""
    said: list[WeatherMessage] = []
    seen, now = Sky(lambda code: (code,), LIES_IN), 0
    by_arrival = [(each.sent + delay(pick, late), place, each) for place, each in enumerate(messages(pick, number))]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worked_on, "FEWEST", fewest)
        for _, _, each in sorted(by_arrival):
            before = {area: shown(seen.over(area)) for area in LIES_IN}
            said += [each, *pick.sample(said, min(len(said), 1))]
            seen.take(said[-2:])
            now = max(now, each.sent + pick.choice((0, 0, 0, -1, ms(5))))
            changed = seen.look(now)
            same(seen, said, now)
            assert changed == {area for area in LIES_IN if before[area] != shown(seen.over(area))}


def delay(pick: Random, late: float) -> int:
    return ms(pick.choice((0, 5, 60, 600))) if pick.random() < late else 0
