"""Records of the topic `pace`: the cells of a judge, weather, and what platforms declare. MessagePack, ours alone.

Cells go to the partition of their subject, weather and declarations to all of them. A record that does not decode stops its
partition.
"""

import msgspec

from schemas.feed.reading import Mitigation
from schemas.weather.warning import WeatherRow
from schemas.work import bucket_of
from streams.facts.areas.area_view import subject_of
from streams.facts.areas.cell import CellKey, CellRow


class LiveCells(msgspec.Struct, frozen=True, array_like=True, tag=0):
    """Cells that the workers of a work partition, `source`, add to now: these and no others, in this pace partition.

    `incarnation` is that of the work partition; cells of an earlier one after those of a later one do not count. Where
    they are too many for a record there are several, of which this is number `piece` of `pieces`, from 0: they count when all
    have come, one after the other. `beside`: cells of areas that another pace partition evaluates, for an area beside them.
    """

    source: int
    incarnation: int
    cells: list[CellRow]
    piece: int = 0
    pieces: int = 1
    beside: list[CellRow] = []


class FinalCells(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """Cells of facts that the horizon has cut off in a bucket: no longer live ones, under a number that rises by bucket.

    `beside`: as in `LiveCells`.
    """

    source: int
    incarnation: int
    bucket: int
    number: int
    cells: list[CellRow]
    beside: list[CellRow] = []


class Weather(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """Rows of weather messages."""

    rows: list[WeatherRow]


class DeclaredMeasure(msgspec.Struct, frozen=True, array_like=True, tag=3):
    """Measures that platforms declare."""

    mitigations: list[Mitigation]


PacePart = LiveCells | FinalCells | Weather | DeclaredMeasure


def pace_partition(key: CellKey, partitions: int) -> int:
    """The pace partition that a cell belongs to: that of its subject."""
    return bucket_of(subject_of(key.platform, key.sector, key.area)) % partitions


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(list[PacePart])


def encode_pace(parts: list[PacePart]) -> bytes:
    """One record."""
    return _encoder.encode(parts)


def decode_pace(value: bytes) -> list[PacePart]:
    """Decodes one record; `msgspec.DecodeError` or `msgspec.ValidationError` when it is none."""
    return _decoder.decode(value)
