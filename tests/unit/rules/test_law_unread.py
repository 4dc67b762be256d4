"""Findings by the law in force and by the law as it was read, put together."""

from typing import Any

from schemas.findings.finding import Finding, Kind, Severity
from streams.law.table import Law
from streams.rules.law_unread import combined
from tests.oracle.notation import read_case
from tests.property.core.feeding import heard, judged

HIGH = {"hema": 20_000_000}


def breach(law: Law) -> Finding:
    """A breach of 4 h 30 min."""
    case = {"name": "", "now": "15:00", "findings": [], "events": ["08:00-12:30 working hema s1"]}
    given = read_case("rest_missed", case)
    (finding,) = (each for each in judged(heard(given.events), given.now, law) if each.rule == "rest_missed")
    return finding


def changed(finding: Finding, **fields: Any) -> Finding:
    return finding.model_copy(update=fields)


def put_together(law: Law, found: list[Finding], read: list[Finding]) -> list[Finding]:
    return combined(found, read, 1 << 60, law, lambda _: HIGH)


def test_what_both_find_alike_is_the_same_whatever_law_it_cites(law: Law) -> None:
    one = breach(law)

    assert put_together(law, [one], [changed(one, law=())]) == [one]


def test_of_one_kind_that_of_the_read_values_stands(law: Law) -> None:
    one = breach(law)
    read = changed(one, limit=one.limit and one.limit + 1, severity=Severity.GRAVE)

    assert put_together(law, [one], [read]) == [read]


def test_it_cites_the_unread_value_that_the_other_cites(law: Law) -> None:
    one = breach(law)
    unread = one.law[0].model_copy(update={"status": "unread"})
    read = changed(one, limit=1)

    (both,) = put_together(law, [changed(one, law=(unread, *one.law[1:]))], [read])

    assert both.law == (*read.law, unread)
    assert both.summary.en.endswith("which was read, gives the same.")


def test_of_two_kinds_it_is_undecidable_with_the_figures_in_force_and_the_reasons_of_both(law: Law) -> None:
    one = breach(law)
    read = changed(one, kind=Kind.UNDECIDABLE, severity=None, measured=0, reasons=("open_session", "pulse_gap"))

    (both,) = put_together(law, [one], [read])
    (reverse,) = put_together(law, [read], [one])

    assert (both.kind, both.measured, both.severity) == (Kind.UNDECIDABLE, one.measured, None)
    assert both.reasons == reverse.reasons == ("law_unread", "open_session", "pulse_gap")
    assert reverse.measured == 0


def test_one_alone_is_undecidable_with_the_high_shares_and_keeps_its_identity(law: Law) -> None:
    one = breach(law)

    for found, read in (([one], []), ([], [one])):
        (alone,) = put_together(law, found, read)
        assert (alone.kind, alone.reasons, alone.platforms) == (Kind.UNDECIDABLE, ("law_unread",), HIGH)
        assert (alone.finding_id, alone.measured, alone.limit) == (one.finding_id, one.measured, one.limit)


def test_findings_that_do_not_overlap_have_nothing_to_do_with_one_another(law: Law) -> None:
    one = breach(law)
    assert one.ends_at is not None
    later = changed(one, finding_id="later", starts_at=one.ends_at, ends_at=one.ends_at + 1)

    assert {each.kind for each in put_together(law, [one], [later])} == {Kind.UNDECIDABLE}
    assert len(put_together(law, [one], [later])) == 2


def test_two_of_one_kind_within_one_by_the_read_values_are_taken_in(law: Law) -> None:
    one = breach(law)
    assert one.ends_at is not None
    middle = (one.starts_at + one.ends_at) // 2
    first = changed(one, ends_at=middle)
    second = changed(one, finding_id="second", starts_at=middle)

    assert put_together(law, [first, second], [one]) == [one]
    assert put_together(law, [one], [first, second]) == [first, second]


def test_advice_by_one_alone_is_not_given_and_by_both_it_is_that_of_the_read_values(law: Law) -> None:
    advice = changed(breach(law), kind=Kind.WARNING, rule="rest_due")
    read = changed(advice, limit=1)

    assert put_together(law, [advice], []) == put_together(law, [], [advice]) == []
    assert put_together(law, [advice], [read]) == [read]


def test_findings_of_other_rules_platforms_and_episodes_are_others(law: Law) -> None:
    one = breach(law)
    others = (changed(one, rule="x"), changed(one, platforms={"tuche": 1}), changed(one, episode="e"))

    for other in others:
        assert len(put_together(law, [one], [changed(other, limit=1)])) == 2
