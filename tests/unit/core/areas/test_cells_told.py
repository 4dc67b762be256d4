from itertools import count

import pytest

from streams.core.area_record import FinalCells, LiveCells, decode_pace, pace_partition
from streams.core.areas.known import Known, no_area
from streams.core.areas.pace import Pace
from streams.core.state.finals import MOST_BYTES, Finals
from streams.core.workers.cells import records as cells_told
from streams.core.workers.cells.records import Dealing, cell_records
from streams.core.workers.cells.sweep import SweptCells
from streams.facts.areas.cell import SLOT_MS, Cell, CellKey, CellSums, in_pieces
from streams.law.table import Law
from tests.unit.rules.areas import packed_pushes

ALONE = Dealing(1, no_area)
AREAS = ("360102", "360104", "360111")
MANY = {CellKey("hema", "delivery", area, slot): Cell(slot, 2 * slot, 1) for area in AREAS for slot in range(1, 200)}


def key(slot: int) -> CellKey:
    return CellKey("hema", "delivery", "360104", slot)


def told(live: dict[CellKey, Cell], incarnation: int = 1) -> list[LiveCells]:
    """The messages of one judge to the one pace partition that there is."""
    records = cell_records(3, incarnation, SweptCells(live, {}), ALONE)
    return [said for record in records for said in decode_pace(record.value) if isinstance(said, LiveCells)]


def known_after(pieces: list[LiveCells], known: Known | None = None) -> Known:
    known = known or Known(lambda code: (code,), {})
    for offset, each in zip(count(1), pieces, strict=False):
        list(known.take_live(each, offset))
    return known


def cells_of(known: Known) -> dict[CellKey, Cell]:
    return {key: cell for key, cell in known.cells() if cell != Cell()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records hold five cells at the most."""
    monkeypatch.setattr(cells_told, "MOST_BYTES", 500)


@pytest.mark.usefixtures("small")
def test_cells_in_pieces_come_to_the_same_as_in_one() -> None:
    pieces = told(MANY)

    assert len(pieces) > 100
    assert cells_of(known_after(pieces)) == MANY


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("missing", [0, 5, -1])
def test_of_cells_in_pieces_nothing_counts_where_one_is_missing(missing: int) -> None:
    before = {key(7): Cell(1, 1)}
    pieces = told(MANY)
    del pieces[missing]

    assert cells_of(known_after(pieces, known_after(told(before)))) == before


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("came", [1, 5])
def test_pieces_that_are_sent_again_from_the_first_on_count_once(came: int) -> None:
    pieces = told(MANY)

    assert cells_of(known_after([*pieces[:came], *pieces, *pieces])) == MANY


@pytest.mark.usefixtures("small")
def test_pieces_of_an_incarnation_are_not_completed_by_those_of_another() -> None:
    first, second = told(MANY), told({k: c.plus(Cell(1)) for k, c in MANY.items()}, incarnation=2)

    known = known_after([*first[:50], *second[50:]])

    assert cells_of(known) == {}


def test_a_cell_with_more_pushes_than_a_record_holds_is_cut_and_added_up_again() -> None:
    instants = [7 * SLOT_MS + at % SLOT_MS for at in range(1_000_000)]
    pushed = {key(7): Cell(5, 6, len(instants), packed_pushes(instants), 3, 2, 1)}

    records = cell_records(3, 1, SweptCells(pushed, {}), ALONE)

    assert max(len(record.value) for record in records) < 2 * MOST_BYTES
    assert len(records) > 3
    assert cells_of(known_after(told(pushed))) == pushed


def test_final_cells_that_are_too_many_for_a_batch_are_several_batches() -> None:
    instants = [7 * SLOT_MS + at % SLOT_MS for at in range(600_000)]
    finals = Finals()
    finals.add({key(7): Cell(accepted=len(instants), pushes=packed_pushes(instants)), key(8): Cell(1)})

    finals.seal()

    assert [batch.number for batch in finals.batches] == [1, 2, 3]
    sums = CellSums()
    for batch in finals.batches:
        for each, cell in batch.cells:
            sums.add(each, cell)
    assert sums.cells() == {key(7): Cell(accepted=len(instants), pushes=packed_pushes(instants)), key(8): Cell(1)}


def test_batches_that_come_to_more_than_a_record_holds_are_told_in_several() -> None:
    finals = Finals()
    for slot in range(4):
        finals.add({key(slot): Cell(pushes=packed_pushes(range(200_000)))})
        finals.seal()
    finals.survived(finals.number)

    records = cell_records(3, 1, SweptCells({}, {9: finals.sendable()}), ALONE)

    said = [each for record in records for each in decode_pace(record.value)]
    assert [each.number for each in said if isinstance(each, FinalCells)] == [1, 2, 3, 4]
    assert max(len(record.value) for record in records) < 2 * MOST_BYTES


def test_pieces_are_as_few_as_their_size_allows() -> None:
    rows = list(MANY.items())

    assert list(in_pieces(rows, 1 << 30)) == [rows]
    assert list(in_pieces([], 100)) == []


def test_a_cell_goes_to_the_areas_beside_its_own_too_and_once_where_that_is_one_partition() -> None:
    zone = CellKey("hema", "delivery", "NC-GX", 7)
    counties = tuple(f"36{number:04d}" for number in range(20))
    dealing = Dealing(4, lambda area: counties if area == "NC-GX" else ())

    records = cell_records(3, 1, SweptCells({zone: Cell(1)}, {}), dealing)

    said = {record.partition: decode_pace(record.value) for record in records}
    pieces = {number: [each for each in parts if isinstance(each, LiveCells)] for number, parts in said.items()}
    own = pace_partition(zone, 4)
    assert {number: [each.cells for each in parts if each.cells] for number, parts in pieces.items()} == {
        number: [[(zone, Cell(1))]] if number == own else [] for number in range(4)
    }
    assert {number: [each.beside for each in parts if each.beside] for number, parts in pieces.items()} == {
        number: [] if number == own else [[(zone, Cell(1))]] for number in range(4)
    }


def test_final_cells_go_to_the_areas_beside_too_and_their_areas_are_not_evaluated_there(law: Law) -> None:
    zone = CellKey("hema", "delivery", "NC-GX", 7)
    finals = Finals()
    finals.add({zone: Cell(1)})
    finals.seal()
    finals.survived(finals.number)
    own = pace_partition(zone, 4)
    near = {pace_partition(zone._replace(area=area), 4) for area in law.places.beside("NC-GX")} - {own}

    records = cell_records(3, 1, SweptCells({}, {9: finals.sendable()}), Dealing(4, law.places.beside))

    paces = {number: Pace(law) for number in range(4)}
    for record in records:
        paces[record.partition or 0].fold(decode_pace(record.value), 1, 0)
    assert {number: pace.areas for number, pace in paces.items()} == {n: int(n == own) for n in range(4)}
    assert {n for n, pace in paces.items() if cells_of(pace.known)} == {own, *near}
    assert near
    (other, *_) = near
    again = Pace(law)
    for unit, state in (unit for part in paces[other].known.dump(1) for unit in part):
        again.load(unit, state or b"", 0)
    assert (again.areas, cells_of(again.known)) == (0, {zone: Cell(1)})
