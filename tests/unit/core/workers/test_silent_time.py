"""Silent time of sessions, as the judge counts it by platform and day."""

from schemas.legal_days import legal_day
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.law.table import Law
from streams.rules.rest.silence import SILENT
from tests.oracle.law import HOUR, MINUTE
from tests.unit.core.days import asked, at, says

DAY = legal_day(at("12:00"))


def counted(judge: Judge) -> dict[int, int]:
    """The silent time of the only platform by day, counted from the day of the events."""
    return {day - DAY: ms for (_, day), ms in judge.totals.daily_gauge(SILENT).items()}


def test_that_of_a_session_that_was_closed_counts_where_it_is_unknown_on_the_day_it_lies_in(law: Law) -> None:
    judge = Judge(law)

    says(judge, "22:00 online", "22:00 beat", "26:00 offline", "27:00 online s2", "29:00 offline s2", now="29:00")
    asked(judge, "29:00")

    assert counted(judge) == {0: 2 * HOUR, 1: 2 * HOUR}
    assert judge.totals.gauge(SILENT) == {"hema": 4 * HOUR}


def test_that_of_a_session_that_nobody_closed_is_counted_after_a_day_though_nothing_more_comes(law: Law) -> None:
    judge = Judge(law)
    says(judge, "08:00 online", now="08:00")

    found = []
    for clock in ("08:03", "08:03:00.001", "10:00", "32:00", "33:00"):
        asked(judge, clock)
        found.append(sum(counted(judge).values()))

    assert (found[0], found[-2:]) == (0, [24 * HOUR, 24 * HOUR])
    assert found == [0, 0, 0, 24 * HOUR, 24 * HOUR]


def test_nothing_is_left_of_who_is_forgotten(law: Law) -> None:
    judge = Judge(law, HORIZON_MS)
    says(judge, "08:00 online", "08:00 beat", "11:00 offline", now="11:00")
    asked(judge, "11:00")
    before = counted(judge)

    list(judge.evaluate_due(at("11:00") + HORIZON_MS + MINUTE))

    assert (before, counted(judge), judge.totals.gauges) == ({0: 3 * HOUR}, {}, {})
