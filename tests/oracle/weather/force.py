"""From what messages state to what was in force in one county: what ends what, instant by instant, over plain lists.

A *holding* is one kind of one message in one county. At each instant first that which is sent ends others, then holdings
start, of the latest message first.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cmp_to_key

from tests.oracle.law import MINUTE
from tests.oracle.weather.words import LEVELS, Begun, Message, Said, said_by

AFTER = 10 * MINUTE
"""One that starts so long after another's end at most follows it."""


@dataclass
class Holding:
    """Mutable: `began` once it is in force, `ended` when it is no more, or never will be."""

    message: "Numbered"
    kind: str
    county: str
    parts: list[Begun]
    began: bool = False
    ended: int | None = None
    chain: set[int] = field(default_factory=set)

    @property
    def start(self) -> int:
        return min(part.start for part in self.parts)

    @property
    def until(self) -> int:
        return max(part.until for part in self.parts)

    def spans(self) -> list[tuple[int, int, str]]:
        end = self.until if self.ended is None else min(self.ended, self.until)
        return [(p.start, min(p.until, end), p.level) for p in self.parts if self.began and p.start < min(p.until, end)]


@dataclass
class Numbered:
    """A message that counts, with its place in the order of sending."""

    said: Said
    order: int


def in_force(messages: Iterable[Message]) -> list[Holding]:
    """Every holding of the messages, in any order and with repeats, with what became of it."""
    numbered = [Numbered(said, order) for order, said in enumerate(_ordered(_counting(messages)))]
    world = _World(numbered)
    for at in world.instants():
        world.step(at)
    return world.holdings


