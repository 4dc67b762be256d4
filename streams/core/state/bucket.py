"""A bucket of workers: who is watched, what of them changed since it was dumped, and which parts of its state are valid.

A dump writes the workers that changed to a new part, and all of them anew once more than half of what is stored is out of date.
"""

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from schemas.legal_days import Day
from streams.core.state.finals import Finals
from streams.core.state.snapshot import (
    FORM,
    INLINE_BYTES,
    PART_BYTES,
    BucketHead,
    BucketPart,
    decode_facts,
    decode_part,
    encode_facts,
    encode_head,
    encode_part,
)
from streams.core.state.stored import REMEDY, Units, UnreadableState
from streams.core.watched import Watched

MOST_PARTS = 16
"""Parts beside those that the state fills: as many checkpoints may go by before what changed little is written together."""

_FRAME = 16
"""Bytes beside a worker's id and facts in a part, at the most."""


class PartNames:
    """Gives each part that an incarnation of a partition writes a number of its own. Mutable."""

    def __init__(self) -> None:
        self._given = 0

    def part(self, incarnation: int, size: int) -> BucketPart:
        """The name of the next part."""
        self._given += 1
        return BucketPart(incarnation, self._given, size)


class Bucket:
    """A bucket; mutable. `settled` (ms): earlier rows of unknown workers are too late; None where nobody was forgotten.

    What is stored of it: the parts are at most twice the state of its workers, or else that and one part; their number is at
    most `MOST_PARTS` and two for each `PART_BYTES` of that state. A takeover reads that, the head, and what a torn checkpoint
    left behind, which is at most as much again.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.members: dict[str, Watched] = {}
        self.settled: int | None = None
        self.new_ids: tuple[Day, dict[str, int]] = (0, {})
        self._parts: list[BucketPart] = []
        self._gone: set[str] = set()
        self._live = 0

    def watch(self, watched: Watched) -> None:
        """Watch a worker."""
        self.members[watched.subject] = watched

    def count_new(self, platform: str, day: Day) -> None:
        """Count a worker of whom a platform had sent nothing, on a legal day. Those of the day before are counted no more."""
        of_day, counts = self.new_ids
        before = counts.get(platform, 0) if of_day == day else 0
        self.new_ids = (day, {**(counts if of_day == day else {}), platform: before + 1})

    def forget(self, watched: Watched) -> None:
        """Stop watching a worker; the parts that hold its state still do so until they are written anew."""
        del self.members[watched.subject]
        if watched.kept:
            self._gone.add(watched.subject)
            self._live -= watched.kept

    def load(self, head: BucketHead, parts: Mapping[bytes, bytes]) -> Iterator[Watched]:
        """Watch the workers of a head and of its parts, given by the names of their units. `UnreadableState` where one lacks."""
        self.settled, self._parts, self.new_ids = head.settled_before, head.parts, head.new_ids
        states: dict[str, msgspec.Raw] = {}
        for part in head.parts:
            unit = part.unit(self.number)
            if unit not in parts:
                raise UnreadableState(
                    f"part {part.number} of {part.incarnation} of bucket {self.number} lacks; {REMEDY}"
                )
            states |= decode_part(parts[unit])
        for name, state in (states | head.workers).items():
            facts = decode_facts(state)
            if facts is not None:
                watched = self.members[name] = Watched.of(name, facts)
                watched.kept = len(bytes(state)) if name in states else 0
                yield watched
        self._live = sum(each.kept for each in self.members.values())

    def dump(self, incarnation: int, names: PartNames, finals: Finals | None) -> tuple[Units, bytes, Units]:
        """Dumps units to be written one after the other: new parts, the head, and removals of what nothing refers to then."""
        states = _encoded(each for each in self.members.values() if each.changed)
        gone: dict[str, msgspec.Raw | None] = dict.fromkeys(self._gone - states.keys())
        left: list[BucketPart] = []
        if self._is_out_of_date(states, incarnation):
            states |= _encoded(each for each in self.members.values() if each.subject not in states)
            left, self._parts, gone = self._parts, [], {}
        self._gone = set()
        inline = not self._parts and sum(map(_size, states.values())) <= INLINE_BYTES
        written = [] if inline else self._to_parts(gone | states, incarnation, names)
        for name, state in states.items():
            watched = self.members[name]
            self._live -= watched.kept
            watched.changed, watched.kept = False, 0 if inline else _size(state)
            self._live += watched.kept
        head = BucketHead(FORM, self.settled, states if inline else {}, parts=self._parts, new_ids=self.new_ids)
        if finals is not None:
            finals.seal()
            head.finals, head.last_batch = finals.batches, finals.number
        return written, encode_head(head), [(part.unit(self.number), None) for part in left]

    def _is_out_of_date(self, states: Mapping[str, msgspec.Raw], incarnation: int) -> bool:
        """True if all is to be written anew once these states take the place of what is stored of their workers.

        It is, too, where the parts are of an earlier incarnation: a process that hung may wake up and remove them.
        """
        if not self._parts or self._parts[0].incarnation != incarnation:
            return True
        more = sum(map(_size, states.values()))
        live = self._live + more - sum(self.members[name].kept for name in states)
        stored = sum(part.size for part in self._parts) + more
        return stored > 2 * live or len(self._parts) >= MOST_PARTS + 2 * live // PART_BYTES

    def _to_parts(
        self, states: Mapping[str, msgspec.Raw | None], incarnation: int, names: PartNames
    ) -> list[tuple[bytes, bytes | None]]:
        """Put states into new parts, which are valid from now on; gives their units."""
        units: Units = []
        for each in _filled(states):
            value = encode_part(each)
            part = names.part(incarnation, len(value))
            self._parts = [*self._parts, part]
            units.append((part.unit(self.number), value))
        return units


def _encoded(workers: Iterable[Watched]) -> dict[str, msgspec.Raw]:
    return {each.subject: encode_facts(each.facts) for each in sorted(workers, key=_name)}


def _filled(states: Mapping[str, msgspec.Raw | None]) -> Iterator[dict[str, msgspec.Raw | None]]:
    """The states by part: as many as go into one, in their order."""
    part: dict[str, msgspec.Raw | None] = {}
    size = 0
    for name, state in states.items():
        more = len(name) + _size(state) + _FRAME
        if part and size + more > PART_BYTES:
            yield part
            part, size = {}, 0
        part[name] = state
        size += more
    if part:
        yield part


def _size(state: msgspec.Raw | None) -> int:
    return 0 if state is None else len(memoryview(state))


def _name(watched: Watched) -> str:
    return watched.subject
