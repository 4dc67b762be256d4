"""The cause of a step: in which evidence, law or release the finding before and the finding after differ."""

import pytest

from alerts.leads.cause import Cause, Judged, cause_of, cause_of_absence, is_after_the_fact
from alerts.leads.evidence.changes import MOST_NAMED
from alerts.leads.finding import LeadFinding
from schemas.findings.finding import Arrival, Evidence, EvidenceRest, Finding, LateEvidence, LawUsed, Severity
from schemas.findings.span import Span
from tests.unit.alerts.builders import HOUR, found

NOW = 1_700_000_000_000
JUDGED = Judged(NOW)


def session(name: str, *hours: tuple[int, int], amount_fen: int | None = None) -> Evidence:
    spans = tuple(Span(start=start * HOUR, end=end * HOUR, known=True) for start, end in hours)
    return Evidence(platform="hema", what="session", id=name, spans=spans, amount_fen=amount_fen)


def entry(name: str, fen: int) -> Evidence:
    return Evidence(platform="hema", what="entry", id=name, spans=(), amount_fen=fen)


def resting_on(*evidence: Evidence, **update: object) -> Finding:
    return found(1, 6).model_copy(update={"evidence": evidence, **update})


def value(text: str, since: str = "2022-05-12") -> LawUsed:
    return LawUsed(
        parameter="rest_missed.limit", value=text, unit="ms", in_force_from=since, source="policy", status="policy"
    )


def cause(before: Finding, after: Finding) -> Cause:
    return cause_of(LeadFinding.of(before), LeadFinding.of(after), JUDGED)


def names(cause: Cause, sort: str) -> list[str]:
    some = getattr(cause.evidence, sort)
    return [] if some is None else [one.id for one in some.named]


def test_evidence_is_new_gone_different_or_goes_on() -> None:
    before = resting_on(session("a", (1, 2)), session("b", (2, 3)), session("c", (3, 4)), session("d", (4, 5)))
    after = resting_on(session("b", (2, 3)), session("c", (3, 5)), session("d", (3, 5)), session("e", (5, 6)))

    changed = cause(before, after)

    assert names(changed, "new") == ["e"]
    assert names(changed, "gone") == ["a"]
    assert names(changed, "different") == ["d"]
    assert names(changed, "longer") == ["c"]


@pytest.mark.parametrize(
    ("before", "after", "goes_on"),
    [
        (session("s", (1, 2)), session("s", (1, 2), (3, 4)), True),
        (session("s", (1, 2), (3, 4)), session("s", (1, 2), (3, 5)), True),
        (session("s", (1, 4)), session("s", (1, 3)), False),
        (session("s", (1, 4)), session("s", (1, 2), (3, 4)), False),
        (session("s", (1, 2), (3, 4)), session("s", (1, 4)), False),
        (session("s", (1, 2), (3, 4)), session("s", (1, 2)), False),
        (entry("s", 5), entry("s", 6), False),
    ],
)
def test_what_only_goes_on_is_told_from_what_is_different(before: Evidence, after: Evidence, goes_on: bool) -> None:
    changed = cause(resting_on(before), resting_on(after))

    assert names(changed, "longer") == (["s"] if goes_on else [])
    assert names(changed, "different") == ([] if goes_on else ["s"])


def test_of_a_raised_lead_all_evidence_is_new_the_latest_first_and_no_more_than_a_few_are_named() -> None:
    evidence = [session(f"s{hour:02}", (hour, hour + 1)) for hour in range(MOST_NAMED + 3)]

    raised = cause_of(None, LeadFinding.of(resting_on(*evidence)), JUDGED)

    assert raised.evidence is not None
    assert raised.evidence.new is not None
    assert (names(raised, "new")[0], raised.evidence.new.more) == ("s12", 3)
    assert len(raised.evidence.new.named) == MOST_NAMED


def test_evidence_that_is_not_listed_is_compared_by_its_digest() -> None:
    before, after = (resting_on(evidence_rest=EvidenceRest(lines=3, sha256=digest * 64)) for digest in "ab")

    changed = cause(before, after).evidence

    assert changed is not None
    assert changed.unlisted