def _counting(messages: Iterable[Message]) -> list[Said]:
    by_name: dict[tuple[object, ...], dict[bytes, Said]] = {}
    for message in messages:
        said = said_by(message)
        if said.begun or said.lifts or (said.sort == "Cancel" and (said.counties or said.everywhere)):
            by_name.setdefault((said.name, said.sent // 1000), {})[message["text"]] = said
    return [max(rivals.items(), key=_weight)[1] for rivals in by_name.values()]


def _weight(rival: tuple[bytes, Said]) -> tuple[object, ...]:
    text, said = rival
    return (
        said.sort != "Cancel",
        max([LEVELS.index(begun.level) for begun in said.begun], default=-1),
        len(said.counties),
        max([begun.until for begun in said.begun], default=0),
        -min([begun.start for begun in said.begun], default=0),
        text,
    )


def _ordered(counting: list[Said]) -> list[Said]:
    """By second; of one second one after the other, always the smallest of those that refer to none that is left."""
    left = sorted(counting, key=lambda said: (said.sent // 1000, cmp_to_key(_by_number)(said)))
    found: list[Said] = []
    while left:
        second = left[0].sent // 1000
        now = [said for said in left if said.sent // 1000 == second]
        names = {said.name for said in now}
        free = [said for said in now if not (said.references & names) - {said.name}]
        found.append((free or now)[0])
        left.remove(found[-1])
    return found


def _by_number(one: Said, other: Said) -> int:
    first, second = (
        (
            [int(n) if n.isdigit() else n for n in re.findall("[0-9]+|[^0-9]+", said.identifier)],
            said.identifier,
            said.office,
        )
        for said in (one, other)
    )
    for a, b in zip(first[0], second[0], strict=False):
        if a != b:
            # a text goes before a number
            if isinstance(a, str) != isinstance(b, str):
                return -1 if isinstance(a, str) else 1
            return -1 if a < b else 1
    return (
        (first[1:] > second[1:]) - (first[1:] < second[1:])
        if len(first[0]) == len(second[0])
        else (-1 if len(first[0]) < len(second[0]) else 1)
    )


class _World:
    """All messages and holdings."""

    def __init__(self, messages: list[Numbered]) -> None:
        self.messages = messages
        self.holdings = [holding for message in messages for holding in _holdings(message)]

    def instants(self) -> list[int]:
        sent = {message.said.sent for message in self.messages}
        starts = {begun.start for message in self.messages for begun in message.said.begun}
        return sorted(sent | starts)

    def step(self, at: int) -> None:
        sent = [message for message in self.messages if message.said.sent == at]
        for message in self.messages:
            self._take_name(message, at)
        for message in sent:
            self._end_by_lifts(message, at)
            if message.said.sort == "Cancel":
                self._cancel(message, at)
        starting = {id(h.message): h.message for h in self.holdings if h.start == at}
        for message in sorted(starting.values(), key=lambda each: -each.order):
            self._start(message, at)

    def family(self, message: Numbered) -> list[Holding]:
        said = message.said
        return [
            h
            for h in self.holdings
            if h.message is not message and said.over(h.message.said.office)
            if (h.message.said.name in said.references and h.message.said.sent <= said.sent)
            or (h.message.said.references & said.references and h.message.said.sent < said.sent)
        ]

    def _take_name(self, message: Numbered, at: int) -> None:
        """The earlier statements of its name give way at its start, kind by kind, whether or not it is in force."""
        begun, said = message.said.begun, message.said
        if not any(part.start == at for part in begun):
            return
        for h in self.holdings:
            if h.message.said.name == said.name and h.message.said.sent // 1000 < said.sent // 1000:
                here = [p.start for p in begun if p.kind == h.kind and h.county in p.counties]
                kind = [p.start for p in begun if p.kind == h.kind]
                if min(here or kind or [p.start for p in begun]) == at:
                    self._end(h, at)

    def _end_by_lifts(self, message: Numbered, at: int) -> None:
        for lift in message.said.lifts:
            for h in self.family(message):
                if (h.kind in lift.kinds or not lift.kinds) and (lift.everywhere or h.county in lift.counties):
                    self._end(h, at)
            for h in self.holdings:
                ours = h.message.said.office == message.said.office and h.message.said.sent < at
                if ours and h.kind in lift.kinds and h.county in lift.counties:
                    self._end(h, at)

    def _cancel(self, message: Numbered, at: int) -> None:
        said = message.said
        own = [h for h in self.holdings if h.message.said.name == said.name]
        meant = [h for h in (*own, *self.family(message)) if h.message.said.sent < at and h.message is not message]
        meant = [h for h in meant if said.everywhere or h.county in said.counties]
        for h in meant:
            self._link_if_kept_away(h)
        for h in meant:
            for other in self.holdings:
                if other.began and other.ended is None and other.until > at and self._chained(h, other):
                    self._end(other, at)
        for h in meant:
            self._end(h, at)

    def _start(self, message: Numbered, at: int) -> None:
        own = [h for h in self.holdings if h.message is message]
        before = {h.kind for h in own if h.began}
        begun = []
        for h in own:
            if h.start == at and h.ended is None:
                if self._kept_away(h):
                    self._link_if_kept_away(h)
                    self._end(h, at)
                else:
                    self._begin(h, at)
                    begun.append(h)
        if begun and message.said.sort == "Update":
            self._replace(message, begun, before, at)

    def _begin(self, h: Holding, at: int) -> None:
        for other in self._beside(h):
            if other.message.order < h.message.order and other.began:
                if other.ended is None and other.until > at:
                    self._end(other, at)
                if at - min(other.until, other.until if other.ended is None else other.ended) <= AFTER:
                    self._link(h, other)
        h.began = True

    def _replace(self, message: Numbered, begun: list[Holding], before: set[str], at: int) -> None:
        own = [h for h in self.holdings if h.message is message]
        open_ = [h for h in own if h.began or h.ended is None]
        kinds = {h.kind for h in begun}
        for h in self.family(message):
            if any((mine.kind, mine.county) == (h.kind, h.county) for mine in begun):
                self._end(h, at)
            elif any((mine.kind, mine.county) == (h.kind, h.county) for mine in open_):
                continue
            elif h.kind in kinds - before or (not before and h.kind not in {mine.kind for mine in open_}):
                self._end(h, at)
        for mine in begun:
            for h in self.family(message):
                if h in self._beside(mine) and h.message.order < message.order:
                    self._link(mine, h)

    def _end(self, holding: Holding, at: int) -> None:
        if holding.ended is None and not (holding.began and holding.until <= at):
            self._link_if_kept_away(holding)
            holding.ended = at

    def _beside(self, h: Holding) -> list[Holding]:
        return [
            other
            for other in self.holdings
            if other is not h
            and (other.message.said.office, other.kind, other.county) == (h.message.said.office, h.kind, h.county)
        ]

    def _kept_away(self, h: Holding) -> list[Holding]:
        """The later ones that have begun and last, by their word, beyond its start."""
        later = [other for other in self._beside(h) if other.message.order > h.message.order and other.began]
        return [other for other in later if other.until > h.start]

    def _link_if_kept_away(self, h: Holding) -> None:
        if not h.began and h.ended is None and self._kept_away(h):
            self._link(h, max(self._kept_away(h), key=lambda other: (other.until, other.message.order)))

    def _link(self, one: Holding, other: Holding) -> None:
        one.chain.add(id(other))
        other.chain.add(id(one))

    def _chained(self, one: Holding, other: Holding) -> bool:
        by_id = {id(h): h for h in self.holdings}
        seen, left = {id(one)}, [one]
        while left:
            for each in left.pop().chain - seen:
                seen.add(each)
                left.append(by_id[each])
        return id(other) in seen


def _holdings(message: Numbered) -> list[Holding]:
    parts = [part for part in message.said.begun if part.start < part.until]
    keys = sorted({(part.kind, county) for part in parts for county in part.counties})
    return [
        Holding(message, kind, county, [p for p in parts if p.kind == kind and county in p.counties])
        for kind, county in keys
    ]
