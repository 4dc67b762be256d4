from schemas.findings.finding import Finding
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.not_taken import OLDEST_MS, TooLate
from streams.law.table import Law
from tests.oracle.law import HOUR, MINUTE
from tests.unit.core.days import WORKER, at, group, row

DAY = 24 * HOUR


def hears(judge: Judge, day: int, *lines: str) -> list[Finding]:
    """The set that stands after the lines of a day were folded at their last instant."""
    rows = [row(line, day=day) for line in lines]
    judge.fold(group(rows), rows[-1].at)
    return [finding for said in judge.everything(rows[-1].at) for finding in said.findings]


def test_what_is_settled_is_cut_at_a_qualifying_break_and_no_longer_said(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "13:00 offline")

    kept = hears(judge, 2, "13:19:59.999 online s2")
    said_once_more = hears(judge, 2, "13:20 offline s2")
    cut = hears(judge, 2, "13:20:30 online s2")

    assert (len(kept), len(said_once_more)) == (1, 1)
    assert cut == []
    assert judge.roster.workers[WORKER].facts.speaks_from == at("13:20")
    assert list(judge.roster.workers[WORKER].facts.platforms["hema"].sessions) == ["s2"]


def test_what_a_backlog_older_than_the_horizon_holds_is_said_before_it_is_cut(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)

    said = hears(judge, 0, "08:00 online", "13:00 offline", "96:00 online s2", "96:10 offline s2")

    assert [finding.rule for finding in said] == ["rest_missed"]
    assert judge.roster.workers[WORKER].facts.speaks_from is not None


def test_the_place_before_the_cut_is_remembered(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "13:00 offline")

    hears(judge, 3, "13:20 online s2", "13:21 offline s2")

    assert judge.roster.workers[WORKER].facts.platforms["hema"].place_before == (at("13:00"), 0, "360104", "delivery")


def test_what_lies_a_millisecond_before_the_cut_is_too_late_and_what_lies_at_it_is_taken(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "13:00 offline")
    hears(judge, 3, "08:00 online s2", "08:01 offline s2")

    late = judge.fold(group([row("13:19:59.999 online s3"), row("13:20 online s3")]), judge.now)

    assert [(each.row.at, each.settled) for each in late if isinstance(each, TooLate)] == [
        (at("13:20") - 1, at("13:20"))
    ]


def test_a_heartbeat_that_goes_on_before_the_cut_is_too_late_too(law: Law) -> None:
    """Its session is kept whole, since it speaks of an instant behind the cut as well."""
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "08:00 beat")
    hears(judge, 1, "09:00 offline")
    hears(judge, 3, "09:30 online s2", "09:31 offline s2")

    late = judge.fold(group([row("08:01 beat")]), judge.now)

    assert "s1" in judge.roster.workers[WORKER].facts.platforms["hema"].sessions
    assert len(late) == 1


def test_who_is_silent_for_the_horizon_is_forgotten_and_met_again_as_settled(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "13:00 offline")

    list(judge.evaluate_due(at("13:00") + HORIZON_MS))
    late = judge.fold(group([row("13:19 online s2")]), judge.now)
    taken = judge.fold(group([row("13:20 online s2")]), judge.now)

    assert (len(late), taken) == (1, [])
    assert sum(judge.totals.standing.values()) == 0


def test_who_is_silent_for_a_millisecond_less_is_not(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    hears(judge, 0, "08:00 online", "13:00 offline")

    list(judge.evaluate_due(at("13:00") + HORIZON_MS - 1))

    assert WORKER in judge.roster.workers


def test_nothing_is_cut_without_a_horizon(law: Law) -> None:
    judge = Judge(law)
    hears(judge, 0, "08:00 online", "13:00 offline")

    found = hears(judge, 9, "08:00 online s2")

    assert [finding.ends_at for finding in found] == [at("08:00") + 5 * 60 * MINUTE]
    assert DAY * 9 + at("08:00") == judge.now


def test_what_is_older_than_five_weeks_is_taken_of_nobody_live_and_of_everybody_in_a_replay(law: Law) -> None:
    live, replay = Judge(law, HORIZON_MS), Judge(law)
    old, just = row("08:00 online", day=0), row("08:00 online s2", day=1)

    (late,) = live.fold(group([old, just]), old.at + OLDEST_MS + 1)

    assert isinstance(late, TooLate)
    assert (late.row, late.settled) == (old, old.at + 1)
    assert replay.fold(group([old, just]), old.at + OLDEST_MS + 1) == []
