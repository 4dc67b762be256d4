import json
from dataclasses import replace

from alerts.leads.finding import LeadFinding
from streams.tools.city.expected.finding import ExpectedFinding
from streams.tools.demo.tally import TallyRow, tally

MISSED = ExpectedFinding(
    rule="rest_missed",
    kind="breach",
    scope="platform",
    subject="a" * 64,
    platforms=("hema",),
    starts_at=1_000,
    ends_at=None,
    true_from=5_000,
    ended_from=9_000,
)
PAID = replace(MISSED, rule="pay_below_minimum", ends_at=90_000)


def lead(one: ExpectedFinding) -> LeadFinding:
    """The part of a finding that the ledger keeps."""
    return LeadFinding(
        finding_id="",
        rule=one.rule,
        kind=one.kind,
        subject=one.subject,
        scope=one.scope,
        platform=one.platforms[0] if one.scope == "platform" else None,
        episode=None,
        sector=None,
        area=None,
        mode=None,
        severity=None,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        text="",
    )


def test_all_that_is_planted_and_found_is_counted_by_rule_and_in_all() -> None:
    other = replace(PAID, subject="b" * 64)
    told = tally([MISSED, PAID], [lead(MISSED), lead(other)], [MISSED, PAID])

    assert told.by_rule() == [TallyRow("pay_below_minimum", 1, 0, 1), TallyRow("rest_missed", 1, 1, 0)]
    assert told.sentence() == "planted 2, found 1, others 1"
    assert [(key[0], key[3][0]) for key in (*told.missing, *told.others)] == [
        ("pay_below_minimum", "a"),
        ("pay_below_minimum", "b"),
    ]


def test_the_same_breach_on_another_platform_is_another() -> None:
    there = replace(PAID, platforms=("tuche",))
    told = tally([PAID, there], [lead(PAID)], [PAID, there])

    assert told.sentence() == "planted 2, found 1, others 0"


def test_a_breach_across_platforms_is_none_of_theirs() -> None:
    across = replace(MISSED, scope="cross_platform", platforms=("hema", "tuche"))

    assert tally([across], [lead(across)], [across]).sentence() == "planted 1, found 1, others 0"


def test_what_has_just_become_true_is_neither_missing_nor_another() -> None:
    early, late = (tally([MISSED], leads, []) for leads in ([lead(MISSED)], []))

    assert early.sentence() == late.sentence() == "planted 0, found 0, others 0"


def test_what_was_planted_is_written_a_line_each_without_the_instants_of_knowing() -> None:
    line = json.loads(PAID.json())

    assert line == {
        "rule": "pay_below_minimum",
        "kind": "breach",
        "scope": "platform",
        "subject": "a" * 64,
        "platforms": ["hema"],
        "starts_at": 1_000,
        "ends_at": 90_000,
    }
