"""Whoever was taken over is counted until evaluated again, since until then no finding about them is."""

from streams.core.workers.judge import Judge
from streams.law.table import Law
from tests.stored import dumped
from tests.unit.core.days import at, says


def test_workers_who_were_taken_over_are_unevaluated_until_they_have_been_evaluated(law: Law) -> None:
    judge, heir = Judge(law), Judge(law)
    for number in range(3):
        says(judge, "08:00 online", "12:10 offline", now="12:10", worker=f"{number:064x}")
    fresh = len(judge.unevaluated)

    heir.load(dumped(judge.roster), at("12:10"))
    before = len(heir.unevaluated)
    list(heir.evaluate_due(at("12:11"), most=2))

    assert (fresh, before, len(heir.unevaluated)) == (0, 3, 1)
    assert sum(heir.totals.standing.values()) == 2
