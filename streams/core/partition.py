"""A work partition in one judge's hands: what was taken of it, what may be said about it, in which version. Pure.

A judge that takes a partition over is silent until it has read as far as its predecessor may have: what it says then is never
behind what was said before. Versions are ordered by the incarnation of the partition, its offset, and `now`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from schemas.advice import advice_of
from schemas.faults import event_id_in
from schemas.refusal import Code, Refusal
from schemas.topics import STANDING, advice, refused
from schemas.work import decode_work
from streams.core.catching_up import CatchingUp
from streams.core.intake import Outgoing
from streams.core.judge import Judge, TooLate
from streams.core.said import Said


@dataclass(frozen=True, slots=True)
class Statement:
    """A standing set to be sent, with the advice that goes with it; `subject` names whose it is."""

    subject: str
    outgoing: tuple[Outgoing, ...]


class WorkPartition:
    """Mutable: `offset` is that of the last record taken. `until`: where the predecessor may have read to, exclusive."""

    def __init__(self, number: int, judge: Judge, incarnation: int, next_offset: int, until: int) -> None:
        self.number = number
        self.judge = judge
        self.incarnation = incarnation
        self.offset = next_offset - 1
        self._until = until
        self._catching_up = CatchingUp()
        judge.taking_over = self.offset + 1 < until

    def take(self, offset: int, value: bytes, now: int) -> list[TooLate]:
        """Fold a work record at `now` (ms); what is too late comes back.

        `msgspec.DecodeError` where it cannot be read: then nothing of it was taken.
        """
        groups = decode_work(value)
        late: list[TooLate] = []
        for group in groups:
            late += self.judge.fold(group, now)
            self._catching_up.heard(group.platform, group.rows[-1].at, now)
        self.offset = offset
        if offset + 1 >= self._until:
            self.judge.taking_over = False
        return late

    def statements(self, now: int, most: int) -> Iterator[Statement]:
        """What is to be said at `now` (ms), asking about `most` workers; nothing while the partition is being taken over."""
        if self.judge.taking_over:
            return
        version = (self.incarnation, self.offset, now)
        for said in self.judge.answers(now, most, self._catching_up.platforms(now)):
            yield _statement(said, version)


def refusal_of(late: TooLate) -> Outgoing:
    """The refusal of an event behind the horizon, for the platform that sent it."""
    group, row = late.group, late.row
    refusal = Refusal(
        code=Code.TOO_LATE,
        detail=f"what lies before {late.settled} ms since 1970 is settled for this worker; a replay of the archive takes it",
        platform_id=group.platform,
        event_id=event_id_in(row.raw) if row.raw else None,
        topic=group.topic,
        partition=group.partition,
        offset=row.offset,
        index=row.index,
        event=row.raw or b"",
    )
    return Outgoing(refused(group.platform), None, refusal.model_dump_json().encode())


def _statement(said: Said, version: tuple[int, int, int]) -> Statement:
    key = said.subject.encode()
    out = [Outgoing(STANDING, key, said.standing_set(version).model_dump_json().encode())]
    for finding in said.advice:
        word = advice_of(finding)
        if word is not None:
            out.append(Outgoing(advice(word.platform_id), key, word.model_dump_json().encode()))
    return Statement(said.subject, tuple(out))
