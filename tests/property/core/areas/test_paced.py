"""Cells reach the pace once, whatever is cut off, torn, killed and sent again."""

from contextlib import nullcontext
from random import Random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import Judge
from tests.oracle.days import Pick
from tests.property.core.areas.paced import PARTITIONS, Town
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, the_law
from tests.property.core.reused import orderly_week
from tests.property.core.test_horizon import week
from tests.stored import small_units

ALL = 1_000_000


def weeks(pick: Pick) -> list[Heard]:
    """Weeks of three workers, by time; one uses ids again and again."""
    rows = [
        (platform, msgspec.structs.replace(row, worker=f"{number:064x}"))
        for number, own in enumerate((week, week, orderly_week))
        for platform, row in own(pick)
    ]
    return sorted(rows, key=lambda each: each[1].at)


def something_happens(town: Town, dice: Random) -> None:
    number = dice.randrange(2 * PARTITIONS)
    match dice.randrange(7):
        case 0:
            town.write(number, dice.choice((ALL, ALL, 0, 1, 2, 3, 5, 8)))
        case 1:
            town.take_over(number, hangs=dice.random() < 0.5)
        case 3:
            town.wake(number, dice.choice((ALL, 0, 1, 2, 3, 5, 8)))
        case 4:
            town.write(number, ALL)
        case 2:
            town.count(dice.randrange(2), dies=dice.choice(("", "before", "between", "after")))
        case _:
            town.count(dice.randrange(2))


@settings(max_examples=6)
@given(SEEDS, st.randoms(use_true_random=False))
def test_the_pace_knows_what_one_judge_without_horizon_counts(seed: int, dice: Random) -> None:
    rows = built(weeks, seed)
    town, judge = Town(), Judge(the_law())

    with small_units() if dice.random() < 0.8 else nullcontext():
        for number in range(0, len(rows), 25):
            town.hear(rows[number : number + 25])
            something_happens(town, dice)
    fold(judge, rows, town.now)
    for number in (0, 1):
        town.count(number)

    assert town.cells() == {key: cell for key, cell in all_cells(judge, town.now).items() if any(cell)}


@settings(max_examples=3)
@given(SEEDS)
def test_what_is_cut_off_is_told_as_final_and_once(seed: int) -> None:
    rows = built(weeks, seed)
    town = Town()

    for number in range(0, len(rows), 25):
        town.hear(rows[number : number + 25])
        town.write(0, ALL)
        town.write(1, ALL)
        town.count(0)
        town.count(1)

    held = [finals for place in town.works for finals in place.held.judge.roster.finals.values()]
    assert any(finals.number for finals in held)
    assert all(not finals.batches for finals in held)
