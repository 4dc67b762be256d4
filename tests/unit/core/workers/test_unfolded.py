"""Rows that wait to be folded: platforms in turn, and records counted in their order."""

from itertools import chain

import pytest

from schemas.work import AnyRow, Group, PayRow, SessionRow, Sort
from streams.core.workers.unfolded import Unfolded


def row(at: int, offset: int, worker: str = "w") -> AnyRow:
    return SessionRow(worker, at, "360104", "delivery", offset, 0, None, "s", Sort.ON)


def paid(at: int, offset: int, worker: str) -> AnyRow:
    where = (worker, at, "360104", "delivery", offset, 0, None)
    return PayRow(*where, f"e{at}", at, 0, "v", "pay.accrued", "piece", 100, None)


def group(platform: str, *instants: int, of_one: int = 1) -> Group:
    """A group in which each feed record has so many rows."""
    return Group(platform, f"feed.{platform}", 0, [row(at, at // of_one) for at in instants])


def drained(unfolded: Unfolded, most: int) -> list[tuple[str, list[int]]]:
    """The rows taken out until nothing waits."""
    taken = []
    while (some := unfolded.next(most)) is not None:
        assert len(some.rows) <= most
        taken.append((some.platform, [row.at for row in some.rows]))
    return taken


def test_a_platform_waits_for_one_turn_of_another_whatever_that_one_sent_before() -> None:
    unfolded = Unfolded(-1)
    for offset in range(9):
        unfolded.add(offset, [group("hema", *range(1000))])
    unfolded.add(9, [group("tuche", 7)])

    turns = [platform for platform, _ in drained(unfolded, 100)]

    assert turns.index("tuche") == 1
    assert turns.count("hema") == 90


@pytest.mark.parametrize("most", [1, 3, 100])
def test_the_rows_of_a_platform_stay_in_their_order_and_none_is_lost(most: int) -> None:
    unfolded = Unfolded(-1)
    for offset in range(5):
        unfolded.add(offset, [group("hema", *range(7 * offset, 7 * offset + 7)), group("tuche", offset)])

    taken = drained(unfolded, most)

    assert list(chain.from_iterable(some for platform, some in taken if platform == "hema")) == list(range(35))
    assert list(chain.from_iterable(some for platform, some in taken if platform == "tuche")) == list(range(5))
    assert (unfolded.rows, unfolded.folded) == (0, 4)


def test_where_pay_is_costly_one_worker_is_folded_at_a_time() -> None:
    unfolded, fixed = Unfolded(-1), set[str]()
    unfolded.add(0, [Group("hema", "feed.hema", 0, [paid(at, at // 6, "bca"[at % 3]) for at in range(12)])])

    def costly(platform: str, row: PayRow) -> bool:
        return platform == "hema" and row.worker not in fixed

    taken = []
    while (some := unfolded.next(100, costly)) is not None:
        taken.append([(each.worker, each.at) for each in some.rows])
        fixed |= {each.worker for each in some.rows}

    assert taken[:2] == [[("a", 2), ("a", 5)], [("b", 0), ("b", 3)]]
    assert [len(some) for some in taken] == [2, 2, 2, 6]
    assert unfolded.folded == 0


def test_of_a_large_feed_record_the_rows_of_each_worker_are_folded_together_and_in_their_order() -> None:
    unfolded = Unfolded(-1)
    rows = [row(at, 0, "bca"[at % 3]) for at in range(30)]
    unfolded.add(0, [Group("hema", "feed.hema", 0, [*rows, row(30, 1), row(31, 1)])])

    taken = []
    while (some := unfolded.next(15)) is not None:
        taken.append([(each.worker, each.at) for each in some.rows])

    by_worker = [(worker, at) for worker in "abc" for at in range("bca".index(worker), 30, 3)]
    assert taken == [by_worker[:10], by_worker[10:20], [*by_worker[20:], ("w", 30), ("w", 31)]]
    assert unfolded.folded == 0


@pytest.mark.parametrize(("most", "pieces"), [(12, [10, 10, 10]), (25, [20, 10]), (3, [10, 10, 10]), (30, [30])])
def test_the_rows_of_a_feed_record_are_folded_together(most: int, pieces: list[int]) -> None:
    unfolded = Unfolded(-1)
    unfolded.add(0, [group("hema", *range(30), of_one=10)])

    found = []
    while (some := unfolded.next(most)) is not None:
        found.append(len(some.rows))

    assert found == pieces


def test_a_record_counts_as_folded_with_its_last_row_and_never_before_one_that_came_before_it() -> None:
    unfolded = Unfolded(9)
    unfolded.add(10, [group("hema", 1, 2)])
    unfolded.add(11, [group("tuche", 3)])
    folded = [unfolded.folded]

    for _ in range(3):
        unfolded.next(1)
        folded.append(unfolded.folded)

    assert folded == [9, 9, 9, 11]
    assert unfolded.read == 11


def test_a_record_without_rows_is_folded_when_those_before_it_are() -> None:
    unfolded = Unfolded(-1)
    unfolded.add(0, [group("hema", 1)])
    unfolded.add(1, [])

    before = unfolded.folded
    unfolded.next(1)

    assert (before, unfolded.folded) == (-1, 1)
