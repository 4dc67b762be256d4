"""The rota as a whole: any shifts, absences and swaps give one answer at each instant, and turns and gaps agree with it."""

from itertools import pairwise
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from alerts.routing import Routing
from alerts.routing.local_time import read_instant
from schemas.legal_days import DAY_MS, day_start
from tests.unit.alerts.routing.duties import routing, shift, shifts

START: Final = read_instant("2026-02-10")
END: Final = START + 20 * DAY_MS
"""Spring Festival of 2026 with its make-up workdays."""

_TIMES: Final = st.sampled_from(["00:00", "08:30", "12:00", "20:30", "23:59"])
_DAYS: Final = st.integers(1, 28).map(lambda day: f"2026-02-{day:02d}")
_INSTANTS: Final = st.builds(lambda day, time: f"{day}T{time}", _DAYS, _TIMES)
_PEOPLE: Final = ("a", "b", "c")


@st.composite
def _shifts(draw: st.DrawFn, name: str) -> str:
    order = draw(st.lists(st.sampled_from(_PEOPLE), min_size=1, max_size=3, unique=True))
    keys = {
        "from_": draw(_DAYS),
        "order": f"[{', '.join(order)}]",
        "change_at": f'"{draw(_TIMES)}"',
        "days": draw(st.sampled_from(["all", "workdays", "rest_days"])),
        "turn": draw(st.sampled_from(["day", "week"])),
    }
    if draw(st.booleans()):
        keys["ends_at"] = f'"{draw(_TIMES)}"'
    return shift(name, **keys)


@st.composite
def _duties(draw: st.DrawFn) -> Routing:
    names = [f"s{number}" for number in range(draw(st.integers(1, 3)))]
    people = ""
    for person in _PEOPLE:
        spans = [sorted(draw(st.tuples(_INSTANTS, _INSTANTS))) for _ in range(draw(st.integers(0, 2)))]
        away = ", ".join(f"{{from: {start}, until: {end}}}" for start, end in spans if start < end)
        people += f"  {person}: {{zh: 人, en: P, department: d, channels: [mail], away: [{away}]}}\n"
    swaps = ""
    for number in range(draw(st.integers(0, 2))):
        asked_by, taken_by = draw(st.permutations(_PEOPLE))[:2]
        start, end = sorted(draw(st.tuples(_INSTANTS, _INSTANTS)))
        if start < end:
            who = f"asked_by: {asked_by}, taken_by: {taken_by}, approved_by: head"
            swaps += f"  x{number}: {{{who}, from: {start}, until: {end}}}\n"
    texts = [shifts(*(draw(_shifts(name)) for name in names)), f"people:\n{people}"]
    return routing(*texts, *([f"swaps:\n{swaps}"] if swaps else []))


@given(_duties(), st.lists(st.integers(START, END - 1), min_size=1, max_size=30))
def test_turns_fill_the_time_and_agree_with_who_is_on_duty_at_each_instant(duty: Routing, instants: list[int]) -> None:
    turns = duty.turns("d", START, END)

    assert (turns[0].start, turns[-1].end) == (START, END)
    assert all(one.end == other.start and one.people != other.people for one, other in pairwise(turns))
    edges = [at for turn in turns for at in (turn.start, turn.end - 1)]
    for at in [*instants, *edges]:
        (turn,) = [turn for turn in turns if turn.start <= at < turn.end]
        assert turn.people == duty.on_duty("d", at)


@given(_duties())
def test_gaps_are_the_turns_of_nobody(duty: Routing) -> None:
    empty = [(turn.start, turn.end) for turn in duty.turns("d", START, END) if not turn.people]
    gaps = duty.gaps("d", START, END)

    assert sum(gap.end - gap.start for gap in gaps) == sum(end - start for start, end in empty)
    assert all(any(start <= gap.start and gap.end <= end for start, end in empty) for gap in gaps)


@given(_duties(), st.integers(START, END - 1))
def test_the_next_change_is_the_first_instant_with_another_answer(duty: Routing, at: int) -> None:
    now, change = duty.on_duty("d", at), duty.next_change("d", at)

    if change is None:
        assert all(duty.on_duty("d", at + hours * 3_600_000) == now for hours in range(24 * 7))
        return
    when, people = change
    assert (duty.on_duty("d", when), duty.on_duty("d", when - 1)) == (people, now)
    assert people != now
    assert all(turn.people == now for turn in duty.turns("d", at, when))


@given(_duties(), st.integers(START, END - 1))
def test_nobody_is_on_duty_while_they_are_away_and_nobody_is_told_twice(duty: Routing, at: int) -> None:
    kept = duty.rota.kept("d", at)

    assert not [person.id for _, people in kept for person in people if duty.rota.is_away(person.id, at)]
    assert all(len({person.id for person in people}) == len(people) for _, people in kept)


@given(_duties(), st.integers(START, END - 2), st.integers(1, 9 * DAY_MS))
def test_a_window_shows_the_same_as_the_whole(duty: Routing, start: int, length: int) -> None:
    end = min(start + length, END)

    cut = [
        (max(turn.start, start), min(turn.end, end), turn.people)
        for turn in duty.turns("d", START, END)
        if turn.start < end and turn.end > start
    ]

    assert [(turn.start, turn.end, turn.people) for turn in duty.turns("d", start, end)] == cut


@given(st.integers(0, 60))
def test_one_daily_shift_of_three_has_exactly_one_person_and_turns_evenly(day: int) -> None:
    duty = routing(shifts(shift("s", from_="2026-02-01")))
    at = day_start(read_instant("2026-02-01T12:00") // DAY_MS + day) + DAY_MS // 2

    assert [person.id for person in duty.on_duty("d", at)] == [_PEOPLE[day % 3]]
