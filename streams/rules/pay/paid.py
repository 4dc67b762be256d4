"""The pay of a legal day: accrued less deducted, of what counts; the smaller and the larger where statements contradict."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from schemas.findings.stated import EntryShare
from schemas.legal_days import Day, day_text
from streams.facts.pay.days import DatedEntry, DatedStatement
from streams.facts.pay.standing import StandingEntry, standing
from streams.rules.evidence import EntryItem, Item

CATEGORY, CONTRADICTED = "category", "contradicted"
"""The reason why a statement of an entry counts nothing: the law leaves its category out, or another one counts in its place."""


@dataclass(frozen=True, slots=True)
class Paid:
    """The entries of a day, and the two pays in fen, which are the same unless statements contradict one another.

    `reported`: an accrued entry that counts belongs to the day.
    """

    day: Day
    entries: Sequence[StandingEntry]
    smaller: int
    larger: int
    reported: bool

    @property
    def contradicts(self) -> bool:
        """True if the two pays differ."""
        return self.smaller != self.larger

    def items(self, platform: str) -> Iterator[Item]:
        """The statements about the entries, as evidence, each with its part of the day, those that count nothing too."""
        for each in sorted(self.entries, key=lambda entry: (entry.entry.id, entry.entry.deducted)):
            for statement in each.statements:
                if each.contradicts or self.day in statement.parts:
                    reason = None if each.counts(statement) else CATEGORY
                    yield _item(platform, each, statement, self.day, reason)
            for statement in each.dropped:
                yield _item(platform, each, statement, self.day, CONTRADICTED)


def paid_on(day: Day, entries: Iterable[DatedEntry], left_out: Sequence[str], now: int) -> Paid:
    """The pay of a day at `now` (ms), of the entries that belong to it."""
    standings = [standing(entry, left_out, now) for entry in entries]
    given = [each.gives(day) for each in standings]
    return Paid(
        day,
        standings,
        smaller=sum(smallest for smallest, _ in given),
        larger=sum(largest for _, largest in given),
        reported=any(each.belongs(day) for each in standings if not each.entry.deducted),
    )


def _item(platform: str, entry: StandingEntry, statement: DatedStatement, day: Day, left_out: str | None) -> Item:
    stated = EntryItem(
        deducted=entry.entry.deducted,
        category=statement.category,
        order=statement.order or None,
        occurred_at=statement.at,
        whole_fen=statement.fen,
        left_out=left_out,
        contradicts=entry.contradicts,
        for_day=day_text(statement.named[0]) if statement.named else None,
        for_until=day_text(statement.named[-1]) if statement.named else None,
        share=_share(statement, day),
    )
    return Item(platform, "entry", entry.entry.id, (), statement.parts.get(day, 0), stated)


def _share(statement: DatedStatement, day: Day) -> EntryShare | None:
    """The share of a day in a statement that is spread over several."""
    parts, hours = statement.parts, statement.hours
    if day not in parts or len(parts) == 1:
        return None
    return EntryShare(
        days=len(parts),
        day_ms=hours[day] if hours else None,
        whole_ms=sum(hours.values()) if hours else None,
        others_fen=statement.fen - parts[day] if day == max(parts) else None,
    )