def test_a_law_value_is_named_with_what_it_was_and_is() -> None:
    changed = cause(resting_on(law=(value("14400000"),)), resting_on(law=(value("10800000", "2023-01-01"),)))

    (limit,) = changed.law
    assert (limit.name, limit.before, limit.after) == (
        "rest_missed.limit",
        "14400000 ms from 2022-05-12",
        "10800000 ms from 2023-01-01",
    )


def test_another_release_and_another_law_are_named() -> None:
    changed = cause(
        resting_on(measured=1, release="1", law_digest="a"), resting_on(measured=2, release="2", law_digest="b")
    )

    assert changed.release is not None
    assert changed.law_digest is not None
    assert (changed.release.before, changed.release.after) == ("1", "2")
    assert (changed.law_digest.before, changed.law_digest.after) == ("a", "b")
    assert (changed.figures, changed.passed) == (("measured",), None)


def test_where_nothing_else_differs_time_went_by() -> None:
    changed = cause(resting_on(session("s", (1, 6)), ends_at=None), resting_on(session("s", (1, 6))))

    assert (changed.passed, changed.figures, changed.evidence) == (NOW, ("ends_at",), None)


def test_new_evidence_is_no_passing_of_time() -> None:
    assert cause(resting_on(), resting_on(session("s", (1, 6)))).passed is None
    assert cause(resting_on(session("s", (1, 5))), resting_on(session("s", (1, 6)))).passed == NOW


def test_what_a_withdrawn_lead_rested_on_is_named_where_nobody_states_what_has_become_of_it() -> None:
    gone = cause_of_absence(LeadFinding.of(resting_on(session("s", (1, 6)))), None, JUDGED)

    assert names(gone, "rested_on") == ["s"]
    assert (names(gone, "gone"), gone.passed) == ([], None)


def test_of_a_withdrawn_lead_the_evidence_that_is_there_now_is_compared() -> None:
    now_there = {"evidence": [session("s", (1, 3), (4, 6)).model_dump(mode="json")], "release": None}

    gone = cause_of_absence(LeadFinding.of(resting_on(session("s", (1, 6)))), now_there, JUDGED)

    assert (names(gone, "different"), names(gone, "rested_on"), gone.figures) == (["s"], [], ())


def arrived(**late: tuple[int, int]) -> Arrival:
    """The arrival of evidence of which these sessions are late: the last arrival and the longest delay of each."""
    named = [
        LateEvidence(platform="hema", what="session", id=name, last=last, longest_ms=longest_ms)
        for name, (last, longest_ms) in late.items()
    ]
    longest = max((longest_ms for _, longest_ms in late.values()), default=None)
    return Arrival(first=0, last=NOW, longest_ms=longest, late=tuple(named))


@pytest.mark.parametrize(
    ("before", "after", "late"),
    [
        (arrived(), arrived(s=(9, 3_600_001)), 3_600_001),
        (None, arrived(s=(9, 3_600_001)), 3_600_001),
        (arrived(), arrived(), None),
        (arrived(s=(9, 7_200_000)), arrived(s=(9, 7_200_000)), None),
        (arrived(s=(9, 7_200_000)), arrived(s=(10, 7_200_000)), 7_200_000),
        (arrived(s=(9, 7_200_000)), arrived(t=(8, 4_000_000), s=(9, 7_200_000)), 4_000_000),
        (arrived(), None, None),
    ],
)
def test_what_arrives_more_than_an_hour_late_and_lowers_a_lead_is_marked(
    before: Arrival | None, after: Arrival | None, late: int | None
) -> None:
    lowered = cause(resting_on(arrival=before), resting_on(arrival=after, severity=None))
    raised = cause(resting_on(arrival=before), resting_on(arrival=after, severity=Severity.GRAVE))

    assert (lowered.late_ms, raised.late_ms) == (late, None)
    assert is_after_the_fact(lowered.text) == (late is not None)


