from random import Random

from hypothesis import assume, given
from hypothesis import strategies as st

from schemas.findings.finding import Kind
from schemas.instants import from_rfc3339
from schemas.outside import is_outside
from schemas.work import SessionRow, Sort
from streams.core.workers.judge import Judge
from tests.oracle.days import Pick, now_for, worker_day
from tests.oracle.law import MINUTE
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, batches, built
from tests.property.core.feeding import Heard, fold, heard, judged, standing, the_law
from tests.property.core.shifts import shift
from tests.stored import apply, small_units


def any_day(pick: Pick) -> list[Event]:
    return pick((worker_day, worker_day, shift))(pick)


@given(SEEDS, st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_of_the_events_change_what_is_found(seed: int, random: Random) -> None:
    events = built(any_day, seed)
    rows, now = heard(events), now_for(random.choice, events)
    mixed = random.sample(rows, len(rows)) + random.choices(rows, k=len(rows) // 4)

    assert judged(mixed, now) == judged(rows, now)


@given(SEEDS, st.randoms(use_true_random=False))
def test_a_cut_at_any_moment_and_a_resumption_that_hears_some_rows_again_change_nothing(
    seed: int, random: Random
) -> None:
    events = built(any_day, seed)
    rows, judge = heard(events), Judge(the_law())
    kept: dict[bytes, bytes] = {}
    checkpoint, heard_so_far, incarnation = 0, 0, 1
    with small_units():
        for batch in batches(rows, random):
            heard_so_far += len(batch)
            now = max(row.at for _, row in batch) + random.choice((0, 1, MINUTE))
            fold(judge, batch, now)
            if random.random() < 0.5:
                list(judge.evaluate_due(judge.now))
            if random.random() < 0.2:
                apply(kept, judge.roster.dump(incarnation))
                checkpoint = heard_so_far
            if random.random() < 0.2:
                judge, incarnation = resumed(kept, rows[checkpoint:heard_so_far], judge.now), incarnation + 1

    end = now_for(random.choice, events) + judge.now

    assert standing(judge, end) == judged(rows, end)


def resumed(kept: dict[bytes, bytes], again: list[Heard], now: int) -> Judge:
    judge = Judge(the_law())
    judge.load(kept, now)
    fold(judge, again, now)
    return judge


LAW_BEGAN = from_rfc3339("2022-05-12T00:00:00+08:00")


@given(SEEDS, st.randoms(use_true_random=False))
def test_more_work_never_takes_every_breach_from_a_worker(seed: int, random: Random) -> None:
    events = built(any_day, seed)
    # work elsewhere takes a stretch out of the city
    rows, now = [row for row in heard(events) if not is_outside(row[1].area)], now_for(random.choice, events)
    assume(
        rows and min(row.at for _, row in rows) >= LAW_BEGAN
    )  # a stretch that begins before the law did is not judged
    platform, model = random.choice(rows)
    start = model.at + random.choice((0, 0, MINUTE, -MINUTE, -20 * MINUTE))
    more = [
        SessionRow(model.worker, at, model.area, model.sector, 0, 0, None, "one more session", sort)
        for at, sort in ((start, Sort.ON), (start + random.choice((1, MINUTE, 60 * MINUTE, 300 * MINUTE)), Sort.OFF))
    ]

    before = [finding for finding in judged(rows, now) if finding.kind is Kind.BREACH]
    after = [
        finding for finding in judged([*rows, *((platform, row) for row in more)], now) if finding.kind is Kind.BREACH
    ]

    assert after or not before
