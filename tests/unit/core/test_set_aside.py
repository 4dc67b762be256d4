"""A rule that raises costs its own subject alone."""

from collections.abc import Callable

import pytest

from schemas.findings.finding import Finding
from schemas.work import bucket_of
from streams.core.area_record import LiveCells
from streams.core.areas.pace import Pace
from streams.core.evaluating import AGAIN_MS, LATER_MS, MOST_SET_BYTES, RaisedError, RuleSet
from streams.core.stamping import Stamp
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.facts.areas.area_view import AreaView
from streams.facts.areas.cell import Cell, CellKey, slot_of
from streams.facts.views.worker_view import WorkerView
from streams.law.table import Law
from streams.rules.contract import AreaRule, Verdict, WorkerRule
from streams.rules.evidence import Listed
from tests.oracle.law import SECOND
from tests.unit.core.days import WORKER, asked, at, kinds, only, says

OTHER = "0" * 63 + "2"
SHIFT = ("08:00 online", "12:30 offline")


class Fragile(WorkerRule):
    """A rule that raises about one worker as long as it is broken, and says who it was in doing so."""

    name = "fragile"

    def __init__(self) -> None:
        self.broken = True
        self.asked = 0

    def evidence_now(self, _view: WorkerView, _finding: Finding, _most: int | None) -> None:
        return None

    def evaluate(self, view: WorkerView, _: Verdict) -> None:
        self.asked += view.subject == WORKER
        if self.broken and view.subject == WORKER:
            raise ValueError(f"bad luck with {view.subject}")


@pytest.fixture
def rule() -> Fragile:
    return Fragile()


@pytest.fixture
def judge(law: Law, rule: Fragile) -> Judge:
    judge = Judge(law, HORIZON_MS)
    judge.evaluator._rules = RuleSet([*judge.evaluator._rules.rules, rule], None)
    for worker in (WORKER, OTHER):
        says(judge, *SHIFT, now="13:00", worker=worker)
    return judge


def test_its_subject_is_set_aside_and_its_neighbours_are_spoken_of(judge: Judge) -> None:
    said = asked(judge, "13:00")

    (aside,) = judge.totals.set_aside
    assert [each.subject for each in said] == [OTHER]
    assert (aside.rule, aside.unit, judge.totals.aside["fragile"]) == ("fragile", f"bucket {bucket_of(WORKER)}", 1)
    assert aside.error.startswith("ValueError in evaluate, line ")
    assert WORKER not in repr(aside)


def test_what_was_said_of_it_stands_and_its_facts_are_folded_and_stored(judge: Judge, rule: Fragile) -> None:
    rule.broken = False
    asked(judge, "13:00")
    before, standing = judge.roster.workers[WORKER].published, dict(judge.totals.standing)
    rule.broken = True

    says(judge, "13:30 online s2", "18:30 offline s2", now="18:30")
    said = asked(judge, "18:31")

    assert said == []
    assert (judge.roster.workers[WORKER].published, dict(judge.totals.standing)) == (before, standing)
    assert judge.roster.workers[WORKER].facts.platforms["hema"].sessions.keys() == {"s1", "s2"}
    assert judge.roster.workers[WORKER].changed


def test_it_is_asked_about_again_when_facts_come_but_not_more_than_once_a_minute(judge: Judge, rule: Fragile) -> None:
    list(judge.evaluate_due(at("13:00")))
    for second in range(60):
        says(judge, f"13:00:{second:02d} online s{second}", now="13:00:59")
        list(judge.evaluate_due(at("13:00") + second * SECOND))
    within = rule.asked
    list(judge.evaluate_due(at("13:00") + AGAIN_MS))

    assert (within, rule.asked) == (1, 2)


def test_without_facts_it_is_asked_about_again_after_an_hour_and_is_then_no_longer_set_aside(
    judge: Judge, rule: Fragile
) -> None:
    list(judge.evaluate_due(at("13:00")))
    list(judge.evaluate_due(at("13:00") + LATER_MS - 1))
    rule.broken = False
    (said,) = judge.evaluate_due(at("13:00") + LATER_MS)

    assert (said.subject, rule.asked, judge.totals.aside["fragile"]) == (WORKER, 2, 0)
    assert kinds([said]) == [("rest_missed", "breach")]


