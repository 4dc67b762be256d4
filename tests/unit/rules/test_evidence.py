"""Evidence that is cut: what is listed, and how what is not can be checked by somebody who has it all."""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import pytest

from schemas.findings.evidence_lines import SpanFields, plain_line, span_line
from schemas.findings.finding import Evidence, EvidenceRest, Finding
from schemas.findings.span import Span
from schemas.topics import STANDING
from streams.core.partition import records_of
from streams.core.workers.judge import HORIZON_MS, Judge
from streams.core.workers.partition import WorkPartition
from streams.law.table import Law
from streams.rules import evidence as cutting
from streams.rules.evidence import MOST_LINES, DayItem, Item, listed
from tests.unit.core.days import WORKER, at, beats, group, row, says

UNKNOWN = SpanFields(2000, 3000, known=False, reasons=("open_order", "pulse_gap"))
ITEMS = [
    Item("hema", "session", "s1", [SpanFields(0, 1000, True), UNKNOWN, SpanFields(4000, 5000, True)]),
    Item("hema", "order", "o1", [SpanFields(0, 500, True)]),
    Item("hema", "order", "o2", []),
    Item("hema", "entry", "p1", (), -520),
]
LINES = [
    "hema session s1 1970-01-01T00:00:00.000Z 1970-01-01T00:00:01.000Z known\n",
    "hema session s1 1970-01-01T00:00:02.000Z 1970-01-01T00:00:03.000Z unknown open_order,pulse_gap\n",
    "hema session s1 1970-01-01T00:00:04.000Z 1970-01-01T00:00:05.000Z known\n",
    "hema order o1 1970-01-01T00:00:00.000Z 1970-01-01T00:00:00.500Z known\n",
    "hema order o2\n",
    "hema entry p1 -520\n",
]


def orders(count: int, length: int = 4) -> list[str]:
    return [f"08:{n // 100 % 60:02d}:{n % 60:02d} accepted {n:0{length}d}" for n in range(count)]


@pytest.mark.parametrize("most", [*range(8), None])
def test_the_first_lines_are_listed_and_the_rest_is_a_count_and_a_digest_of_the_lines(most: int | None) -> None:
    found = listed(ITEMS, most)

    shown, rest = list(evidence_lines(found["evidence"])), found["evidence_rest"]
    left = LINES[len(LINES) if most is None else most :]
    digest = sha256("".join(left).encode()).hexdigest()
    assert shown + left == LINES
    assert rest == (EvidenceRest(lines=len(left), sha256=digest) if left else None)


def test_findings_of_both_readings_share_the_lines_of_days_that_say_the_same() -> None:
    days = [Item("hema", "day", "2026-03-02", (), day=DayItem(low, 2000, ("open_order",))) for low in (1000, 1001)]
    same, other = (listed([day], None)["evidence"][0] for day in days)
    (again,) = listed([days[0]._replace()], None)["evidence"]

    assert again is same
    assert (same.day and same.day.low, other.day and other.day.low) == (1000, 1001)


def evidence_lines(evidence: Iterable[Evidence]) -> Iterator[str]:
    """The lines of evidence that a finding lists."""
    for each in evidence:
        if not each.spans:
            yield plain_line(each.platform, each.what, each.id, each.amount_fen)
        for span in each.spans:
            yield span_line(
                each.platform, each.what, each.id, SpanFields(span.start, span.end, span.known, span.reasons)
            )


def test_a_finding_whose_evidence_is_all_listed_says_what_it_said_before_it_could_be_cut(law: Law) -> None:
    judge = Judge(law, most_lines=MOST_LINES)
    says(judge, "08:00 online", "12:30 offline", now="13:00")
    (said,) = judge.everything(at("13:00"))

    assert said.findings[0].evidence == (
        Evidence(
            platform="hema",
            what="session",
            id="s1",
            spans=(Span(start=at("08:00"), end=at("12:30"), known=True),),
        ),
    )
    assert "evidence_rest" not in said.findings[0].model_dump_json()
    assert Finding.model_validate_json(said.findings[0].model_dump_json()) == said.findings[0]


