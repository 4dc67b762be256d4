"""The work that one more weather message makes, counted: it is little, however many there are."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

import pytest

from schemas.weather.warning import WeatherMessage
from streams.core.areas.sky import Sky
from streams.core.areas.worked_on import FEWEST, WorkedOn
from streams.facts.weather import growing
from streams.facts.weather.episode import LevelTime
from streams.facts.weather.message_order import second_of
from tests.unit.facts.weather.messages import LIES_IN, begun, cancelled, sent, warned

MANY = 1_200

KINDS: dict[str, Callable[[int], WeatherMessage]] = {
    "one rain": lambda i: warned(f"w{i}", i, i + 30),
    "that holds a year": lambda i: warned(f"w{i}", i, 500_000),
    "upgraded": lambda i: warned(f"w{i}", i, i + 30, level="red" if i % 2 else "blue", updates=(f"w{i - 1}",)),
    "replaced": lambda i: warned("w", i, i + 30),
    "cancelled": lambda i: cancelled(f"w{i - 1}", at=i, identifier=f"c{i}") if i % 2 else warned(f"w{i}", i, i + 30),
    "two counties, gaps in turn": lambda i: warned(f"w{i}", 6 * i, 6 * i + 5, counties=(("360111", "360121")[i % 2],)),
    "beside one that holds a year": lambda i: warned(
        f"w{i}", i, i + 5 if i else 500_000, office="p" if i else "o", counties=("360104", "360111")
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_more_warning_of_an_episode_is_made_of_few_times(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Sky(lambda code: (code,), LIES_IN)
    said = [KINDS[kind](i) for i in range(MANY)]
    for each in said[:-20]:
        seen.take([each])
        seen.look(each.sent)
    counted: list[int] = []
    steps = growing._highest

    def counting(times: Iterable[LevelTime]) -> Iterator[tuple[int, int | None]]:
        those = list(times)
        counted.append(len(those))
        return steps(those)

    monkeypatch.setattr(growing, "_highest", counting)
    for each in said[-20:]:
        seen.take([each])
        seen.look(each.sent)

    assert seen.over("360104") or seen.over("ZONE")
    assert counted
    assert max(counted) < 20


@pytest.mark.parametrize("late", [1, 30, 200, 1_000])
def test_what_comes_late_has_at_most_twice_as_much_worked_on_again_as_was_sent_after_it(late: int) -> None:
    worked = WorkedOn(LIES_IN)
    said = [warned(f"w{i}", i, i + 30) for i in range(MANY)]
    place = 0
    while place < MANY:
        step = Random(place).choice((1, 1, 5, 400))
        worked.take(said[place : place + step])
        place += step

    again = worked.back_before(second_of(said[-late]))

    assert {each.identifier for each in said[-late:]} <= {each.identifier for each in again}
    assert len(again) <= 2 * late + 2 * FEWEST


def test_many_that_come_late_one_after_the_other_are_worked_on_in_their_places() -> None:
    said = [sent(f"w{i}", i, begun(i, i + 30, level="red" if i % 3 else "blue")) for i in range(150)]
    seen, mixed = Sky(lambda code: (code,), LIES_IN), [said[place] for place in Random(1).sample(range(150), 150)]
    for each in mixed:
        seen.take([each])
        seen.look(said[-1].sent)

    at_once = Sky(lambda code: (code,), LIES_IN, said)
    at_once.look(said[-1].sent)
    assert seen.over("360104") == at_once.over("360104")
