"""The statements of a pay entry that stand: all while they contradict one another, after seven days the one that gives less pay.

Whether a category counts is law, and given. Nothing here decides about a day's pay.
"""

from collections.abc import Collection
from dataclasses import dataclass

from schemas.legal_days import Day
from streams.facts.pay.days import DatedEntry, DatedStatement


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """An entry with the statements that stand, of which several contradict one another, and those that do no more.

    `decided`: the seven days are over, so that the one that stands is an entry that counts, be it of nothing.
    """

    entry: DatedEntry
    statements: tuple[DatedStatement, ...]
    dropped: tuple[DatedStatement, ...]
    left_out: Collection[str]
    decided: bool

    @property
    def contradicts(self) -> bool:
        """True if several statements stand."""
        return len(self.statements) > 1

    def counts(self, statement: DatedStatement) -> bool:
        """True for a statement whose category is not left out."""
        return _counts(self.entry, statement, self.left_out)

    def gives(self, day: Day) -> tuple[int, int]:
        """The smallest and the largest part (fen) of the pay of a day that any standing statement gives."""
        given = [each.parts.get(day, 0) if self.counts(each) else 0 for each in self.statements]
        return min(given), max(given)

    def belongs(self, day: Day) -> bool:
        """True if it belongs to the day as an entry that counts, whatever its part."""
        return any(day in each.parts and (self.decided or self.counts(each)) for each in self.statements)


def standing(entry: DatedEntry, left_out: Collection[str], now: int) -> StandingEntry:
    """The entry at `now` (ms), without the categories that are left out.

    Statements contradict where they differ in amount, in being counted or in their parts by day. Those that give equal pay on
    different days all stand for ever. Where none counts there is no pay, and nothing to decide.
    """
    if len(entry.statements) == 1:
        return StandingEntry(entry, entry.statements, (), left_out, decided=False)
    distinct: dict[object, DatedStatement] = {}
    for each in entry.statements:
        distinct.setdefault((each.fen, _counts(entry, each, left_out), tuple(each.parts.items())), each)
    statements, settles_at = tuple(distinct.values()), entry.settles_at
    over = settles_at is not None and now >= settles_at
    if len(statements) == 1 or not over or not any(_counts(entry, each, left_out) for each in statements):
        return StandingEntry(entry, statements, (), left_out, decided=False)
    pay = [each.fen if _counts(entry, each, left_out) else 0 for each in statements]
    least = [each for each, fen in zip(statements, pay, strict=True) if fen == min(pay)]
    # of equal pay those for different days all stay; pay of 0 differs by its days alone
    kept = {tuple(each.parts.items()) if min(pay) else tuple(each.parts): each for each in reversed(least)}
    stands = tuple(kept.values())
    dropped = tuple(each for each in statements if each not in stands)
    return StandingEntry(entry, stands, dropped, left_out, decided=True)


def _counts(entry: DatedEntry, statement: DatedStatement, left_out: Collection[str]) -> bool:
    return entry.deducted or statement.category not in left_out
