"""The steps that a set takes with leads which people have decided about or are at work on."""

from typing import Any

from alerts.leads.appending import LogAppender
from alerts.leads.cause import Cause
from alerts.leads.chain import GENESIS
from alerts.leads.finding import LeadFinding, canonical
from alerts.leads.handling import Action, Handling
from alerts.leads.lead import Lead, LogHead, Standing
from alerts.leads.revising import revise
from alerts.leads.standing_set import LedgerSet
from schemas.findings.finding import Finding, Severity
from tests.unit.alerts.builders import found, standing

MINOR, GRAVE = found(0, 4), found(0, 14, measured=50_000_000, severity=Severity.GRAVE)


class Bureau:
    """Leads, and the steps of sets and people."""

    def __init__(self) -> None:
        self.leads: dict[int, Lead] = {}
        self.log = LogAppender(LogHead(0, GENESIS, 0, 0), 1)
        self.version = 0

    def learns(self, *findings: Finding) -> list[str]:
        self.version += 1
        written = len(self.log.entries)
        revise(self.leads, LedgerSet.of(standing(self.version, *findings, speaks_from=None)), self.log)
        return [f"{entry.lead} {entry.change}" for entry in self.log.entries[written:]]

    def does(self, number: int, *actions: Action) -> None:
        for action in actions:
            assignee = "wang" if action is Action.ASSIGN else None
            lead = self.log.leads[number]
            self.leads[number] = self.log.act(lead, action, "li", "so", assignee)

    def cause(self) -> Cause:
        return Cause.model_validate_json(self.log.entries[-1].cause or "")


def test_a_dismissed_lead_that_grows_grave_is_open_again_and_says_of_what_it_was_dismissed() -> None:
    bureau = Bureau()
    bureau.learns(MINOR)
    bureau.does(1, Action.ACKNOWLEDGE, Action.DISMISS)

    steps = bureau.learns(GRAVE)

    cause: Any = bureau.cause()
    assert steps == ["1 amended", "1 reopened"]
    assert (bureau.leads[1].handling, bureau.leads[1].decided) == (Handling.NEW, None)
    assert cause.more == ("severity", "measure")
    assert (cause.decided["severity"], cause.found["severity"]) == ("minor", "grave")
    assert (cause.decided["measured"], cause.found["measured"]) == (15_000_000, 50_000_000)


def test_it_goes_back_to_the_person_who_had_it() -> None:
    bureau = Bureau()
    bureau.learns(MINOR)
    bureau.does(1, Action.ASSIGN, Action.INVESTIGATE, Action.CONFIRM, Action.CLOSE)

    bureau.learns(GRAVE)

    assert (bureau.leads[1].handling, bureau.leads[1].assignee) == (Handling.ASSIGNED, "wang")


def test_a_lead_that_ends_or_says_less_stays_decided_and_so_does_one_that_comes_back_as_it_was() -> None:
    bureau = Bureau()
    bureau.learns(found(0))
    bureau.does(1, Action.ASSIGN, Action.DISMISS)

    assert bureau.learns(found(0, 4)) == ["1 amended"]
    assert bureau.learns(found(0, 3, measured=14_500_000)) == ["1 amended"]
    assert bureau.learns() == ["1 withdrawn"]
    assert bureau.learns(found(0, 4)) == ["1 reinstated"]
    assert bureau.leads[1].handling is Handling.DISMISSED


def test_growth_by_small_steps_is_measured_from_the_decision() -> None:
    bureau = Bureau()
    bureau.learns(found(0))
    bureau.does(1, Action.ASSIGN, Action.DISMISS)

    assert bureau.learns(found(0, measured=15_600_000)) == ["1 amended"]
    assert bureau.learns(found(0, measured=15_900_000)) == ["1 amended", "1 reopened"]


def test_a_decision_made_again_is_about_the_figures_of_then() -> None:
    bureau = Bureau()
    bureau.learns(MINOR)
    bureau.does(1, Action.ASSIGN, Action.DISMISS)
    bureau.learns(GRAVE)
    bureau.does(1, Action.DISMISS)

    assert bureau.learns(GRAVE.model_copy(update={"ends_at": GRAVE.starts_at + 1})) == ["1 amended"]
    assert bureau.leads[1].handling is Handling.DISMISSED


