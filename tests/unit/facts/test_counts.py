"""The number of statements kept of a worker, and of bytes: counted one by one, and the same when counted anew."""

from random import Random

import msgspec
import pytest

from schemas.work import AnyRow
from streams.facts.tolerance import STANDARD
from streams.facts.worker import PlatformFacts, WorkerFacts
from tests.unit.core.days import row

_decode = msgspec.msgpack.Decoder(WorkerFacts).decode
_encode = msgspec.msgpack.Encoder().encode

DAY = (
    *("08:00 online", "08:00 beat", "08:10 beat", "08:05 beat", "12:00 offline"),
    *("08:02 accepted o1", "08:09 completed o1", "08:19 completed o1", "08:20 accepted o2"),
)  # fmt: skip


def rows(*lines: str) -> list[AnyRow]:
    return [row(line) for line in lines]


def folded(said: list[AnyRow]) -> WorkerFacts:
    facts = WorkerFacts()
    for each in said:
        facts.fold("hema", each, STANDARD)
    return facts


def many(number: int) -> list[AnyRow]:
    """One order that is accepted and ended again and again, as where an id is a constant."""
    return rows(*(f"08:{i // 60:02}:{i % 60:02} {('accepted', 'completed')[i % 2]} o1" for i in range(number)))


def test_each_statement_that_adds_something_counts_once_however_often_and_in_whatever_order_it_comes() -> None:
    said = rows(*DAY)
    again = [*said, *said]
    Random(3).shuffle(again)

    found = {order: folded(each).platforms["hema"] for order, each in {"once": said, "shuffled": again}.items()}

    # two points, three pulses more than 180 s apart, two acceptances, two ends
    assert [facts.statements for facts in found.values()] == [9, 9]
    assert found["once"].size == found["shuffled"].size


@pytest.mark.parametrize("said", [rows(*DAY), many(15), many(16), many(17), many(2000)], ids=len)
def test_the_counts_are_there_after_a_takeover_and_are_what_a_new_count_gives(said: list[AnyRow]) -> None:
    facts = folded(said)

    heir = _decode(_encode(facts))
    heir.platforms["hema"].count()

    assert heir == facts
    assert facts.statements_of("hema") == facts.statements == len(said)


def test_the_size_is_about_what_is_written() -> None:
    for said in (rows(*DAY), many(2000)):
        facts = folded(said)

        assert 0.7 < facts.size_of("hema") / len(_encode(facts)) < 1.5


def test_facts_of_a_form_of_state_without_counts_are_counted_when_they_are_read() -> None:
    facts = folded(rows(*DAY))
    own = facts.platforms["hema"]
    packed = [[own.orders.count, own.orders.blocks], [0, []]]
    old = _encode([{"hema": [own.sessions, packed[0], own.place_before, packed[1]]}, None, facts.latest, []])

    assert _decode(old) == facts


def test_a_row_that_waits_counts_until_its_instant_and_then_as_what_it_says() -> None:
    facts = WorkerFacts()
    (said,) = rows("08:00 online")
    waits = [facts.add_waiting("hema", each) for each in (said, msgspec.structs.replace(said, offset=7))]

    before = facts.statements_of("hema"), facts.size_of("hema") > 0, facts.next_at()
    facts.fold_due(said.at, STANDARD)

    assert (waits, before) == ([True, False], (1, True, said.at))
    assert (facts.statements_of("hema"), facts.statements, facts.next_at()) == (1, 1, None)


def test_nothing_is_kept_of_a_platform_that_was_never_heard() -> None:
    assert (WorkerFacts().statements_of("hema"), WorkerFacts().size_of("hema")) == (0, 0)


def test_counted_is_only_what_a_count_would_find_in_empty_facts() -> None:
    assert (PlatformFacts().statements, PlatformFacts().size) == (0, 0)
