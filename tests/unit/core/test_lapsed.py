"""A finding of every rule that holds no more is stated with the measurement of its interval now."""

import pytest

from schemas.findings.finding import Lapsed
from schemas.instants import HOUR_MS as HOUR
from streams.core.stamping import Stamp
from streams.law.files import packaged_law
from streams.law.table import Law
from streams.law.value import RuleMode
from streams.rules import AREA_RULES, WORKER_RULES
from tests.unit.core.days import at
from tests.unit.core.lapsing import LAPSING, dispatch, lapsed_of, pace, pace_without_warning, pay, red
from tests.unit.rules.areas import at as at_area


def spans(lapsed: Lapsed, name: str) -> list[tuple[int, int]]:
    (one,) = (each for each in lapsed.evidence if each.id == name)
    return [(span.start, span.end) for span in one.spans]


def test_every_rule_has_a_case() -> None:
    assert set(LAPSING) == {rule.name for rule in (*WORKER_RULES, *AREA_RULES)}


@pytest.mark.parametrize("rule", ["rest_missed", "rest_due"])
def test_of_a_stretch_the_sessions_are_stated_as_they_are_now(rule: str) -> None:
    lapsed = lapsed_of(rule, LAPSING[rule]())

    assert spans(lapsed, "s1")[0] == (at("08:00"), at("10:00"))
    assert spans(lapsed, "s2") == [(at("10:00"), at("10:01"))]


def test_of_pushes_the_orders_are_stated_as_they_are_now() -> None:
    lapsed = lapsed_of("dispatch_during_rest", dispatch())

    assert spans(lapsed, "o1") == [(at("12:10"), at("12:20"))]
    assert [each.id for each in lapsed.evidence] == ["o1"]


def test_of_pay_the_entries_are_stated_as_they_are_now() -> None:
    lapsed = lapsed_of("pay_below_minimum", pay())

    amounts = {each.id: each.amount_fen for each in lapsed.evidence if each.what == "entry"}
    assert amounts == {"e1": 9000}
    assert {each.id for each in lapsed.evidence if each.what == "order"} == {"o1"}


def test_of_a_long_day_the_orders_are_stated_as_they_are_now() -> None:
    lapsed = lapsed_of("daily_hours", LAPSING["daily_hours"]())

    lengths = {each.id: sum(span.end - span.start for span in each.spans) for each in lapsed.evidence}
    assert lengths == {"o1": 4 * HOUR, "o2": 3 * HOUR, "o3": HOUR}


def test_of_days_in_a_row_each_is_stated_as_it_is_now() -> None:
    lapsed = lapsed_of("weekly_rest", LAPSING["weekly_rest"]())

    times = [each.day.high for each in lapsed.evidence if each.day is not None]
    assert times == [HOUR // 2] * 3 + [HOUR // 3] + [HOUR // 2] * 3


def test_of_pace_the_slots_and_warnings_are_stated_as_they_are_now() -> None:
    now, unwarned = lapsed_of("pace_not_eased", pace()), lapsed_of("pace_not_eased", pace_without_warning())

    assert now.area_evidence is not None
    assert unwarned.area_evidence is not None
    nine = [row for row in now.area_evidence.slots if row.start == at_area("09:00")]
    assert [(row.accepted, row.level) for row in nine] == [(9, "yellow")]
    assert len(now.area_evidence.usual) == 4 * 21
    assert {row.level for row in unwarned.area_evidence.slots} == {None}
    assert unwarned.area_evidence.warned == ()


def test_of_pushes_under_red_the_times_of_red_are_stated_as_they_are_now() -> None:
    lapsed = lapsed_of("dispatch_under_red", red())

    assert lapsed.area_evidence is not None
    assert lapsed.area_evidence.red == ()


def test_a_finding_whose_rule_is_off_at_its_place_is_stated_as_such() -> None:
    before, _ = LAPSING["rest_missed"]()
    (gone,) = (each for each in before.findings if each.rule == "rest_missed")
    law = packaged_law()
    modes = [RuleMode(each.rule, "off", each.from_day, each.where) for each in law.modes]
    off = Law(law.values, modes, law.places, law.platforms, law.holidays)

    (lapsed,) = Stamp[None](off).lapsed([(gone, {"evidence": gone.evidence, "evidence_rest": None})], None)
    (judged,) = Stamp[None](law).lapsed([(gone, {"evidence": gone.evidence, "evidence_rest": None})], None)

    assert (lapsed.off, judged.off) == (True, None)
