"""Lifts, one level at a time, and the chains of warnings that follow one another."""

from tests.unit.facts.weather.messages import MINUTE, begun, cancelled, lift, sent, times, warned

TICK = 1 / MINUTE
BOTH = ("360104", "360113")


def test_a_lift_ends_its_kinds_of_its_office_in_its_areas_whatever_the_message_is() -> None:
    rows = [warned("a", 0, 90, counties=BOTH), warned("b", 0, 90, kind="大风"), warned("c", 0, 90, office="p")]

    for msg_type in ("Alert", "Update"):
        lifted = sent("x", 30, msg_type=msg_type, lifts=lift("暴雨"))
        assert times(*rows, lifted) == [("a", 0, 30), ("b", 0, 90), ("c", 0, 90)]
        assert times(*rows, lifted, area="360113") == [("a", 0, 90)]


def test_a_lift_ends_what_was_sent_before_it_also_where_it_has_not_begun() -> None:
    rows = [warned("a", 0, 90, begin=60), warned("b", 30, 80), sent("x", 30, lifts=lift("暴雨"))]

    assert times(*rows) == [("b", 30, 80)]


def test_a_lift_ends_the_family_of_its_kinds_of_offices_below_and_everywhere_where_it_has_no_code() -> None:
    below = [warned("a", 0, 90, office="p", counties=BOTH), warned("b", 0, 90, office="p", kind="大风")]
    refers = [("p", "a"), ("p", "b")]
    here = sent("x", 30, refers=refers, lifts=lift("暴雨"), over=("p",))
    everywhere = sent("x", 30, refers=refers, lifts=lift("暴雨", everywhere=True), over=("p",))

    assert times(*below, here) == [("a", 0, 30), ("b", 0, 90)]
    assert times(*below, here, area="360113") == [("a", 0, 90)]
    assert times(*below, everywhere, area="360113") == [("a", 0, 30)]


def test_a_lift_without_a_code_ends_nothing_of_its_office_but_its_family() -> None:
    rows = [warned("a", 0, 90), warned("b", 0, 90, kind="大风")]

    assert times(*rows, sent("x", 30, lifts=lift("暴雨", everywhere=True))) == [("a", 0, 90), ("b", 0, 90)]
    family = sent("x", 30, refers=["a", "b"], lifts=lift(everywhere=True))
    assert times(*rows, family) == [("a", 0, 30), ("b", 0, 30)]


def test_a_lift_of_no_kind_ends_its_family_whatever_the_kind_in_its_areas() -> None:
    rows = [warned("a", 0, 90, counties=BOTH), warned("b", 0, 90, kind="大风")]

    assert times(*rows, sent("x", 30, refers=["a"], lifts=lift())) == [("a", 0, 30), ("b", 0, 90)]
    assert times(*rows, sent("x", 30, refers=["a"], lifts=lift()), area="360113") == [("a", 0, 90)]


def test_a_lift_and_what_begins_beside_it() -> None:
    changed = sent("b", 30, begun(30, 80, level="red"), lifts=lift("暴雨"))

    assert times(warned("a", 0, 90), changed) == [("a", 0, 30), ("b", 30, 80)]


def test_one_sent_later_takes_the_place_of_the_earlier_when_it_starts_in_the_areas_that_both_have() -> None:
    rows = [warned("a", 0, 90, counties=BOTH), warned("b", 20, 60, begin=30)]

    assert times(*rows) == times(*rows[::-1]) == [("a", 0, 30), ("b", 30, 60)]
    assert times(*rows, area="360113") == [("a", 0, 90)]


def test_another_office_or_kind_takes_nobodys_place() -> None:
    rows = [warned("a", 0, 90), warned("b", 30, 60, office="p"), warned("c", 30, 60, kind="大风")]

    assert times(*rows) == [("a", 0, 90), ("b", 30, 60), ("c", 30, 60)]


def test_of_one_second_the_later_is_the_one_that_refers_to_the_other_else_the_larger_number() -> None:
    assert times(warned("w9", 0, 90), warned("w10", 0, 90)) == [("w10", 0, 90)]
    assert times(warned("w9", 0, 90, updates=("w10",)), warned("w10", 0, 90)) == [("w9", 0, 90)]


def test_an_earlier_one_that_has_not_started_by_then_does_not_start() -> None:
    assert times(warned("a", 0, 90, begin=40), warned("b", 20, 60)) == [("b", 20, 60)]


def test_an_earlier_one_starts_all_the_same_at_or_after_the_until_of_the_later() -> None:
    assert times(warned("a", 0, 90, begin=60), warned("b", 20, 60)) == [("a", 60, 90), ("b", 20, 60)]
    assert times(warned("a", 0, 90, begin=60 - TICK), warned("b", 20, 60)) == [("b", 20, 60)]


def test_one_that_a_later_one_kept_from_starting_stays_away_though_that_was_cancelled() -> None:
    rows = [warned("a", 0, 90, begin=40), warned("b", 20, 60), cancelled("b", at=30)]

    assert times(*rows) == [("b", 20, 30)]


def test_a_cancel_of_any_message_of_a_chain_ends_whatever_of_it_has_begun() -> None:
    chain = [warned("a", 0, 90), warned("b", 20, 90, level="red"), warned("c", 40, 90)]

    assert times(*chain, cancelled("a", at=50)) == [("a", 0, 20), ("b", 20, 40), ("c", 40, 50)]
    assert times(*chain, warned("d", 45, 90, begin=60), cancelled("a", at=50))[-1] == ("d", 60, 90)


def test_one_that_begins_ten_minutes_after_the_end_of_another_is_of_its_chain_and_no_tick_later() -> None:
    follows, apart = ([warned("a", 0, 30), warned("b", start, 90), cancelled("a", at=60)] for start in (40, 40 + TICK))

    assert times(*follows) == [("a", 0, 30), ("b", 40, 60)]
    assert times(*apart) == [("a", 0, 30), ("b", 40 + TICK, 90)]


def test_updates_are_of_one_chain_however_far_apart() -> None:
    rows = [warned("a", 0, 10), warned("b", 60, 90, updates=("a",)), warned("c", 70, 90), cancelled("a", at=80)]

    assert times(*rows) == [("a", 0, 10), ("b", 60, 70), ("c", 70, 80)]


def test_a_chain_is_one_in_the_areas_where_its_warnings_follow_one_another() -> None:
    rows = [warned("a", 0, 90), warned("b", 20, 90, counties=BOTH), cancelled("a", at=50)]

    assert times(*rows) == [("a", 0, 20), ("b", 20, 50)]
    assert times(*rows, area="360113") == [("b", 20, 90)]


def test_one_that_gave_way_before_its_start_is_of_the_chain() -> None:
    rows = [warned("a", 0, 90, begin=60), warned("b", 20, 90)]

    assert times(*rows, cancelled("a", at=40)) == [("b", 20, 40)]
    assert times(*rows, cancelled("a", at=70)) == [("b", 20, 70)]


def test_a_cancel_sent_with_the_next_warning_does_not_end_that() -> None:
    assert times(warned("a", 0, 90), cancelled("a", at=30), warned("b", 30, 90)) == [("a", 0, 30), ("b", 30, 90)]
