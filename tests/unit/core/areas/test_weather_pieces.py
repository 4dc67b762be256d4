"""The weather in a checkpoint: it writes what changed, in pieces of a size, and what was stored by a release before."""

import msgspec

from schemas.weather.warning import WeatherMessage
from streams.core.areas.known import Known
from streams.core.areas.state import FORM, REST
from streams.core.areas.weather_pieces import MOST
from tests.stored import apply
from tests.unit.facts.weather.messages import LIES_IN, ms, warned


def known() -> Known:
    return Known(lambda code: (code,), LIES_IN)


def many(number: int) -> list[WeatherMessage]:
    return [warned(f"w{each}", each, each + 30) for each in range(number)]


def written(state: Known) -> list[tuple[bytes, bytes | None]]:
    return [unit for part in state.dump(0) for unit in part]


def test_a_checkpoint_writes_the_piece_that_one_more_message_is_in_and_nothing_else() -> None:
    state, said = known(), many(40 * MOST + 1)
    state.take_weather(said[:-1])
    assert len(written(state)) == 40

    state.take_weather(said)

    ((_, piece),) = written(state)
    assert piece is not None
    assert msgspec.msgpack.decode(piece)[1][0][2] == said[-1].identifier
    assert state.dirty == 0
    assert written(state) == []


def test_all_weather_comes_back_from_its_pieces_and_goes_on_in_the_last() -> None:
    before, after, kept = known(), known(), dict[bytes, bytes]()
    said = many(3 * MOST - 5)
    before.take_weather(said[:-1])
    apply(kept, before.dump(0))

    for unit, state in kept.items():
        after.load(unit, state)
    assert after.sky.rows == set(said[:-1])
    assert after.dirty == 0

    after.take_weather(said)
    ((unit, _),) = written(after)
    assert unit in kept


def test_what_is_forgotten_is_written_as_gone() -> None:
    state, kept = known(), dict[bytes, bytes]()
    said = many(2 * MOST)
    state.take_weather(said)
    apply(kept, state.dump(0))
    assert len(kept) == 2

    state.trim(ms(100 * 24 * 60))
    apply(kept, state.dump(0))

    assert set(kept) == {REST}


def test_weather_that_a_release_before_stored_with_the_rest_is_written_in_pieces_once() -> None:
    state, kept = known(), dict[bytes, bytes]()
    said = many(MOST + 1)
    kept[REST] = msgspec.msgpack.encode((FORM, [{}, {}, said, [], 0, 5]))
    state.load(REST, kept[REST])
    assert state.dirty == 3

    apply(kept, state.dump(5))

    again = known()
    for unit, each in kept.items():
        again.load(unit, each)
    assert again.sky.rows == set(said)
    assert again.dirty == 0
    assert len(kept[REST]) < 50
