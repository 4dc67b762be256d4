"""A bucket in parts: what a checkpoint costs, what a takeover reads, and the form before."""

from pathlib import Path

import pytest

from schemas.work import BUCKETS, AcceptanceRow, bucket_of
from streams.core.state.bucket import MOST_PARTS
from streams.core.state.snapshot import INLINE_BYTES
from streams.core.state.stored import MOST_BYTES, UnreadableState
from streams.core.workers.cells.sweep import all_cells
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import TooLate
from streams.core.workers.partition import WorkPartition
from streams.law.table import Law
from tests.stored import apply
from tests.unit.core.days import at, group, says
from tests.unit.core.state.long_ago import BUCKET, LEAVER, NOW, told

FORM_7 = Path(__file__).with_name("state_of_form_7.bin").read_bytes()
SAME_BUCKET = [name for name in (f"{number:064x}" for number in range(40 * BUCKETS)) if bucket_of(name) == BUCKET]


class Kept:
    """A work partition and what is stored of it. Mutable."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.units: dict[bytes, bytes] = {}
        self.incarnation = 0
        self.take_over()

    def take_over(self) -> None:
        self.incarnation += 1
        self.work = WorkPartition(0, Judge(self.law, HORIZON_MS), self.incarnation, 0, 0)
        self.work.load(self.units.items(), at("08:00"))

    def checkpoint(self) -> int:
        """Write; gives the bytes."""
        dump = self.work.dump()
        apply(self.units, dump)
        self.work.written()
        return sum(len(state or b"") for units in dump for _, state in units)

    def orders(self, worker: str, first: int, count: int, length: int = 128) -> None:
        where = (worker, at("08:00"), "360104", "delivery", 0, 0, None)
        names = [f"{number:0{length}d}" for number in range(first, first + count)]
        said = [AcceptanceRow(*where, name, name, at("08:00"), "pushed", None, None) for name in names]
        self.work.judge.fold(group(said), at("08:00"))

    def statements(self) -> dict[str, int]:
        """The number of statements kept of each worker."""
        return {name: each.facts.statements for name, each in self.work.judge.roster.workers.items()}

    @property
    def bytes(self) -> int:
        return sum(map(len, self.units.values()))


@pytest.fixture
def kept(law: Law) -> Kept:
    return Kept(law)


def test_state_of_fifty_megabytes_of_one_bucket_is_written_and_recovered_in_units_that_a_broker_takes(
    kept: Kept,
) -> None:
    for worker in SAME_BUCKET[:10]:
        kept.orders(worker, 0, 5_000)
    kept.orders(SAME_BUCKET[10], 0, 135_000)
    before = kept.statements()

    written = kept.checkpoint()
    kept.take_over()

    assert written > 50 << 20
    assert max(map(len, kept.units.values())) <= MOST_BYTES
    assert kept.statements() == before


def test_a_checkpoint_of_a_large_bucket_costs_what_changed(kept: Kept) -> None:
    for worker in SAME_BUCKET[:12]:
        kept.orders(worker, 0, 100)
    whole = kept.checkpoint()

    kept.orders(SAME_BUCKET[3], 100, 1)
    changed = kept.checkpoint()

    assert changed < whole / 8
    before = kept.statements()
    kept.take_over()
    assert kept.statements() == before
    assert kept.statements()[SAME_BUCKET[3]] == 101


def test_a_small_bucket_is_one_unit(kept: Kept) -> None:
    for worker in SAME_BUCKET[:3]:
        kept.orders(worker, 0, 5)
    for number in range(5):
        assert kept.checkpoint() < INLINE_BYTES
        kept.orders(SAME_BUCKET[0], 5 + number, 1)

    assert len(kept.units) == 1


def test_what_a_takeover_reads_stays_within_twice_the_state_and_few_parts_however_many_checkpoints_there_were(
    kept: Kept,
) -> None:
    for worker in SAME_BUCKET[:12]:
        kept.orders(worker, 0, 100)
    whole = kept.checkpoint()

    for number in range(5 * MOST_PARTS):
        kept.orders(SAME_BUCKET[number % 3], 100 + number, 1)
        kept.checkpoint()
        assert kept.bytes < 2 * whole + 100_000
        assert len(kept.units) <= MOST_PARTS + 2

    before = kept.statements()
    kept.take_over()
    assert kept.statements() == before


def test_a_worker_who_was_forgotten_does_not_come_back_from_a_part(kept: Kept) -> None:
    for worker in SAME_BUCKET[:12]:
        kept.orders(worker, 0, 100)
    kept.checkpoint()
    roster = kept.work.judge.roster

    roster.forget(roster.workers[SAME_BUCKET[4]], settled=5)
    kept.checkpoint()
    kept.take_over()

    assert kept.statements().keys() == set(SAME_BUCKET[:12]) - {SAME_BUCKET[4]}
    assert kept.work.judge.roster.register(SAME_BUCKET[4]).facts.speaks_from == 5


def test_the_first_checkpoint_after_a_takeover_leaves_no_part_that_a_process_which_hung_could_remove(
    kept: Kept,
) -> None:
    for worker in SAME_BUCKET[:12]:
        kept.orders(worker, 0, 100)
    kept.checkpoint()
    hung = kept.work
    kept.take_over()
    kept.orders(SAME_BUCKET[0], 100, 1)
    kept.checkpoint()
    head, state = BUCKET.to_bytes(2, "big"), kept.units[BUCKET.to_bytes(2, "big")]
    before = kept.statements()

    hung.judge.fold(group([]), at("08:00"))
    for worker in SAME_BUCKET[:12]:
        hung.judge.roster.touch(hung.judge.roster.workers[worker])
    apply(kept.units, hung.dump())
    kept.units[head] = state  # under its own incarnation, which is the latest
    kept.take_over()

    assert kept.statements() == before


def test_a_part_that_lacks_is_said(kept: Kept) -> None:
    for worker in SAME_BUCKET[:12]:
        kept.orders(worker, 0, 100)
    kept.checkpoint()
    kept.units = {unit: state for unit, state in kept.units.items() if len(unit) == 2}

    with pytest.raises(UnreadableState, match="lacks"):
        kept.take_over()


def test_state_in_the_form_of_the_release_before_is_read_and_written_anew(law: Law, kept: Kept) -> None:
    kept.units = {BUCKET.to_bytes(2, "big"): FORM_7}
    kept.take_over()

    first = kept.checkpoint()
    kept.take_over()

    judge, expected = kept.work.judge, told(law)
    assert first
    assert FORM_7 not in kept.units.values()
    assert all_cells(judge, NOW) == all_cells(expected, NOW)
    assert judge.roster.finals[BUCKET].number == 1
    later = at("110:00")
    assert [(said.subject, said.findings) for said in judge.everything(later)] == [
        (said.subject, said.findings)
        for said in expected.everything(later)
        if said.subject != LEAVER  # of whom this release remembers days
    ]
    (late,) = says(judge, "01:00 online", now="84:00", worker=LEAVER)
    assert isinstance(late, TooLate)
    assert late.settled == at("12:50")