def test_evidence_of_which_something_arrived_late_is_marked_with_the_delay() -> None:
    before = resting_on(session("s", (1, 5)), session("t", (1, 5)), session("u", (1, 5)))
    after = resting_on(session("s", (1, 3)), session("t", (1, 2)), arrival=arrived(s=(9, 3_600_001), u=(8, 4_000_000)))

    evidence = cause(before, after).evidence

    assert evidence is not None
    assert evidence.different is not None
    assert evidence.gone is not None
    assert {one.id: one.late_ms for one in evidence.different.named} == {"s": 3_600_001, "t": None}
    assert [one.late_ms for one in evidence.gone.named] == [4_000_000]


def test_a_cause_can_be_read_back_and_leaves_out_what_does_not_apply() -> None:
    changed = cause(resting_on(session("s", (1, 5))), resting_on(session("s", (1, 6)), session("t", (1, 2))))

    assert Cause.model_validate_json(changed.text) == changed
    assert changed.text == (
        '{"evidence":{"longer":{"named":[{"id":"s","platform":"hema","what":"session"}]},'
        '"new":{"named":[{"id":"t","platform":"hema","what":"session"}]}}}'
    )
    assert not is_after_the_fact(changed.text)


def test_a_place_that_is_another_now_is_no_passing_of_time() -> None:
    same = session("s", (1, 6))
    outside = {"evidence": [same.model_dump(mode="json")], "outside": True}

    gone = cause_of_absence(LeadFinding.of(resting_on(same)), outside, JUDGED)
    moved = cause(resting_on(same), resting_on(same, area="360113"))

    assert (gone.outside, gone.passed, gone.evidence) == (True, None, None)
    assert (moved.figures, moved.passed) == (("area",), None)


def test_what_became_of_the_breach_stands_in_the_cause_of_what_rests_on_it() -> None:
    breach, pushes = (resting_on(one) for one in (session("s", (1, 6)), session("o", (5, 6))))
    now_there = {"evidence": [session("s", (1, 3), (4, 6)).model_dump(mode="json")]}

    gone = cause_of_absence(
        LeadFinding.of(pushes),
        {"evidence": [session("o", (5, 6)).model_dump(mode="json")]},
        JUDGED,
        [(LeadFinding.of(breach), now_there)],
    )

    assert (names(gone, "different"), names(gone, "gone"), gone.passed) == (["s"], [], None)


def changed_of(gone: Cause, sort: str = "different") -> list[tuple[int, int | None, str, str]]:
    (one,) = getattr(gone.evidence, sort).named
    return [(each.start, each.end, each.before, each.after) for each in one.spans]


def withdrawn(before: Finding, *now_there: Evidence, **more: object) -> Cause:
    stated = {"evidence": [each.model_dump(mode="json") for each in now_there], **more}
    return cause_of_absence(LeadFinding.of(before), stated, JUDGED)


def test_the_times_that_were_work_and_are_none_are_named() -> None:
    gone = withdrawn(resting_on(session("s", (1, 6))), session("s", (1, 3), (4, 6)))

    assert changed_of(gone) == [(3 * HOUR, 4 * HOUR, "work", "none")]


def test_work_that_is_unknown_now_is_named_with_its_reason() -> None:
    unknown = Span(start=3 * HOUR, end=6 * HOUR, known=False, reasons=("pulse_gap",))
    after = session("s", (1, 3)).model_copy(update={"spans": (*session("s", (1, 3)).spans, unknown)})

    gone = withdrawn(resting_on(session("s", (1, 6))), after)

    assert changed_of(gone) == [(3 * HOUR, 6 * HOUR, "work", "unknown")]
    assert gone.evidence is not None
    assert gone.evidence.different is not None
    assert gone.evidence.different.named[0].spans[0].why_after == ("pulse_gap",)