def test_a_worker_whose_facts_cannot_be_cut_is_spoken_of_and_set_aside(
    law: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = Judge(law, HORIZON_MS)
    says(judge, *SHIFT, now="13:00")
    monkeypatch.setattr(judge.evaluator, "_settled", _raises)

    assert only(asked(judge, "13:00")).rule == "rest_missed"
    assert [each.rule for each in judge.totals.set_aside] == ["horizon"]


def _raises(*_: object, **__: object) -> None:
    raise KeyError("anything")


class Verbose(WorkerRule):
    """A rule that finds so much that no record holds it, however little evidence it may list."""

    name = "verbose"

    def __init__(self, finding: Finding, size: Callable[[int], int]) -> None:
        self._finding = finding
        self._size = size
        self.lines: list[int | None] = []

    def evidence_now(self, _view: WorkerView, _finding: Finding, _most: int | None) -> None:
        return None

    def evaluate(self, _: WorkerView, verdict: Verdict) -> None:
        self.lines.append(verdict.most_lines)
        sector = "x" * self._size(verdict.most_lines or 0)
        verdict.findings += [self._finding.model_copy(update={"sector": sector})] * 1_000


def test_a_set_that_is_too_large_is_tried_with_less_evidence_and_last_with_none(law: Law) -> None:
    judge = Judge(law)
    says(judge, *SHIFT, now="13:00")
    finding = only(judge.everything(at("13:00")))
    fits, never = Verbose(finding, lambda lines: 100 * lines), Verbose(finding, lambda _: MOST_SET_BYTES // 1_000)

    view = judge.evaluator.view(WORKER, judge.roster.workers[WORKER].facts, 0)
    answer = RuleSet([fits], 1_000).evaluate(view, {}, 0)
    with pytest.raises(RaisedError, match="size"):
        RuleSet([never], 1_000).evaluate(view, {}, 0)

    assert (len(answer.findings), fits.lines) == (1_000, [1_000, 100, 10])
    assert never.lines == [1_000, 100, 10, 1, 0]


def test_an_area_about_which_a_rule_raises_is_set_aside_and_the_others_are_spoken_of(law: Law) -> None:
    pace, broken = Pace(law, forgets=True), ("hema", "delivery", "360104")
    pace._rules = RuleSet([FragileArea(broken)], None)
    rows = [
        (CellKey("hema", "delivery", area, slot_of(at("08:00"))), Cell(low=1, high=1)) for area in ("360104", "360102")
    ]
    pace.taking_over = True
    pace.fold([LiveCells(0, 1, rows)], 0, at("08:30"))

    said = list(pace.evaluate_due(at("08:30")))
    within = list(pace.evaluate_due(at("08:30") + AGAIN_MS - 1))

    (aside,) = pace.totals.set_aside
    assert ([each.subject for each in said], within) == (["hema/delivery/360102"], [])
    assert (aside.rule, aside.unit, pace.totals.aside["fragile"]) == ("fragile", "hema/delivery/360104", 1)


class FragileArea(AreaRule):
    """A rule that raises about one area."""

    name = "fragile"

    def __init__(self, place: tuple[str, str, str]) -> None:
        self._place = place

    def evidence_now(self, _view: AreaView, _finding: Finding, _most: int | None) -> None:
        return None

    def evaluate(self, view: AreaView, _: Verdict) -> None:
        if (view.platform, view.sector, view.area) == self._place:
            raise ZeroDivisionError


class Lapsing(WorkerRule):
    """A rule that finds nothing any more, and has a line of evidence for each that it may list."""

    name = "rest_missed"

    def __init__(self) -> None:
        self.lines: list[int | None] = []

    def evaluate(self, _: WorkerView, __: Verdict) -> None:
        """Find nothing."""

    def evidence_now(self, _: WorkerView, finding: Finding, most: int | None) -> Listed:
        self.lines.append(most)
        return {"evidence": finding.evidence[:1] * (most or 0), "evidence_rest": None}


def test_what_has_lapsed_lists_less_where_the_set_would_be_too_large_for_a_record(law: Law) -> None:
    judge, rule = Judge(law), Lapsing()
    says(judge, *SHIFT, now="13:00")
    finding = only(judge.everything(at("13:00")))
    before = [finding.model_copy(update={"finding_id": f"{number:032x}"}) for number in range(60)]
    view = judge.evaluator.view(WORKER, judge.roster.workers[WORKER].facts, 0)

    lapsed = RuleSet([rule], 1_000, stamp=Stamp[WorkerView](law)).lapsed(view, before, Verdict(0, most_lines=1_000))

    assert rule.lines == [1_000] * 60 + [100] * 60
    assert [each.finding_id for each in lapsed] == [each.finding_id for each in before]
    assert sum(len(each.model_dump_json()) for each in lapsed) <= MOST_SET_BYTES
