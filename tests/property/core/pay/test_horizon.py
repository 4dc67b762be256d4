"""Pay with a horizon: what is not settled is found as without one; of days that were cut `test_settled` has the rest.

Pay is stated here while its order is in memory.
"""

from hypothesis import example, given, settings

from schemas.findings.finding import Finding
from schemas.instants import from_rfc3339, rfc3339
from streams.core.workers.judge import HORIZON_MS, Judge
from tests.oracle.days import MORNING, WORKER, Pick
from tests.oracle.law import HOUR, legal_day
from tests.oracle.pay.days import days_moved, paid_day
from tests.oracle.pay.facts import day_start
from tests.oracle.scripts import Event
from tests.property.core.drawn import SEEDS, built
from tests.property.core.feeding import Heard, fold, heard, standing, the_law
from tests.property.core.live import Service
from tests.property.core.test_horizon import since

DAY = 24 * HOUR
INSTANTS = ("occurred_at", "published_at", "starts_at")
IDS = ("session_id", "order_id", "entry_id", "event_id")


def paid_days(pick: Pick) -> list[Heard]:
    """Paid days of one worker, one to five days apart, each with ids of its own; by time."""
    rows: list[Heard] = []
    begins = day_start(legal_day(MORNING))
    for number in range(4):
        rows += heard(moved(event, number, begins) for event in in_time(on_day_one(paid_day(pick))))
        begins += pick((1, 1, 2, 3, 5)) * DAY
    return sorted(rows, key=lambda each: each[1].at)


def on_day_one(events: list[Event]) -> list[Event]:
    """The events, moved by whole days so that the first of them is of 1 January 1970."""
    first = day_start(legal_day(min(from_rfc3339(event["occurred_at"]) for event in events)))
    return [shifted(event, -first) for event in events]


def in_time(events: list[Event]) -> list[Event]:
    """Without pay that is stated more than a day and a half after the first day began."""
    return [e for e in events if not e["kind"].startswith("pay.") or from_rfc3339(e["occurred_at"]) < 36 * HOUR]


def shifted(event: Event, by: int) -> Event:
    instants = {name: rfc3339(from_rfc3339(event[name]) + by) for name in INSTANTS if name in event}
    return event | instants | days_moved(event, by)


def moved(event: Event, number: int, begins: int) -> Event:
    return shifted(event, begins) | {name: f"{event[name]}-day{number}" for name in IDS if name in event}


@settings(max_examples=12)
@given(SEEDS)
def test_with_a_horizon_a_judge_finds_of_pay_what_one_without_finds(seed: int) -> None:
    rows = built(paid_days, seed)
    judge, unlimited = Judge(the_law(), HORIZON_MS), Judge(the_law())

    for number in range(0, len(rows), 12):
        batch = rows[number : number + 12]
        now = batch[-1][1].at
        late = fold(judge, batch, now)
        fold(unlimited, batch, now)
        said = {each.subject: each for each in judge.everything(now)}

        assert late == []
        settled = said[WORKER].speaks_from
        assert since(said[WORKER].findings, settled) == since(standing(unlimited, now), settled)


def deciding(finding: Finding) -> Finding:
    """The finding without the other basis: with it goes the last place, which is forgotten with a worker silent for 48 h."""
    return (
        finding
        if finding.pay is None
        else finding.model_copy(update={"pay": finding.pay.model_copy(update={"other": None}), "second_opinion": None})
    )


@settings(max_examples=10)
@given(SEEDS)
@example(6644)  # forgotten between two days of work
def test_what_was_last_published_at_the_end_of_each_day_is_what_a_judge_without_horizon_finds(seed: int) -> None:
    rows = built(paid_days, seed)
    service = Service(Judge(the_law(), HORIZON_MS), Judge(the_law()))
    first, last = (day_start(legal_day(rows[at][1].at)) for at in (0, -1))

    for now in range(first + 6 * HOUR, last + 12 * DAY, 6 * HOUR):
        due, rows = [row for row in rows if row[1].at <= now], [row for row in rows if row[1].at > now]
        service.hear(due, now)
        service.tick(now)
        watched = service.judge.roster.workers.get(WORKER)

        if watched is not None:
            settled = watched.facts.speaks_from
            of_pay = [each for each in service.findings if each.rule == "pay_below_minimum"]
            replayed = [each for each in standing(service.replay, now) if each.rule == "pay_below_minimum"]
            assert since(map(deciding, of_pay), settled) == since(map(deciding, replayed), settled)
