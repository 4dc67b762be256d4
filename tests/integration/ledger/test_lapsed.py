"""A lead that is withdrawn names in its cause which evidence is new, gone or different, whatever its rule."""

import pytest

from alerts.leads.cause import Cause
from alerts.leads.evidence.changes import NamedSome
from alerts.ledger import Ledger
from tests.unit.alerts.builders import LATE
from tests.unit.core.lapsing import LAPSING, Sets, pace_without_warning

WANTED = {
    "rest_missed": {"different": ["session s1", "session s2"]},
    "dispatch_during_rest": {"different": ["session s1", "session s2"]},
    "pay_below_minimum": {"different": ["entry e1"]},
    "pace_not_eased": {"different": ["slot 2022-06-01T01:00:00.000Z"]},
    "dispatch_under_red": {"gone": ["red_time 2022-06-01T01:00:00.000Z"]},
}


def cause_of_withdrawal(ledger: Ledger, rule: str, sets: Sets) -> Cause:
    before, after = sets
    ledger.apply([before], LATE)
    ledger.apply([after], LATE + 1)
    (number,) = (lead.number for lead in ledger.leads(as_of=LATE) if lead.finding.rule == rule)
    last = ledger.lead(number).entries[-1]
    assert (str(last.change), ledger.verify()) == ("withdrawn", [])
    return Cause.model_validate_json(last.cause or "{}")


def named(some: NamedSome | None) -> list[str]:
    return [] if some is None else sorted(f"{one.what} {one.id}" for one in some.named)


@pytest.mark.parametrize("rule", WANTED)
def test_a_withdrawal_names_the_evidence_that_is_not_what_it_was(ledger: Ledger, rule: str) -> None:
    cause = cause_of_withdrawal(ledger, rule, LAPSING[rule]())

    assert cause.evidence is not None
    found = {name: named(getattr(cause.evidence, name)) for name in ("new", "gone", "different")}
    assert {name: names for name, names in found.items() if names} == WANTED[rule]
    assert (cause.evidence.rested_on, cause.passed) == (None, None)


def test_a_warning_that_is_none_is_named(ledger: Ledger) -> None:
    cause = cause_of_withdrawal(ledger, "pace_not_eased", pace_without_warning())

    assert cause.evidence is not None
    assert cause.evidence.different is not None
    assert (cause.evidence.different.named[0].what, cause.evidence.different.more) == ("slot", 11)


def test_advice_that_is_withdrawn_is_no_lead(ledger: Ledger) -> None:
    before, after = LAPSING["rest_due"]()

    ledger.apply([before], LATE)
    ledger.apply([after], LATE + 1)

    assert ledger.leads(as_of=LATE) == ledger.leads() == []
