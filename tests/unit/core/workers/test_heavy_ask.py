"""Asks about workers of many statements: made elsewhere, while rows about them wait and everything else goes on."""

import pytest

from schemas.refusal import Refusal
from schemas.topics import STANDING
from schemas.work import encode_work
from streams.core.workers.cells.sweep import CellSweep, all_cells
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import HeavyEvaluation, WorkPartition
from streams.law.table import Law
from tests.property.core.feeding import standing
from tests.taking import take as take_record
from tests.unit.core.days import WORKER, asked, at, group, kinds, row, says

OTHER = "0" * 63 + "2"
LONG = ("08:00 online", *(f"08:{minute:02} accepted o{minute}" for minute in range(20)), "12:55 offline")


@pytest.fixture(autouse=True)
def _ten_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.core.workers.stale.HEAVY", 10)


def partition(law: Law, horizon: int | None = None) -> WorkPartition:
    return WorkPartition(3, Judge(law, horizon), incarnation=7, next_offset=0, until=0)


def take(work: WorkPartition, *lines: str, now: str, worker: str = WORKER) -> list[Refusal]:
    value = encode_work([group(row(line, worker) for line in lines)])
    return [Refusal.model_validate_json(out.value) for out in take_record(work, work.offset + 1, value, at(now))]


def begun(work: WorkPartition, now: str) -> HeavyEvaluation:
    assert [each.subject for each in work.statements(at(now), 100) if each.subject == WORKER] == []
    ask = work.begin(at(now))
    assert ask is not None
    return ask


def statements(work: WorkPartition) -> int:
    return work.judge.roster.workers[WORKER].facts.statements


def test_a_heavy_worker_is_not_asked_about_with_the_others_and_is_found_as_in_any_ask(law: Law) -> None:
    work, like = partition(law), Judge(law)
    take(work, *LONG, now="13:00")
    take(work, "08:00 online", "12:55 offline", now="13:00", worker=OTHER)
    says(like, *LONG, now="13:00")

    others = [statement.subject for statement in work.statements(at("13:00"), 100)]
    ask = begun(work, "13:00")
    sent = work.conclude(ask.evaluate(), ask.version)

    assert others == [OTHER]
    assert [out.value for out in sent if out.topic == STANDING] == [
        said.standing_set(ask.version).model_dump_json().encode() for said in asked(like, "13:00")
    ]
    assert (ask.version, work.begin(at("13:00")), work.behind) == ((7, 1, at("13:00")), None, 0)


def test_rows_about_a_worker_who_is_being_asked_about_wait_and_are_folded_afterwards(law: Law) -> None:
    work, like = partition(law), Judge(law)
    take(work, *LONG, now="13:00")
    ask = begun(work, "13:00")
    before = statements(work)

    take(work, "12:56 online", "12:57 beat", now="13:01")
    take(work, "12:56 online", now="13:01", worker=OTHER)
    meanwhile = statements(work)
    work.conclude(ask.evaluate(), ask.version)

    says(like, *LONG, "12:56 online", "12:57 beat", now="13:01")
    says(like, "12:56 online", now="13:01", worker=OTHER)
    assert (before, meanwhile, statements(work)) == (22, 22, 24)
    assert OTHER in work.judge.roster.workers
    assert standing(work.judge, at("13:02")) == standing(like, at("13:02"))


