"""Feed records with more rows of one worker than a turn may fold: in pieces, and the worker is evaluated with all or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.work import encode_work
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from streams.law.table import Law
from tests.property.core.feeding import standing, the_law
from tests.stored import dumped
from tests.unit.core.days import WORKER, at, group, row, says

OTHER = "0" * 63 + "2"
WORK = (
    "08:00 online",
    *(
        f"08:{10 + number} accepted o{number}" if number % 5 else f"12:{50 + number // 5} beat"
        for number in range(2, 22)
    ),
    "12:55 offline",
)
"""Each fifth row is of now, so that the platform is not catching up."""
NOW = at("13:00")


@pytest.fixture(autouse=True)
def _five_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.core.workers.unfolded.MOST_OF_ONE", 5)


def partition(judge: Judge) -> WorkPartition:
    return WorkPartition(3, judge, incarnation=7, next_offset=0, until=0)


def read(work: WorkPartition, lines: tuple[str, ...] = WORK) -> None:
    work.read(work.last_read + 1, encode_work([group([row(line, WORKER) for line in lines])]))


def evaluated(work: WorkPartition, now: int = NOW) -> list[str]:
    """Evaluate all that may be, in the loop and beside it; who of those with news was."""
    every = work.judge.roster.workers.values()
    stale = [each for each in every if each.stale]
    list(work.statements(now, 100))
    while (heavy := work.begin(now)) is not None:
        work.conclude(heavy.evaluate(), heavy.version)
    return sorted(each.subject for each in stale if not each.stale)


@pytest.mark.parametrize("heavy", [10, 1_500])
def test_nobody_asks_about_a_worker_before_the_last_piece_and_everybody_else_goes_on(
    law: Law, monkeypatch: pytest.MonkeyPatch, heavy: int
) -> None:
    monkeypatch.setattr("streams.core.workers.stale.HEAVY", heavy)
    work, like = partition(Judge(law)), Judge(law)
    says(work.judge, "07:00 online", now="07:00")
    says(work.judge, "08:00 online", "12:55 offline", now="13:00", worker=OTHER, platform="suda")
    read(work)

    pieces, seen = [], []
    while work.unfolded:
        before = work.unfolded
        work.fold(NOW, 2)
        pieces.append(before - work.unfolded)
        seen.append(evaluated(work))

    says(like, "07:00 online", *WORK, now="13:00")
    assert pieces == [5, 5, 5, 5, 2]
    assert seen == [[OTHER], [], [], [], [WORKER]]
    assert work.offset == 0
    says(like, "08:00 online", "12:55 offline", now="13:00", worker=OTHER, platform="suda")
    assert standing(work.judge, NOW) == standing(like, NOW) != []


def test_an_instant_that_comes_between_two_pieces_is_looked_at_after_the_last(law: Law) -> None:
    work = partition(Judge(law))
    says(work.judge, "08:00 online", "12:55 offline", now="13:00")
    evaluated(work)
    read(work)
    work.fold(NOW, 2)

    between = evaluated(work, at("60:00"))
    while work.unfolded:
        work.fold(at("60:00"), 2)

    assert (between, WORKER in evaluated(work, at("60:00"))) == ([], True)


@settings(max_examples=20)
@given(st.permutations(WORK), st.integers(1, 9), st.integers(0, 4))
def test_any_cut_and_a_takeover_between_two_pieces_change_nothing(lines: list[str], most: int, until: int) -> None:
    law = the_law()
    work, like = partition(Judge(law, HORIZON_MS)), Judge(law, HORIZON_MS)
    read(work, tuple(lines))
    for _ in range(until):
        work.fold(NOW, most)
        evaluated(work)
    heir = WorkPartition(3, Judge(law, HORIZON_MS), incarnation=8, next_offset=work.offset + 1, until=1)
    heir.judge.load(dumped(work.judge.roster), NOW)
    if work.offset < 0:
        assert evaluated(heir) == []
        read(heir, tuple(lines))
    while heir.unfolded:
        heir.fold(NOW, most)
        evaluated(heir)

    says(like, *lines, now="13:00")
    assert standing(heir.judge, NOW) == standing(like, NOW) != []