def test_of_many_changed_times_the_latest_are_named_and_the_others_counted() -> None:
    before = found(1, 20).model_copy(update={"evidence": (session("s", (1, 20)),)})

    gone = withdrawn(before, session("s", *((hour, hour + 1) for hour in range(1, 20, 2))))

    assert [start for start, *_ in changed_of(gone)] == [hour * HOUR for hour in (14, 16, 18)]
    assert gone.evidence is not None
    assert gone.evidence.different is not None
    assert gone.evidence.different.named[0].more_spans == 6


def test_evidence_that_is_gone_says_what_it_was_and_new_evidence_of_a_withdrawal_what_it_is() -> None:
    gone = withdrawn(resting_on(session("s", (1, 6))), session("t", (2, 3)))

    assert changed_of(gone, "gone") == [(HOUR, 6 * HOUR, "work", "none")]
    assert changed_of(gone, "new") == [(2 * HOUR, 3 * HOUR, "none", "work")]


def test_what_a_cut_list_leaves_out_is_no_change() -> None:
    rest = EvidenceRest(lines=1, sha256="0" * 64)
    before = resting_on(session("r", (1, 2)), session("s", (1, 6)), session("t", (2, 3)))

    gone = withdrawn(before, session("r", (1, 2)), session("s", (1, 3)), evidence_rest=rest.model_dump())

    assert changed_of(gone) == []
    assert changed_of(gone, "gone") == []


def test_of_an_amended_lead_the_time_that_its_finding_leaves_is_outside() -> None:
    shorter = found(1, 3).model_copy(update={"evidence": (session("s", (1, 3)),)})

    assert changed_of(cause(resting_on(session("s", (1, 6))), shorter)) == [(3 * HOUR, 6 * HOUR, "work", "outside")]


def test_of_a_lead_that_begins_later_now_the_break_is_named_from_what_the_set_states_of_the_finding_before() -> None:
    later = found(4, 6).model_copy(update={"evidence": (session("s", (4, 6)),)})
    now_there = {"evidence": [session("s", (1, 3), (4, 6)).model_dump(mode="json")]}

    moved = cause_of(
        LeadFinding.of(resting_on(session("s", (1, 6)))), LeadFinding.of(later), JUDGED, now_there=now_there
    )

    assert changed_of(moved) == [(3 * HOUR, 4 * HOUR, "work", "none")]


def test_an_amount_is_named_before_and_after_and_so_is_each_of_two_statements() -> None:
    more = withdrawn(resting_on(entry("e", 1000)), entry("e", 9000))
    two = withdrawn(resting_on(entry("e", 1000), entry("e", 500)), entry("e", 9000), entry("e", 500))

    for gone, amounts in ((more, ("1000", "9000")), (two, ("1000 / 500", "500 / 9000"))):
        assert gone.evidence is not None
        assert gone.evidence.different is not None
        (one,) = gone.evidence.different.named
        assert [(each.name, each.before, each.after) for each in one.values] == [("amount_fen", *amounts)]


def test_a_correction_is_as_late_as_what_came_since_and_not_as_what_was_late_before() -> None:
    since = LateEvidence(platform="hema", what="session", id="s", last=10, longest_ms=36_000_000, last_ms=7_200_000)
    before = resting_on(session("s", (1, 6)), arrival=arrived(s=(9, 36_000_000)))
    arrival = arrived().model_copy(update={"late": (since,)}).model_dump(mode="json")

    gone = withdrawn(before, session("s", (1, 3)), arrival=arrival)

    assert gone.late_ms == 7_200_000
    assert gone.arrived is not None
    assert [(one.id, one.late_ms, one.arrived_at) for one in gone.arrived.named] == [("s", 7_200_000, 10)]


def test_a_rule_that_is_off_now_is_the_cause_and_no_passing_of_time() -> None:
    same = session("s", (1, 6))

    gone = withdrawn(resting_on(same), same, off=True)

    assert (gone.off, gone.passed, gone.evidence) == (True, None, None)


def test_a_cause_of_before_reads_and_writes_as_it_was() -> None:
    text = '{"evidence":{"different":{"named":[{"id":"s","late_ms":4000000,"platform":"hema","what":"session"}]}},"late_ms":9}'

    assert Cause.model_validate_json(text).text == text
