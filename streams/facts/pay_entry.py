"""A pay entry as a fact: of all statements about it those that were made last, so that merging is free of order and repetition.

Accrued and deducted entries have keys of their own, so that one id may name one of each. Statements that nothing orders, of
the same largest instant and sequence, are kept side by side; which of them count is no fact but a reading (`standing`).
"""

import msgspec

from schemas.legal_days import Day
from schemas.work import PayRow
from streams.facts.late import LatePairs, Received, noted_pairs, received, statement_key, together
from streams.facts.packing import PackedDict, PackedDictCodec

NO_DAY = -1
"""In the place of a legal day where a statement names none."""

_DEDUCTED = "pay.deducted"
"""The kind of a statement that takes pay away; the other kind is `pay.accrued`."""

_DEDUCTED_MARK = "~"
"""The beginning of the key of a deducted entry; no id of the contract has this character."""

MOST_VARIANTS = 16
"""Statements of one instant and sequence that are kept of an entry; of more the eight smallest and the eight largest.

Two come from a platform whose systems disagree; the smallest and the largest amount decide whatever lies between.
"""

_PACKED = 4
"""Most statements of an entry kept packed: with ids of 36 letters some 250 bytes."""


class PayVariant(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """One statement about an entry, without what all statements kept of it share; ordered by amount first.

    `stated_after`: by how much it was stated later than `occurred_at` (ms). `order` is empty where it names none. `first` and
    `last`: the legal days that it is for; -1 where it names none.
    """

    amount_fen: int
    category: str
    stated_after: int
    order: str
    first: Day = NO_DAY
    last: Day = NO_DAY

    @property
    def days(self) -> range:
        """The legal days that the statement names itself; none where it names none."""
        return range(0) if self.first == NO_DAY else range(self.first, self.last + 1)


class PayEntry(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The statements about an entry with the largest `(stated_at, sequence)`; the largest variant stands in its own fields.

    `stated_at`: `published_at`, else `occurred_at` (ms). `event_id` is empty; state of an earlier form has one, which decided
    between statements that contradict. `others`: the further variants, ascending. `late`: arrivals of those that were late.
    `first`, `last`: the days that it is for.
    """

    stated_at: int
    sequence: int
    event_id: str
    deducted: bool
    category: str
    amount_fen: int
    stated_after: int
    order: str
    others: tuple[PayVariant, ...] = ()
    late: LatePairs = ()
    first: Day = NO_DAY
    last: Day = NO_DAY

    @classmethod
    def of(cls, row: PayRow) -> "PayEntry":
        """Read the statement of a row."""
        return cls(
            stated_at=row.said_at,
            sequence=row.sequence,
            event_id="",
            deducted=row.kind == _DEDUCTED,
            category=row.category,
            amount_fen=row.amount_fen,
            stated_after=row.said_at - row.at,
            order=row.order or "",
            first=row.first_day,
            last=row.last_day,
        )

    @property
    def variants(self) -> tuple[PayVariant, ...]:
        """All statements that are kept, ascending."""
        own = PayVariant(self.amount_fen, self.category, self.stated_after, self.order, self.first, self.last)
        return (*self.others, own)

    def at(self, variant: PayVariant) -> int:
        """The `occurred_at` (ms) of a statement."""
        return self.stated_at - variant.stated_after

    def before(self, stated: "PayEntry | None") -> "PayEntry":
        """This entry, as it was known before, with the statements of one that came since, if any."""
        return self if stated is None else self.with_statement(stated) or self

    def latest(self) -> int:
        """The latest `occurred_at` (ms) of the statements."""
        return max(map(self.at, self.variants))

    def orders(self) -> set[str]:
        """The orders that the statements name."""
        return {variant.order for variant in self.variants if variant.order}

    @property
    def stated(self) -> tuple[int, int]:
        """The instant (ms) and the sequence by which statements are ordered."""
        return self.stated_at, self.sequence

    def first_stated(self, arrival: int | None) -> "PayEntry":
        """The entry of its first statement, which arrived then (ms); None for within the hour."""
        if arrival is None:
            return self
        return msgspec.structs.replace(self, late=((self.key(self.variants[0]), arrival),))

    def with_arrived(self, stated: "PayEntry", arrival: int | None) -> "PayEntry | None":
        """The entry with one more statement about it, which arrived then (ms), None for within the hour; None for no change."""
        after = self.with_statement(stated)
        entry = self if after is None else after
        keys = {entry.key(each) for each in entry.variants}
        kept = self.late if after is None else tuple(each for each in self.late if each[0] in keys)
        key = stated.key(stated.variants[0])
        late = noted_pairs(kept, key, arrival, new=after is not None) if key in keys else kept
        if late == entry.late:
            return after
        return msgspec.structs.replace(entry, late=late)

    def key(self, variant: PayVariant) -> int:
        """The key of a statement among those that may be late."""
        return statement_key(self.at(variant), self.stated_at, self.sequence, variant)

    def received(self) -> Received | None:
        """The arrivals of the statements that are kept."""
        late = dict(self.late)
        return together(received(self.at(each), late.get(self.key(each))) for each in self.variants)

    def with_statement(self, stated: "PayEntry") -> "PayEntry | None":
        """The entry with one more statement about it; None where that adds nothing."""
        if stated.stated != self.stated:
            return stated if stated.stated > self.stated else None
        variants = _bounded({*self.variants, *stated.variants})
        if variants == self.variants:
            return None
        largest = variants[-1]
        return PayEntry(
            stated_at=self.stated_at,
            sequence=self.sequence,
            event_id="",
            deducted=self.deducted,
            category=largest.category,
            amount_fen=largest.amount_fen,
            stated_after=largest.stated_after,
            order=largest.order,
            others=variants[:-1],
            first=largest.first,
            last=largest.last,
        )


def entry_key(name: str, *, deducted: bool) -> str:
    """The key under which the entry of that id and kind is kept.

    >>> entry_key("p-1", deducted=False), entry_key("p-1", deducted=True)
    ('p-1', '~p-1')
    """
    return f"{_DEDUCTED_MARK}{name}" if deducted else name


def key_of(row: PayRow) -> str:
    """The key of the entry that a row is about."""
    return entry_key(row.entry, deducted=row.kind == _DEDUCTED)


def entry_id(key: str) -> str:
    """The id of the entry that is kept under a key."""
    return key.removeprefix(_DEDUCTED_MARK)


def by_kind(kept: PackedDict[PayEntry]) -> PackedDict[PayEntry]:
    """Entries of a form of state in which an id named one entry of either kind, under keys of their own."""
    entries = ENTRIES.all(kept)
    return ENTRIES.of({entry_key(entry_id(key), deducted=each.deducted): each for key, each in entries.items()})


def _bounded(variants: set[PayVariant]) -> tuple[PayVariant, ...]:
    """The variants, ascending; of too many the smallest and the largest, which are the same in whatever order they came."""
    ordered = sorted(variants)
    if len(ordered) > MOST_VARIANTS:
        ordered = [*ordered[: MOST_VARIANTS // 2], *ordered[-MOST_VARIANTS // 2 :]]
    return tuple(ordered)


def _statements(entry: PayEntry) -> int:
    return 1 + len(entry.others)


def _itself(entry: PayEntry) -> PayEntry:
    return entry


def _size(entry: PayEntry) -> int:
    return len(_pack(entry))


_pack = msgspec.msgpack.Encoder().encode

ENTRIES: PackedDictCodec[PayEntry, PayEntry] = PackedDictCodec(
    PayEntry, statements=_statements, apart=_itself, whole=_itself, size=_size, most=_PACKED
)
"""The codec for the entries of a worker, by key."""
