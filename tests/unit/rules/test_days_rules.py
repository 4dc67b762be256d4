from schemas.findings.finding import ON_DAYS
from streams.rules import WORKER_RULES
from streams.rules.days.evaluating import RuleOnDays


def test_the_rules_on_days_are_those_that_the_contract_names() -> None:
    assert {rule.name for rule in WORKER_RULES if issubclass(rule, RuleOnDays)} == ON_DAYS - {"pay_below_minimum"}
