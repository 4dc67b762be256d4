from schemas.wire_time import stated_ms
from streams.tools.replay.result import ReplayRequest, ReplayResult
from streams.tools.replay.run import Replay
from tests.unit.cli.days import LAW, WORKER, reading, said, session

DAY_MS = 24 * 3_600_000
LATE = said("session.heartbeat", "20:00", worker_id="cd" * 32)


def at(clock: str) -> int:
    return stated_ms(f"2022-06-01T{clock}:00+08:00")


def replayed(*parts: list[dict[str, object]], wanted: ReplayRequest = ReplayRequest()) -> ReplayResult:  # noqa: B008 - it is frozen
    run = Replay(LAW, wanted)
    for events in parts:
        run.fold(reading(*events))
    return run.result()


def test_what_was_worked_over_four_hours_is_found() -> None:
    outcome = replayed(session("08:00", "12:01"), [LATE])

    assert [(f.rule, f.kind.value, f.starts_at, f.ends_at) for f in outcome.findings()] == [
        ("rest_missed", "breach", at("08:00"), at("12:01"))
    ]


def test_order_and_repeats_make_no_difference() -> None:
    events = [*session("08:00", "12:01"), LATE]

    assert replayed(events[::-1], events).findings() == replayed(events).findings()


def test_it_is_judged_at_the_last_event_unless_given_an_instant() -> None:
    assert replayed(session("08:00", "12:01")).now == at("12:01")
    assert replayed(session("08:00", "12:01"), wanted=ReplayRequest(now=at("15:00"))).now == at("15:00")


def test_what_is_later_than_now_is_left_out_and_counted() -> None:
    outcome = replayed(session("08:00", "12:01"), [LATE], wanted=ReplayRequest(now=at("12:00")))

    assert (outcome.left_out, outcome.findings(), list(outcome.standing)) == (2, [], [WORKER])


def test_an_event_at_now_counts() -> None:
    outcome = replayed(session("08:00", "12:01"), wanted=ReplayRequest(now=at("12:01")))

    assert (outcome.left_out, len(outcome.findings())) == (0, 1)


def test_only_the_worker_named_is_judged_at_the_instant_of_all() -> None:
    outcome = replayed(session("08:00", "12:01"), [LATE], wanted=ReplayRequest(worker="ab"))

    assert (list(outcome.standing), outcome.now, outcome.events) == ([WORKER], at("20:00"), 3)


def test_a_day_without_law_is_reported_as_unjudged() -> None:
    early = [
        {**event, "occurred_at": str(event["occurred_at"]).replace("06-01", "05-01")}
        for event in session("08:00", "13:00")
    ]

    outcome = replayed(early)

    assert outcome.findings() == []
    assert {(parameter, area) for parameter, area, *_ in outcome.unjudged} == {("rest_missed.limit", "360104")}


def test_with_a_horizon_what_was_found_before_it_stays() -> None:
    week = [*session("08:00", "12:01"), *later(session("09:00", "13:05", session_id="s9"), 7)]

    kept, cut = replayed(week), replayed(week[::-1], wanted=ReplayRequest(horizon=2 * DAY_MS))

    assert len(kept.findings()) == 2
    assert cut.findings() == kept.findings()
    assert cut.too_late == 0


def test_with_a_horizon_a_silent_worker_is_judged_before_being_forgotten() -> None:
    events = [
        said("session.online", "08:00"),
        *(said("session.heartbeat", f"{8 + n // 60:02}:{n % 60:02}") for n in range(239)),
    ]
    week = [*events, *later([LATE], 7)]

    kept, cut = replayed(week), replayed(week, wanted=ReplayRequest(horizon=2 * DAY_MS))

    assert [(f.kind.value, f.ends_at) for f in kept.findings()] == [("undecidable", at("13:58"))]
    assert cut.findings() == kept.findings()


def test_the_ledger_hears_of_every_worker_from_the_first_event_on() -> None:
    outcome = replayed(session("08:00", "12:01"), [LATE])

    sets = {one.subject: one for one in outcome.sets()}

    assert {subject: len(one.findings) for subject, one in sets.items()} == {WORKER: 1, "cd" * 32: 0}
    assert {(one.speaks_from, one.version) for one in sets.values()} == {(at("08:00"), (0, 0, at("20:00")))}


def test_nothing_at_all_gives_nothing() -> None:
    outcome = replayed()

    assert (outcome.events, outcome.findings(), outcome.sets()) == (0, [], [])


def later(events: list[dict[str, object]], days: int) -> list[dict[str, object]]:
    return [
        {**event, "occurred_at": str(event["occurred_at"]).replace("06-01", f"06-{1 + days:02}")} for event in events
    ]
