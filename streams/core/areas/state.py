"""The state of a pace partition as bytes, in units: days of cells, pieces of the weather, and one for the rest. MessagePack.

The rest is written when the others have been: should the process die between, records are read again as often as a day needs it.
"""

from typing import TypeVar

import msgspec

from schemas.feed.reading import Mitigation
from schemas.weather.warning import WeatherMessage, WeatherRow
from streams.core.areas.cell_day import CellDay, DayKey
from streams.core.state.stored import REMEDY, UnreadableState

FORM = 1
"""The number of the form that this code writes and reads."""

REST = b""
"""The name of the unit of all the rest."""


class PaceRest(msgspec.Struct, array_like=True):
    """The state of a pace partition beside cells. Mutable.

    `applied`: by bucket, the number of the latest final cells that were added. `incarnations`: by work partition, the latest
    that has sent any. `settled` (ms): what lies before is not judged any more. `upto`: the offset up to which it was written.
    `weather`: all of it in state of a release that had no units for it; else none.
    """

    applied: dict[int, int] = {}
    incarnations: dict[int, int] = {}
    weather: set[WeatherRow] = set()
    declared: set[Mitigation] = set()
    settled: int = 0
    upto: int = -1


T = TypeVar("T")

_encoder = msgspec.msgpack.Encoder()
_day = msgspec.msgpack.Decoder(tuple[int, CellDay])
_rest = msgspec.msgpack.Decoder(tuple[int, PaceRest])
_weather = msgspec.msgpack.Decoder(tuple[int, list[WeatherMessage]])
_key = msgspec.msgpack.Decoder(DayKey)
_number = msgspec.msgpack.Decoder(int)


def unit_of(key: DayKey) -> bytes:
    """The name of the unit that holds a day of cells."""
    return _encoder.encode(key)


def day_key(unit: bytes) -> DayKey:
    """The day that a unit holds; `UnreadableState` where it is no such name."""
    try:
        return _key.decode(unit)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the name of a unit of pace cannot be read: {error}; {REMEDY}") from error


def weather_unit(number: int) -> bytes:
    """The name of the unit that holds a piece of the weather."""
    return _encoder.encode(number)


def weather_number(unit: bytes) -> int | None:
    """The number of the piece of the weather that a unit holds; None where it holds something else."""
    try:
        return _number.decode(unit)
    except msgspec.DecodeError:
        return None


def encode_unit(state: CellDay | PaceRest | list[WeatherMessage]) -> bytes:
    """The state of a unit as bytes."""
    return _encoder.encode((FORM, state))


def decode_day(value: bytes) -> CellDay:
    """A day of cells; `UnreadableState` where the bytes are none of this form."""
    return _decoded(_day, value)


def decode_weather(value: bytes) -> list[WeatherMessage]:
    """A piece of the weather; `UnreadableState` where the bytes are none of this form."""
    return _decoded(_weather, value)


def decode_rest(value: bytes) -> PaceRest:
    """All the rest; `UnreadableState` where the bytes are none of this form."""
    return _decoded(_rest, value)


def _decoded(decoder: msgspec.msgpack.Decoder[tuple[int, T]], value: bytes) -> T:
    try:
        form, state = decoder.decode(value)
    except msgspec.DecodeError as error:
        raise UnreadableState(f"the state of pace cannot be read: {error}; {REMEDY}") from error
    if form != FORM:
        raise UnreadableState(f"given pace state of form {form}; this version reads form {FORM}; {REMEDY}")
    return state
