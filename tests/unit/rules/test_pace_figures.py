"""A finding about pace can be made again from its own figures, and says in words what they are."""

from fractions import Fraction

import pytest

from schemas.feed.reading import Mitigation
from schemas.findings.figures import PaceFigures
from schemas.findings.finding import Finding, Severity
from streams.law.table import Law
from streams.rules.pace import figures as pace_figures_module
from tests.unit.rules.areas import HOUR, answered, at, busy, declared, found, one, together, usual, view, warning

USUAL = usual(1, 2, 3, 4)
MANY = busy("08:30", "12:00", orders=10, promised=1)
RAIN = warning("08:00", "12:00")
ROUGH = warning("08:00", "12:00", "yellow", "09:00 red", "10:30 orange")


def told(finding: Finding) -> PaceFigures:
    assert finding.pace is not None
    return finding.pace


def declaring(law: Law, *said: Mitigation, now: str = "13:00") -> Finding:
    (finding,) = found(law, view(together(USUAL, MANY), RAIN, mitigations=said, now=now))
    return finding


def test_measured_limit_and_both_verdicts_follow_from_the_figures_alone(law: Law) -> None:
    uneven = one("-159:00", promised_ms=1, metres=1)

    (finding,) = found(law, view(together(USUAL, uneven, MANY), ROUGH))

    figures = told(finding)
    assert figures.baseline is not None
    assert figures.intake is not None
    assert figures.promise is not None
    mine, base = figures.counted, figures.baseline.counted
    allowed = Fraction(base.accepted, base.active_low) * sum(
        Fraction(each.active_low * (100 - each.share), 100) for each in figures.levels
    )
    asked = Fraction(base.promised_ms, base.metres) * sum(
        Fraction(each.metres * (100 + each.share), 100) for each in figures.levels
    )
    assert asked.denominator > 1
    assert finding.measured == mine.accepted * 1000 * HOUR // mine.active_low
    assert finding.limit == allowed * 1000 * HOUR // mine.active_low
    assert (figures.intake.allowed_low, figures.intake.limited_low) == (allowed // 1, mine.accepted <= allowed)
    assert (figures.promise.asked_ms, figures.promise.extended) == (-(-asked // 1), mine.promised_ms >= asked)


def test_slots_are_told_by_level_with_the_share_of_each(law: Law) -> None:
    (finding,) = found(law, view(together(USUAL, MANY), ROUGH))

    assert [(each.level, each.share, each.slots, each.active_low) for each in told(finding).levels] == [
        ("yellow", 10, 6, 6 * HOUR),
        ("orange", 20, 9, 9 * HOUR),
        ("red", 50, 6, 6 * HOUR),
    ]


def test_shares_are_weighed_exactly(law: Law) -> None:
    # 10 an hour: 6 h less 10 % are 54, 9 h less 20 % are 72, 6 h less 50 % are 30
    few = together(USUAL, busy("08:30", "12:00", promised=1), one("10:00", accepted=156))

    assert found(law, view(few, ROUGH)) == []
    assert len(found(law, view(together(few, one("11:00", accepted=1)), ROUGH))) == 1


def test_a_rate_that_no_decimal_can_write_is_compared_exactly(law: Law) -> None:
    # 70 orders in 63 h; nine tenths of that rate allow exactly 20 orders in 20 h, and a millisecond less does not
    extra = (busy("08:30", "12:00", orders=3, active=0, week=1), busy("08:30", "09:40", orders=1, active=0, week=1))
    rate = together(usual(1, 2, 3, orders=0), *extra)
    hours = together(
        busy("08:30", "11:50", promised=1), one("09:00", accepted=20, promised=1, promised_ms=600_000, metres=1000)
    )

    assert found(law, view(together(rate, hours), RAIN)) == []
    assert len(found(law, view(together(rate, hours, one("09:00", low=-1)), RAIN))) == 1


@pytest.mark.parametrize(
    ("levels", "severity"),
    [
        (("yellow",), Severity.MINOR),
        (("yellow", "09:00 orange", "09:39:59.999 yellow"), Severity.MINOR),
        (("yellow", "09:00 orange", "10:00 yellow"), Severity.SERIOUS),
        (("yellow", "09:00 red", "10:00 yellow"), Severity.GRAVE),
    ],
)
def test_the_highest_level_of_the_judged_slots_makes_the_severity(
    law: Law, levels: tuple[str, ...], severity: Severity
) -> None:
    more = together(USUAL, busy("08:30", "12:00", orders=11, promised=1), one("09:00", promised_ms=-1))

    (finding,) = found(law, view(more, warning("08:00", "12:00", *levels)))

    assert finding.severity is severity


def test_under_blue_nothing_is_asked_for(law: Law) -> None:
    hurried = together(USUAL, busy("08:30", "12:00", orders=50, promised=1), one("09:00", promised_ms=-1))

    assert found(law, view(hurried, warning("08:00", "12:00", "blue"))) == []


def test_of_two_warnings_at_once_the_first_is_judged_by_the_higher_level_and_the_other_for_what_it_leaves(
    law: Law,
) -> None:
    rain = warning("08:00", "10:00")
    gale = warning("08:10", "12:00", "red", kind="大风", name="w2")

    first, second = found(law, view(together(USUAL, MANY), rain, gale))

    # 08:30 is yellow still; 08:40 to 10:00 are 8 slots under red: 9 + 8 × 5 = 49 in 9 h
    assert (first.episode, first.limit, told(first).slots) == ("w1/暴雨", 49_000 // 9, 9)
    assert (second.episode, second.limit, told(second).slots) == ("w2/大风", 5_000, 12)
    assert [(each.episode, [tuple(level) for level in each.levels]) for each in told(first).warned] == [
        ("w1/暴雨", [(at("08:00"), "yellow")]),
        ("w2/大风", [(at("08:10"), "red")]),
    ]


def test_every_judged_slot_and_every_slot_of_the_baseline_stand_in_the_finding(law: Law) -> None:
    (finding,) = found(law, view(together(USUAL, MANY), ROUGH))

    figures = told(finding)
    assert figures.baseline is not None
    assert [(row.start, row.level) for row in figures.by_slot[5:7]] == [(at("09:20"), "yellow"), (at("09:30"), "red")]
    assert len(figures.by_slot) == 21
    assert len(figures.baseline.by_slot) == 84
    for rows, sums in ((figures.by_slot, figures.counted), (figures.baseline.by_slot, figures.baseline.counted)):
        assert [sum(column) for column in zip(*(row[3:] for row in rows), strict=True)] == [*dict(sums).values()]


def test_a_finding_of_very_many_slots_has_their_sums_alone(law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace_figures_module, "MOST_ROWS", 104)

    (finding,) = found(law, view(together(USUAL, MANY), ROUGH))

    assert told(finding).by_slot == ()
    assert told(finding).baseline is not None
    assert told(finding).counted.accepted == 210


def test_what_was_declared_for_judged_time_is_told_and_that_it_does_not_show(law: Law) -> None:
    finding = declaring(
        law, declared("limit_orders", "08:00", "12:00"), declared("suspend", "07:00", "08:30", event_id="m2")
    )

    assert [(each.event_id, each.measure, each.visible) for each in told(finding).declared] == [
        ("m1", "limit_orders", False)
    ]
    assert finding.summary.zh.endswith("；平台申报的限制接单在数据中未见体现。")
    assert finding.summary.en.endswith("; it declared limit_orders, which the figures do not show.")


def test_what_is_declared_later_than_now_is_not_known_yet(law: Law) -> None:
    assert told(declaring(law, declared("suspend", "08:00", "12:00", said="13:00:00.001"))).declared == ()
    assert len(told(declaring(law, declared("suspend", "08:00", "12:00", said="13:00"))).declared) == 1


def test_whether_a_declared_limit_shows_is_open_where_the_readings_differ(law: Law) -> None:
    unclear = together(USUAL, busy("08:30", "12:00", orders=10, promised=1, high=2 * HOUR))

    both = (declared("limit_orders", "08:00", "12:00"), declared("extend_time", "08:00", "12:00", event_id="m2"))
    (finding,) = found(law, view(unclear, RAIN, mitigations=both))

    assert [each.visible for each in told(finding).declared] == [None, False]


def test_the_sentence_says_who_when_how_many_and_how_fast(law: Law) -> None:
    finding = declaring(law)

    assert finding.summary.en == (
        "hema took 10.000 orders an active hour in Qingyunpu District under a rainstorm warning from 2022-06-01 08:30:00 to "
        "2022-06-01 12:00:00, where 9.000 were allowed; the time promised was not extended "
        "(0 h 10 min 00 s a km, 0 h 11 min 00 s asked for)."
    )
    assert finding.summary.zh == (
        "青云谱区暴雨预警期间自2022-06-01 08:30:00至2022-06-01 12:00:00，平台hema每活跃小时接单10.000单，上限9.000单；"
        "承诺时长未见延长（每公里0小时10分00秒，应不少于0小时11分00秒）。"
    )


def test_until_ten_minutes_after_the_last_warning_the_finding_has_no_end(law: Law) -> None:
    assert declaring(law, now="12:09:59.999").ends_at is None
    assert declaring(law, now="12:10").ends_at == at("12:00")


def test_the_rule_wants_to_be_asked_again_as_slots_become_due_and_when_the_episode_is_over(law: Law) -> None:
    def changes(now: str) -> set[int]:
        return set(answered(law, view(together(USUAL, MANY), RAIN, now=now)).changes)

    assert changes("08:00") == {at("09:40"), at("12:10")}
    assert changes("09:40") == {at("10:40"), at("12:10")}
    assert changes("11:40") == {at("12:10")}
    assert changes("12:10") == set()


def test_what_is_declared_for_slots_that_are_judged_for_another_episode_is_not_told(law: Law) -> None:
    gale = warning("07:30", "10:00", kind="大风", name="w0")

    _, rain = found(law, view(together(USUAL, MANY), RAIN, gale, mitigations=(declared("suspend", "09:00", "10:00"),)))

    assert rain.episode == "w1/暴雨"
    assert (told(rain).judged.start, told(rain).declared) == (at("10:00"), ())