def test_a_decided_lead_that_others_are_merged_into_is_open_again() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(1, Action.ASSIGN, Action.DISMISS)

    steps = bureau.learns(found(0, 9))

    assert steps == ["1 amended", "2 superseded", "1 reopened"]
    assert (bureau.cause().more, bureau.cause().merged) == (("merge",), (2,))


def test_a_lead_that_was_withdrawn_adds_nothing_to_the_one_it_ends_in() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(1, Action.ASSIGN, Action.DISMISS)
    bureau.learns(found(0, 4))

    assert bureau.learns(found(0, 9)) == ["1 amended", "2 superseded"]


def test_of_leads_that_are_merged_the_one_under_investigation_survives_whatever_its_age() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(2, Action.ASSIGN, Action.INVESTIGATE)

    steps = bureau.learns(found(0, 9))

    assert steps == ["2 amended", "1 superseded"]
    assert (bureau.leads[2].handling, bureau.log.leads[1].superseded_by) == (Handling.INVESTIGATING, 2)


def test_of_two_under_investigation_the_older_has_the_finding_and_the_other_stays_open_beside_it() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(1, Action.ASSIGN)
    bureau.does(2, Action.ASSIGN, Action.INVESTIGATE)

    assert bureau.learns(found(0, 9)) == ["1 amended", "2 overlapped"]
    beside = bureau.leads[2]
    assert (beside.standing, beside.beside, beside.handling) == (Standing.STANDING, 1, Handling.INVESTIGATING)
    assert beside.finding.starts_at == found(5, 9).starts_at
    assert bureau.learns(found(0, 10)) == ["1 amended"]
    assert bureau.learns(found(0, 4), found(5, 9)) == ["1 amended", "2 amended"]
    assert bureau.leads[2].beside is None


def test_who_decides_about_the_lead_that_has_the_finding_decides_nothing_about_the_one_beside_it() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(1, Action.ASSIGN)
    bureau.does(2, Action.ASSIGN)
    bureau.learns(found(0, 9))
    bureau.does(1, Action.DISMISS)

    assert bureau.learns(found(0, 9, area="360113")) == ["1 amended"]
    assert (bureau.leads[1].handling, bureau.leads[2].handling) == (Handling.DISMISSED, Handling.ASSIGNED)
    bureau.does(2, Action.DISMISS)
    assert bureau.learns(found(0, 9)) == ["1 amended", "2 superseded"]
    assert bureau.leads[1].handling is Handling.DISMISSED


def test_a_lead_beside_another_is_withdrawn_with_it() -> None:
    bureau = Bureau()
    bureau.learns(found(0, 4), found(5, 9))
    bureau.does(1, Action.ASSIGN)
    bureau.does(2, Action.ASSIGN)
    bureau.learns(found(0, 9))

    assert bureau.learns() == ["1 withdrawn", "2 withdrawn"]
    assert bureau.leads[2].beside is None


def test_another_release_or_law_alone_amends_nothing_and_is_no_other_set() -> None:
    bureau = Bureau()
    first = MINOR.model_copy(update={"release": "1", "law_digest": "a"})
    other = MINOR.model_copy(update={"release": "2", "law_digest": "b"})
    bureau.learns(first)

    assert bureau.learns(other) == []
    assert LedgerSet.of(standing(1, first)).digest == LedgerSet.of(standing(2, other)).digest
    assert LedgerSet.of(standing(1, MINOR)).digest == LedgerSet.of(standing(2, other)).digest
    assert bureau.learns(other.model_copy(update={"mode": "observe"})) == ["1 amended"]
    assert bureau.leads[1].finding.mode == "observe"


def test_a_finding_in_the_words_of_the_first_release_is_the_same_finding() -> None:
    used = {"parameter": "rest_missed.limit", "value": "14400000", "unit": "ms", "in_force_from": "2022-05-12"}
    written = {**MINOR.model_dump(mode="json"), "law": [{**used, "source": "policy", "verified": False}]}
    then, now = LeadFinding.parse(canonical(written)), LeadFinding.of(Finding.model_validate(written))

    assert '"status":"policy"' in now.text
    assert not now.amends(then)
    assert now.amends(LeadFinding.parse(then.text.replace("15000000", "15000001")))
