"""Pay that platforms state in instalments and restate for weeks: whatever comes when, split however, live = replay = oracle."""

from functools import cache
from random import Random

import orjson
from hypothesis import example, given, settings

from schemas.legal_days import DAY_MS, legal_day
from schemas.legal_days import day_start as starts
from schemas.work import Group
from streams.cli.reading import reader_of
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.table import Law
from streams.tools.recount.compare import differences
from streams.tools.recount.findings import findings_frame, recounted
from streams.tools.recount.frames import FrameBuilder
from streams.tools.replay.result import ReplayRequest
from streams.tools.replay.run import Replay
from tests.oracle.days import WORKER
from tests.oracle.law import HOUR
from tests.oracle.pay.findings import expected_pay
from tests.oracle.pay.kept import orders_from, rows_from
from tests.oracle.pay.law import PayLaw
from tests.oracle.pay.restated import Restated, Settled, restated_weeks
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, heard, law_with, standing
from tests.property.core.pay.test_rules import pay_told
from tests.property.core.pay.test_settled import of_pay
from tests.stored import dumped

STEP = 12 * HOUR


@settings(max_examples=6)
@given(seed=SEEDS)
@example(seed=14879730276729)  # a platform that settled by the month settles by the week, which ends before the month
def test_days_are_judged_again_by_their_rows_as_one_judges_that_keeps_all(seed: int) -> None:
    weeks, shuffle = built(restated_weeks, seed), Random(seed)
    law = law_of(weeks)
    judge, unlimited, units = Judge(law, HORIZON_MS), Judge(law), dict[bytes, bytes]()
    arriving = rows_of(weeks)
    first, last = starts(legal_day(arriving[0][0])), arriving[-1][0]

    for now in range(first + 6 * HOUR, last + 10 * DAY_MS, STEP):
        due = [row for at, row in arriving if now - STEP < at <= now]
        late = {id(each) for each in in_records(judge, shuffle.sample(due, len(due)), now, shuffle)}
        fold(unlimited, [row for row in due if id(row[1]) not in late], now)
        list(judge.evaluate_due(now))
        if shuffle.random() < 0.1:  # somebody takes over
            units |= dumped(judge.roster)
            judge = Judge(law, HORIZON_MS)
            judge.load(units, now)
        if judge.roster.workers.get(WORKER) is None or not due or shuffle.random() < 0.5:
            continue
        (said,) = judge.everything(now)
        events, plain = [event for at, event in weeks.told if at <= now], PayLaw(settles=weeks.settles)
        assert (said.days_from or 0) <= rows_from(events, plain, now), (seed, now)
        since = max(said.days_from or 0, orders_from(events, plain, now))
        assert of_pay(said.findings, since) == of_pay(standing(unlimited, now), since), (seed, now)


@settings(max_examples=10)
@given(SEEDS)
def test_a_replay_finds_of_them_what_the_second_reading_and_the_recount_find(seed: int) -> None:
    weeks, shuffle = built(restated_weeks, seed), Random(seed)
    now = (
        shuffle.choice([at for at, _ in weeks.told]) // DAY_MS * DAY_MS
        + 22 * HOUR
        + shuffle.choice((0, 8, 40)) * DAY_MS
    )
    events: list[Event] = [event for at, event in weeks.told if at <= now]
    law = law_of(weeks)
    reading = reader_of(law).read_lines([orjson.dumps(each) for each in shuffle.sample(events, len(events))])
    recorded, replay = FrameBuilder(), Replay(law, ReplayRequest(now))
    recorded.add(reading)

    replay.fold(reading)
    findings = replay.result().findings()

    of_pay_alone = sorted(
        (each for each in findings if each.rule == "pay_below_minimum"),
        key=lambda each: (each.platform, each.starts_at),
    )
    assert [*map(pay_told, of_pay_alone)] == expected_pay(events, now, PayLaw(settles=weeks.settles))
    assert differences(recounted(recorded.frames(now), law), findings_frame(findings)) == []


def law_of(weeks: Restated) -> Law:
    """The law of this release where the platforms settle as in the weeks."""
    return _law_settling(tuple(sorted(weeks.settles.items())))


@cache
def _law_settling(settles: tuple[tuple[str, Settled], ...]) -> Law:
    lines = []
    for platform, entries in settles:
        named = "zh: 河马外卖, en: Hema Delivery, sectors: [delivery]"
        own = ", ".join(f"{{by: {by}, from: {since}}}" for since, by in entries)
        lines.append(f"  {platform}: {{{named}, settles: [{own}]}}")
    return law_with("\n".join(["platforms:", *lines]), "platforms")


def rows_of(weeks: Restated) -> list[tuple[int, Heard]]:
    """The rows with the instants (ms) at which they arrive."""
    return [(at, row) for at, event in weeks.told for row in heard([event])]


def in_records(judge: Judge, rows: list[Heard], now: int, shuffle: Random) -> list[object]:
    """Let the judge fold the rows in records of one to twenty, a platform each; the rows that are not taken."""
    refused: list[object] = []
    for platform in dict.fromkeys(name for name, _ in rows):
        own = [row for name, row in rows if name == platform]
        while own:
            size = shuffle.choice((1, 3, 20))
            taken, own = own[:size], own[size:]
            refused += [each.row for each in judge.fold(Group(platform, f"feed.{platform}", 0, taken), now)]
    return refused
