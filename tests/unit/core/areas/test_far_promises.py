"""Promises of thousands of years, which a platform may state, never make the sum of a cell too large to be written."""

from msgspec.structs import replace

from schemas.work import AcceptanceRow
from streams.core.area_record import LiveCells, decode_pace, encode_pace
from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import Judge
from streams.facts.areas.cell import CellSums
from streams.law.table import Law
from tests.unit.core.days import at, group, row

FAR_MS = 253_370_000_000_000
"""An instant of the year 9998, the last one that the contract allows."""


def test_a_cell_of_a_million_orders_promised_for_the_last_year_there_is_can_be_written(law: Law) -> None:
    judge, sums = Judge(law), CellSums()
    order = row("08:00 accepted o1")
    assert isinstance(order, AcceptanceRow)
    judge.fold(group([replace(order, promised_at=FAR_MS, distance_m=1)]), at("08:01"))

    for key, cell in all_cells(judge, at("08:01")).items():
        sums.add(key, cell._replace(promised_ms=cell.promised_ms * 1_000_000))
    said = LiveCells(0, 0, list(sums.cells().items()))

    assert decode_pace(encode_pace([said])) == [said]


def test_a_promise_for_the_last_year_there_is_counts_as_the_longest_that_is_believed(law: Law) -> None:
    judge = Judge(law)
    order = row("08:00 accepted o1")
    assert isinstance(order, AcceptanceRow)
    judge.fold(group([replace(order, promised_at=FAR_MS, distance_m=1)]), at("08:01"))

    assert [cell.promised_ms for cell in all_cells(judge, at("08:01")).values()] == [90 * 60_000]
