"""The cost of one more weather message to a pace partition, by how many there are already. They come one by one, in time."""

import struct
import time
from collections.abc import Callable, Iterator
from statistics import median

import msgspec

from schemas.weather.warning import BegunLevel, WeatherMessage
from streams.core.area_record import LiveCells, Weather
from streams.core.areas.pace import Pace
from streams.core.areas.sky import Sky
from streams.facts.areas.cell import SLOT_MS, Cell, CellKey, CellRow, slot_of
from streams.law.files import packaged_law
from tests.bench.figure import Figure
from tests.bench.growth_of.kinds import SINCE

_LAST = 50
"""Messages over which the cost is taken, at the end."""
_MOST_S = 30.0
"""Seconds; after a longer measurement the next size is left out."""
_MINUTE = 60_000
_OFFICE = "nmc"
Kind = Callable[[int], WeatherMessage]


def growth_of_weather(sizes: list[int], of: str = "") -> Iterator[Figure]:
    """For each kind the cost at the largest size, which is to be at most twice that at the smallest; `of` as in `growth`."""
    for name, kind in ((name, kind) for name, kind in KINDS.items() if of in name):
        found: dict[str, list[float]] = {what: [] for what in COSTS}
        for size in sizes:
            began = time.process_time()
            for what, cost in _costs([kind(number) for number in range(size)]).items():
                found[what].append(cost)
            if time.process_time() - began > _MOST_S:
                break
        for what, costs in found.items():
            note = ", ".join(f"{size:,}: {cost:,.0f}" for size, cost in zip(sizes, costs, strict=False))
            yield Figure(f"{what}: {name}", costs[-1], "us a message", 2 * costs[0], True, note)


def _costs(messages: list[WeatherMessage]) -> dict[str, float]:
    """CPU time (us) a message by what is done, the median of the last: see `COSTS`."""
    places, before = packaged_law().places, messages[:-_LAST]
    began = time.process_time()
    sky = Sky(places.reached_by, places.lies_in(), before)
    sky.look(before[-1].sent)
    whole = (time.process_time() - began) / len(before)
    more, asked, late = [], [], []
    for each in messages[-_LAST:]:
        more.append(_cpu(sky, each, each.sent))
        began = time.process_time()
        for area in sky.lies_in:
            sky.over(area)[-1:]
        asked.append(time.process_time() - began)
        before_it = msgspec.structs.replace(each, identifier=f"late {each.identifier}", sent=each.sent - 2 * _MINUTE)
        late.append(_cpu(sky, before_it, each.sent))
    costs = (whole, median(more), median(asked), median(late), *_asked(messages))
    return {what: cost * 1e6 for what, cost in zip(COSTS, costs, strict=True)}


def _asked(messages: list[WeatherMessage]) -> tuple[float, float]:
    """CPU time (s) of one more message with an evaluation of an area after it; and of one that was sent two minutes earlier."""
    pace, end = Pace(packaged_law()), messages[-1].sent
    before = [rain_before(messages[0].sent), *messages[:-_LAST]]
    pace.fold([LiveCells(0, 1, cells_up_to(end)), Weather([*before])], 0, before[-1].sent)
    list(pace.evaluate_due(before[-1].sent))
    more, late = [], []
    for number, each in enumerate(messages[-_LAST:]):
        more.append(_evaluated(pace, each, each.sent, 2 * number + 1))
        before_it = msgspec.structs.replace(each, identifier=f"late {each.identifier}", sent=each.sent - 2 * _MINUTE)
        late.append(_evaluated(pace, before_it, each.sent, 2 * number + 2))
    return median(more), median(late)


def rain_before(first: int) -> WeatherMessage:
    """The rain: a warning of six hours up to the first message, so that slots are judged however few messages there are."""
    return msgspec.structs.replace(
        _message(0, first - 360 * _MINUTE, 361 * _MINUTE), office="another", identifier="before"
    )


def _evaluated(pace: Pace, message: WeatherMessage, now: int, offset: int) -> float:
    began = time.process_time()
    pace.fold([Weather([message])], offset, now)
    list(pace.evaluate_due(now))
    return time.process_time() - began


def cells_up_to(end: int) -> list[CellRow]:
    """Ten orders a slot, half of them pushed, in the twelve hours up to an instant (ms), and at that time of two weeks before."""
    cell = Cell(3_600_000, 3_600_000, 10, struct.pack(">5I", *range(0, SLOT_MS, SLOT_MS // 5)), 5, 3_000_000, 5_000)
    slots = [slot_of(end) - week * 7 * 144 - back for week in range(3) for back in range(72)]
    return [(CellKey("hema", "delivery", "360104", slot), cell) for slot in slots]


def _cpu(sky: Sky, message: WeatherMessage, now: int) -> float:
    began = time.process_time()
    sky.take([message])
    sky.look(now)
    return time.process_time() - began


def _message(
    number: int, sent: int, length: int, references: tuple[int, ...] = (), *, ends: bool = False
) -> WeatherMessage:
    begun = () if ends else (BegunLevel("暴雨", "red" if number % 2 else "orange", ("360104",), sent, sent + length),)
    return WeatherMessage(
        _OFFICE,
        f"w{number}",
        sent,
        "Cancel" if ends else "Update" if references else "Alert",
        (),
        tuple(sorted((_OFFICE, f"w{each}") for each in references)),
        begun,
        (),
        ("360104",),
        False,
        "",
        b"",
    )


def _every(number: int, minutes: float) -> int:
    return SINCE + round(number * minutes * _MINUTE)


COSTS = (
    "look at all",
    "one more",
    "ask all areas",
    "one that comes late",
    "one more, and ask",
    "a late one, and ask",
)
"""All that come at once, by one; one more, with a look; the latest episode of every area; one sent two minutes earlier; the
second and the fourth with the rules evaluated about an area that has orders."""

KINDS: dict[str, Kind] = {
    "warnings apart": lambda i: _message(i, _every(i, 60), 30 * _MINUTE),
    "warnings of one rain": lambda i: _message(i, _every(i, 1), 30 * _MINUTE),
    "warnings that hold a year": lambda i: _message(i, _every(i, 1), 365 * 1440 * _MINUTE),
    "updates in a chain": lambda i: _message(i, _every(i, 1), 30 * _MINUTE, (i - 1,) if i else ()),
    "updates of one warning": lambda i: _message(i, _every(i, 1), 30 * _MINUTE, (0,) if i else ()),
    "updates in a chain of rains apart": lambda i: _message(i, _every(i, 60), 30 * _MINUTE, (i - 1,) if i else ()),
    "replaced under one name": lambda i: _message(0, _every(i, 1), 30 * _MINUTE),
    "cancelled and begun again in one rain": lambda i: _message(
        i, _every(i, 5), 30 * _MINUTE, (i - 1,) if i % 2 else (), ends=i % 2 == 1
    ),
    "upgraded in one rain by the second": lambda i: _message(i, SINCE + 1_000 * i, 30 * _MINUTE, (i - 1,) if i else ()),
    "cancelled one by one": lambda i: _message(
        i, _every(i, 30), 20 * _MINUTE, (i - 1,) if i % 2 else (), ends=i % 2 == 1
    ),
}
"""By name."""
