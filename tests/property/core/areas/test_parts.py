"""However many partitions the areas are dealt to, what is found of them is what one that has them all finds."""

from hypothesis import given, settings

from schemas.findings.finding import Finding
from streams.core.area_record import DeclaredMeasure, LiveCells, PacePart, Weather, decode_pace
from streams.core.areas.pace import Pace
from streams.core.workers.cells.records import Dealing, cell_records
from streams.core.workers.cells.sweep import SweptCells, all_cells
from streams.core.workers.judge import Judge
from tests.oracle.pace.weeks import scene
from tests.property.core.areas.test_live import read
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import fold, the_law

PARTITIONS = 5


def found(parts: list[PacePart], now: int) -> dict[str, list[Finding]]:
    """The findings of each area that a pace evaluates."""
    pace = Pace(the_law())
    pace.fold(parts, 0, now)
    return {each.subject: list(each.findings) for each in pace.everything(now)}


@settings(max_examples=10)
@given(SEEDS)
def test_areas_that_are_dealt_to_partitions_are_judged_as_by_one_that_has_them_all(seed: int) -> None:
    weeks = built(scene, seed)
    rows, weather, declared = read(weeks)
    judge = Judge(the_law())
    fold(judge, [row for row in rows if row[1].at <= weeks.now], weeks.now)
    cells = all_cells(judge, weeks.now)
    everywhere: list[PacePart] = [DeclaredMeasure(declared), Weather([*weather])]

    dealt: dict[int, list[PacePart]] = {number: [*everywhere] for number in range(PARTITIONS)}
    for record in cell_records(0, 1, SweptCells(cells, {}), Dealing(PARTITIONS, the_law().places.beside)):
        dealt[record.partition or 0] += decode_pace(record.value)
    parts = [found(each, weeks.now) for each in dealt.values()]

    whole = found([*everywhere, LiveCells(0, 1, list(cells.items()))], weeks.now)
    assert sum(map(len, parts)) == len(whole)
    assert {subject: findings for part in parts for subject, findings in part.items()} == whole