def test_what_was_cut_live_is_verified_with_what_a_replay_lists_for_each_rule(law: Law) -> None:
    live, replay = Judge(law, most_lines=20), Judge(law)
    lines = ["08:00 online", *beats("08:01", "13:30"), *orders(50)]
    pushed = [f"13:{n:02d}:{s:02d} accepted x{n}-{s}" for n in range(30) for s in (1, 2)]
    for judge in (live, replay):
        says(judge, *lines, *pushed, now="13:30")
    (cut,), (whole,) = (judge.everything(at("13:31")) for judge in (live, replay))

    assert [each.rule for each in cut.findings] == ["rest_missed", "dispatch_during_rest"]
    for short, long in zip(cut.findings, whole.findings, strict=True):
        shown, every = list(evidence_lines(short.evidence)), list(evidence_lines(long.evidence))
        assert (len(shown), shown, long.evidence_rest) == (20, every[:20], None)
        assert short.evidence_rest == EvidenceRest(
            lines=len(every) - 20, sha256=sha256("".join(every[20:]).encode()).hexdigest()
        )
        assert bare(short) == bare(long)
    assert [each.dispatch and each.dispatch.orders is None for each in cut.findings] == [None, True]
    assert [each.dispatch and len(each.dispatch.orders or ()) for each in whole.findings] == [None, 60]


def bare(finding: Finding) -> Finding:
    """The finding without what may be cut."""
    dispatch = finding.dispatch and finding.dispatch.model_copy(update={"orders": None})
    return finding.model_copy(update={"evidence": (), "evidence_rest": None, "dispatch": dispatch})


def test_a_stretch_of_more_pieces_than_may_be_listed_has_its_figures_without_them(law: Law) -> None:
    live, replay = Judge(law, most_lines=20), Judge(law)
    day = [f"{8 + n}:{m:02d} {what}" for n in range(6) for m, what in ((0, "online"), (50, "offline"))]
    for judge in (live, replay):
        says(judge, *day, now="14:30")
    (cut,), (whole,) = (judge.everything(at("14:30")) for judge in (live, replay))

    (short,), (long,) = cut.findings, whole.findings
    assert short.rest is not None
    assert long.rest is not None
    assert (short.rest.pieces, len(long.rest.pieces or ())) == (None, 6)
    assert short.rest.model_copy(update={"pieces": long.rest.pieces}) == long.rest
    assert short.rest.low_stretches == long.rest.low_stretches


def test_no_more_evidence_is_made_into_objects_than_is_listed(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Evidence] = []

    def counted(**fields: object) -> Evidence:
        made.append(Evidence.model_validate(fields))
        return made[-1]

    monkeypatch.setattr(cutting, "Evidence", counted)
    judge = Judge(law, most_lines=MOST_LINES)
    judge.fold(group(row(line) for line in ("08:00 online", *orders(5_000), "12:30 offline")), at("12:30"))
    list(judge.everything(at("13:00")))

    assert len(made) == MOST_LINES


def test_the_standing_set_of_a_worker_of_very_many_orders_is_far_below_the_size_of_a_record(law: Law) -> None:
    work = WorkPartition(0, Judge(law, HORIZON_MS, most_lines=MOST_LINES), 1, 0, 0)
    lines = ["08:00 online", *beats("08:01", "12:30"), *orders(20_000, length=128)]
    for platform in ("hema", "kuaisong", "tuche"):
        work.judge.fold(group((row(line) for line in lines), platform), at("12:30"))

    assert list(work.statements(at("12:31"), 10)) == []
    ask = work.begin(at("12:31"))
    assert ask is not None
    outgoing = work.conclude(ask.evaluate(), ask.version)

    (only,) = (each for each in outgoing if each.topic == STANDING)
    assert only.key == WORKER.encode()
    assert 500_000 < len(only.value) < 3 << 20


def test_the_same_set_uncut_is_larger_than_a_record(law: Law) -> None:
    judge = Judge(law)
    judge.fold(group(row(line) for line in ("08:00 online", *orders(30_000, 128), "12:30 offline")), at("12:30"))
    (said,) = judge.everything(at("13:00"))

    assert len(records_of(said, (1, 1, 1)).outgoing[0].value) > 8 << 20
