"""Workers whom the judge evaluates again though no event came, to the millisecond; and those whom it does not."""

from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.oracle.law import MINUTE
from tests.property.core.feeding import ELAPSED, law_with
from tests.unit.core.days import asked, at, beats, kinds, only, says

WARNED, UNDECIDED, BREACHED = ("rest_due", "warning"), ("rest_missed", "undecidable"), ("rest_missed", "breach")
PUSHED = ("dispatch_during_rest", "breach")


def heard_to(judge: Judge, end: str) -> None:
    """Online at 08:00 with a heartbeat a minute up to `end`, each heard at its instant and answered."""
    says(judge, "08:00 online", now="08:00")
    asked(judge, "08:00")
    for beat in beats("08:00", end):
        says(judge, beat, now=beat.split()[0])
        asked(judge, beat.split()[0])


def test_one_who_works_on_is_warned_at_the_lead_and_is_a_breach_a_millisecond_after_the_limit(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "11:44")
    said = {}
    for clock in ("11:44:59.999", "11:45", "12:00", "12:00:00.001"):
        says(judge, *(beats("11:46", "11:59") if clock == "12:00" else ()), f"{clock} beat", now=clock)
        said[clock] = asked(judge, clock)

    assert [kinds(each) for each in said.values()] == [[], [WARNED], [WARNED], [BREACHED]]
    assert (only(said["11:45"]).due_at, only(said["12:00"]).due_at) == (None, at("12:00"))


def test_one_who_falls_silent_is_found_by_the_clock_alone(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "11:30")

    said = {clock: kinds(asked(judge, clock)) for clock in ("11:44:59.999", "11:45", "12:00", "12:00:00.001")}

    assert list(said.values()) == [[], [WARNED], [WARNED], [UNDECIDED, WARNED]]


def test_silence_that_ends_before_the_limit_is_no_news_and_neither_is_the_break_after_it(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "09:00")

    assert [asked(judge, clock) for clock in ("09:03:00.001", "11:00", "11:20", "30:00")] == [[], [], [], []]


def test_a_warning_and_an_undecided_stretch_end_when_a_qualifying_break_has_passed(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "11:30")
    asked(judge, "13:30")

    running, over = asked(judge, "13:49:59.999"), asked(judge, "13:50")

    assert kinds(running) == [UNDECIDED, WARNED]
    assert kinds(over) == [UNDECIDED]
    assert only(over).ends_at == at("13:30")


def test_a_breach_ends_when_a_qualifying_break_has_passed_though_nobody_knows_whether_work_goes_on(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "12:10")

    said = asked(judge, "12:29:59.999")
    ended = asked(judge, "12:30")

    assert only(said).ends_at is None
    assert only(ended).ends_at == at("12:10")


def test_a_breach_grows_graver_when_its_band_is_left_by_a_millisecond(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "12:14")
    said = []
    for clock in ("12:15", "12:15:00.001"):
        says(judge, f"{clock} beat", now=clock)
        said.append(asked(judge, clock))

    assert said[0] == []
    assert only(said[1]).severity == "serious"


def test_a_running_finding_is_said_again_every_ten_minutes(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "12:01")

    said = []
    for beat in beats("12:02", "12:30"):
        says(judge, beat, now=beat.split()[0])
        said += asked(judge, beat.split()[0])

    # said first at 12:01; serious at 12:16, ten minutes after which and after 12:11 it is said again
    assert [only([each]).measured for each in said] == [minutes * MINUTE for minutes in (251, 256, 266)]


def test_a_heartbeat_that_closes_a_gap_before_other_work_is_no_mere_going_on(law: Law) -> None:
    """Work after the last heartbeat counts twice as fast as it seems, once that heartbeat's successor has come."""
    judge = Judge(law)
    heard_to(judge, "11:44")
    says(judge, "11:46 accepted o1", "11:46:30 completed o1", now="11:46:30")
    asked(judge, "11:46:30")

    says(judge, "11:46:40 beat", now="11:46:40")

    assert kinds(asked(judge, "11:46:40")) == [WARNED]


def test_heartbeats_that_come_late_are_news_where_silence_had_set_in(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "11:30")
    undecided = asked(judge, "12:05")

    says(judge, *beats("11:31", "12:05"), now="12:05")

    assert kinds(undecided) == [UNDECIDED, WARNED]
    assert kinds(asked(judge, "12:05")) == [BREACHED]


def test_a_worker_far_from_the_limit_is_asked_about_by_hardly_a_heartbeat(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", now="08:00")
    asked(judge, "08:00")
    news = 0
    for beat in beats("08:00", "11:30"):
        says(judge, beat, now=beat.split()[0])
        news += judge.behind
        asked(judge, beat.split()[0])

    assert news < 5


def test_an_alarm_for_each_worker_is_enough(law: Law) -> None:
    judge = Judge(law)

    heard_to(judge, "13:00")

    assert len(judge._alarms) < 10


def test_a_heartbeat_joins_a_stretch_that_seemed_to_have_ended_before_it(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", "12:10 offline", now="12:10")
    asked(judge, "12:10")
    says(judge, "12:29:59.999 online s2", "12:29:59.999 beat s2", now="12:29:59.999")
    ended = asked(judge, "12:30")

    says(judge, "12:31 beat s2", now="12:31")

    assert only(ended).ends_at == at("12:10")
    assert only(asked(judge, "12:31")).ends_at is None


def test_a_push_in_the_instant_up_to_which_work_is_known_counts_once_work_has_gone_on(law: Law) -> None:
    judge = Judge(law)
    heard_to(judge, "12:05")
    says(judge, "12:06 beat", "12:06 accepted o1", now="12:06")
    asked(judge, "12:06")

    says(judge, "12:07 beat", now="12:07")

    assert kinds(asked(judge, "12:07")) == [BREACHED, PUSHED]


def test_elapsed_time_takes_in_the_gap_before_an_order_as_soon_as_that_has_begun() -> None:
    judge = Judge(law_with(ELAPSED))
    heard_to(judge, "11:59")
    says(judge, "12:00 accepted o1", now="12:00")
    before = asked(judge, "12:00")

    said = asked(judge, "12:00:00.001")

    assert (before, kinds(said)) == ([], [UNDECIDED, WARNED])