def test_what_came_meanwhile_is_asked_about_again_after_the_pause(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streams.core.workers.stale.UNPAUSED", 10)
    work = partition(law)
    take(work, *LONG, now="13:00")
    ask = begun(work, "13:00")

    take(work, "12:56 accepted o1", now="13:00")
    work.conclude(ask.evaluate(), ask.version)

    assert [work.begin(at("13:00") + pause) is not None for pause in (0, 22, 23)] == [False, False, True]


def test_a_dump_takes_a_worker_back_with_all_that_came_and_the_ask_is_made_anew_at_once(law: Law) -> None:
    work, heir = partition(law), partition(law)
    take(work, *LONG, now="13:00")
    ask = begun(work, "13:00")
    take(work, "12:56 accepted o1", now="13:00")

    heir.load(((unit, value) for units in work.dump() for unit, value in units if value is not None), at("13:00"))
    sent = work.conclude(ask.evaluate(), ask.version)

    assert (sent, statements(work), statements(heir)) == ([], 23, 23)
    assert begun(work, "13:00").watched is ask.watched


def test_what_lies_behind_the_horizon_of_a_worker_who_is_lent_is_refused_at_once(law: Law) -> None:
    work = partition(law)
    take(work, *LONG, now="13:00")
    begun(work, "13:00").watched.facts.speaks_from = at("08:00")

    late = take(work, "07:59 accepted o1", "12:56 accepted o2", now="13:00")

    assert [refusal.code.value for refusal in late] == ["too_late"]


def test_a_heavy_ask_cuts_at_the_horizon_what_an_ordinary_one_does_and_what_waited_may_be_too_late_by_then(
    law: Law,
) -> None:
    work, like = partition(law, HORIZON_MS), Judge(law, HORIZON_MS)
    for judge in (work.judge, like):
        says(judge, *LONG, "40:00 online", "61:50 beat", now="62:00")
    asked(like, "62:00")
    ask = begun(work, "62:00")

    waits = take(work, "08:01 accepted o1", now="62:00")
    sent = work.conclude(ask.evaluate(), ask.version)

    cut = [judge.roster.workers[WORKER].facts for judge in (work.judge, like)]
    assert cut[0].speaks_from == cut[1].speaks_from is not None
    assert cut[0] == cut[1]
    assert (waits, [Refusal.model_validate_json(out.value).code.value for out in sent if out.topic != STANDING]) == (
        [],
        ["too_late"],
    )
    assert all_cells(work.judge, at("62:00")) == all_cells(like, at("62:00"))


def test_nothing_is_cut_off_that_a_sweep_has_counted_since_the_ask_began(law: Law) -> None:
    work = partition(law, HORIZON_MS)
    says(work.judge, *LONG, "40:00 online", "61:50 beat", now="62:00")
    ask = begun(work, "62:00")

    CellSweep(work.judge).step(at("62:00"))
    work.conclude(ask.evaluate(), ask.version)

    assert work.judge.roster.workers[WORKER].facts.speaks_from is None


def test_a_sweep_counts_a_heavy_worker_apart_and_gives_the_same_cells(law: Law) -> None:
    work = partition(law)
    take(work, *LONG, now="13:00")
    take(work, "08:00 online", "09:00 offline", now="13:00", worker=OTHER)
    sweep, steps = CellSweep(work.judge), 0

    while sweep.step(at("13:00"), 1, heavy=False):
        steps += 1
        if sweep.heavy is not None:
            assert sweep.heavy.subject == WORKER
            sweep.add_heavy(sweep.cells_of(sweep.heavy, at("13:00")))

    assert steps >= 2
    assert sweep.end().live == all_cells(work.judge, at("13:00"))


def test_a_judge_that_is_asked_for_everything_asks_about_heavy_workers_like_any(law: Law) -> None:
    judge = Judge(law)
    says(judge, *LONG, now="13:00")

    assert ("rest_missed", "breach") in kinds(asked(judge, "13:00"))
    assert ("rest_missed", "breach") in kinds(judge.everything(at("13:00")))


def waiting(work: WorkPartition) -> int:
    return len(work.judge.roster.workers[WORKER].facts.waiting)


def test_rows_that_fall_due_at_one_instant_are_folded_some_at_a_time_and_found_as_in_any_ask(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streams.core.workers.judge.LET_IN_AT_ONCE", 7)
    work, like = partition(law), Judge(law)
    ahead = ("08:00 online", *(f"13:01:00 accepted o{number}" for number in range(20)), "13:01:00 offline")
    take(work, *ahead, now="13:00")
    says(like, *ahead, now="13:00")
    ask = begun(work, "13:00")
    work.conclude(ask.evaluate(), ask.version)
    asked(like, "13:00")

    left = []
    while (ask_due := work.begin(at("13:02"))) is None:
        assert work.letting_in
        left.append(waiting(work))
    sent = work.conclude(ask_due.evaluate(), ask_due.version)

    assert left == [14, 7]
    assert (waiting(work), work.letting_in) == (0, False)
    assert [out.value for out in sent if out.topic == STANDING] == [
        said.standing_set(ask_due.version).model_dump_json().encode() for said in asked(like, "13:02")
    ]
