"""Statements about pay entries as facts: which are kept, under which keys, and what of the release before is read."""

from itertools import permutations

import msgspec
import pytest

from schemas.work import PayRow
from streams.facts.novelty import adds_statement
from streams.facts.pay_entry import ENTRIES, MOST_VARIANTS, PayEntry
from streams.facts.tolerance import STANDARD
from streams.facts.worker import WorkerFacts

NOON, LATER = 1_654_056_000_000, 1_654_059_600_000


def stated(
    fen: int, kind: str = "accrued", at: int = NOON, said: int = NOON, sequence: int = 0, order: str | None = "o1"
) -> PayRow:
    return PayRow(
        "w", at, "360104", "delivery", 0, 0, None, "p1", said, sequence, f"e{fen}", f"pay.{kind}", "piece", fen, order
    )


def folded(*rows: PayRow) -> WorkerFacts:
    facts = WorkerFacts()
    for row in rows:
        facts.fold("hema", row, STANDARD)
    return facts


def entries(facts: WorkerFacts) -> dict[str, PayEntry]:
    return ENTRIES.all(facts.platforms["hema"].entries)


def amounts(facts: WorkerFacts) -> dict[str, list[int]]:
    return {key: [each.amount_fen for each in entry.variants] for key, entry in entries(facts).items()}


def test_an_id_that_is_used_for_both_kinds_names_two_entries() -> None:
    assert amounts(folded(stated(5000), stated(500, "deducted"))) == {"p1": [5000], "~p1": [500]}


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        ([stated(1), stated(2, said=LATER)], [2]),
        ([stated(1, said=LATER), stated(2, at=LATER - 1, said=LATER - 1)], [1]),
        ([stated(1, sequence=2), stated(2, sequence=1)], [1]),
        ([stated(1), stated(2), stated(1)], [1, 2]),
        ([stated(1), stated(2), stated(3, sequence=1)], [3]),
        ([stated(2), stated(2, order=None)], [2, 2]),
    ],
)
def test_the_statements_of_the_largest_instant_and_sequence_are_kept_in_any_order(
    rows: list[PayRow], kept: list[int]
) -> None:
    found = [folded(*each) for each in permutations([*rows, rows[0]])]

    assert [amounts(each) for each in found] == [{"p1": kept}] * len(found)
    assert all(each == found[0] for each in found)
    assert [each.statements for each in found] == [len(kept)] * len(found)


def test_of_very_many_contradictions_the_smallest_and_the_largest_are_kept_in_any_order() -> None:
    rows = [stated(fen) for fen in range(40)]

    up, down = folded(*rows), folded(*reversed(rows))

    half = MOST_VARIANTS // 2
    assert amounts(up) == amounts(down) == {"p1": [*range(half), *range(40 - half, 40)]}
    assert entries(up) == entries(down)


def test_a_statement_is_news_where_nothing_orders_it_against_the_one_that_is_kept() -> None:
    facts = folded(stated(1))

    news = [
        adds_statement(facts, "hema", row, STANDARD)
        for row in (stated(1), stated(2), stated(2, said=LATER), stated(1, "deducted"))
    ]

    assert news == [False, True, False, True]


def test_entries_of_the_release_before_have_keys_of_their_kind_and_take_further_statements() -> None:
    old = (NOON, 0, "e7", True, "damage", 500, 0, "o1")
    form = [1, [msgspec.msgpack.encode({"p1": old})], None, 1, 60]
    state = msgspec.msgpack.encode([{"hema": [{}, [0, [], None, 0, 0], None, form, 0]}, None, NOON, [], None])

    facts = msgspec.msgpack.decode(state, type=WorkerFacts)
    for row in (stated(5000), stated(700, "deducted")):
        facts.fold("hema", row, STANDARD)

    assert amounts(facts) == {"p1": [5000], "~p1": [500, 700]}
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=WorkerFacts) == facts
