from datetime import date

from schemas.findings.finding import ON_DAYS
from streams.core.workers.judge import Judge
from streams.law.terms.days import DAILY, GRACE
from streams.rules import WORKER_RULES
from streams.rules.days.rule_on_days import RuleOnDays
from tests.oracle.notation import read_case
from tests.oracle.times import instant
from tests.property.core.agreed import law_agreed
from tests.property.core.feeding import fold, heard

DAY = date(2025, 12, 8)


def test_the_rules_on_days_are_those_that_the_contract_names() -> None:
    assert {rule.name for rule in WORKER_RULES if issubclass(rule, RuleOnDays)} == ON_DAYS - {"pay_below_minimum"}


def test_a_late_event_changes_a_day_that_is_judged_early_by_a_shorter_grace() -> None:
    worked = ["08:00-12:00 serving hema o1", "12:00-16:00 serving hema o2", "17:00-18:00 serving hema o3"]
    case = read_case(DAILY, {"name": "", "day": DAY, "now": "28:01", "events": worked, "findings": []})
    rows, judge = heard(case.events), Judge(law_agreed(((GRACE, "grace 3 h on hema"),)))
    fold(judge, rows[:-2], instant("27:29", DAY))

    before = [each for said in judge.evaluate_due(instant("27:30", DAY)) for each in said.findings]
    fold(judge, rows[-2:], instant("28:00", DAY))
    after = [each for said in judge.evaluate_due(case.now) for each in said.findings]

    assert DAILY not in {each.rule for each in before}
    assert DAILY in {each.rule for each in after}
