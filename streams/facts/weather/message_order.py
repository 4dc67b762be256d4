"""The messages that count, of two of one name and second one; and their order, in one second each after what it refers to.

Messages are a set: the order in which they came, and how often, makes no difference.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from heapq import heapify, heappop, heappush

from schemas.weather.warning import LEVELS, MessageName, WeatherMessage

SECOND_MS = 1_000
"""Messages name the instant of sending to the second."""
_CANCEL = "Cancel"
_digits = re.compile("([0-9]+)").split


def second_of(message: WeatherMessage) -> int:
    """The second in which a message was sent, since 1970."""
    return message.sent // SECOND_MS


def counting(messages: Iterable[WeatherMessage]) -> list[WeatherMessage]:
    """The messages that count, in no order: of several of one name and second one, whole.

    It is the one of the higher level, then of more counties, then with the later until, then the earlier start, then the
    larger text; a Cancel only where there is nothing else.
    """
    rivals: dict[tuple[MessageName, int], list[WeatherMessage]] = defaultdict(list)
    for each in messages:
        rivals[each.name, second_of(each)].append(each)
    return [those[0] if len(those) == 1 else max(those, key=_rank) for those in rivals.values()]


def in_order(messages: Collection[WeatherMessage]) -> list[WeatherMessage]:
    """Messages that count in the order of their second; of one second each after what it refers to, else by identifier.

    Directly or through others of that second; digits in an identifier are read as numbers.
    """
    by_second: dict[int, list[WeatherMessage]] = defaultdict(list)
    for each in messages:
        by_second[second_of(each)].append(each)
    return [each for _, those in sorted(by_second.items()) for each in _of_one_second(those)]


def _rank(message: WeatherMessage) -> tuple[object, ...]:
    begins = message.begins
    return (
        message.msg_type != _CANCEL,
        max((LEVELS.index(each.level) for each in begins), default=-1),
        len(message.counties),
        max((each.until for each in begins), default=0),
        -min((each.start for each in begins), default=0),
        zlib.decompress(message.text) if message.text else b"",
    )


def _of_one_second(messages: list[WeatherMessage]) -> Iterator[WeatherMessage]:
    """Messages of one second, the smallest of those first whose references there have all been given; a circle is cut there."""
    waiting = {each.name: each for each in messages}
    needs = {each.name: {name for name in each.references if name in waiting} - {each.name} for each in messages}
    needed_by: dict[MessageName, list[MessageName]] = defaultdict(list)
    for name, those in needs.items():
        for each in those:
            needed_by[each].append(name)
    free = [(by_number(name), name) for name, those in needs.items() if not those]
    heapify(free)
    while waiting:
        name = heappop(free)[1] if free else min(waiting, key=by_number)
        if name not in waiting:
            continue
        yield waiting.pop(name)
        for each in needed_by[name]:
            needs[each].discard(name)
            if not needs[each] and each in waiting:
                heappush(free, (by_number(each), each))


def by_number(name: MessageName) -> tuple[object, ...]:
    """The place of a name by its identifier, the digits of which are read as numbers; then by its text and office.

    >>> sorted([("o", "w10"), ("o", "w9")], key=by_number)
    [('o', 'w9'), ('o', 'w10')]
    """
    office, identifier = name
    parts = _digits(identifier)
    numbers = [(int(part), "") if place % 2 else (-1, part) for place, part in enumerate(parts)]
    return (numbers, identifier, office)
