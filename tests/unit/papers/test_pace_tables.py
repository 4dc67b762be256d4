"""The tables of examples in the document about bad weather are worked out with the program, row by row."""

import re
from collections.abc import Iterable
from contextlib import nullcontext
from itertools import groupby
from typing import Final

import pytest

from schemas.findings.finding import Finding
from schemas.legal_days import day_start
from streams.facts.areas.cell import SLOT_MS
from streams.facts.weather.episode import Episode
from streams.law.errors import NoValueInForce
from streams.law.files import packaged_law
from streams.law.terms.pace import PaceLaw
from streams.rules.pace.levels import MeasuredEpisode, slots_by_level
from tests.unit.documents import PACE, text
from tests.unit.rules.areas import HOUR, MINUTE, Cells, at, busy, found, one, together, usual, view, warning

LAW: Final = packaged_law()
CLOCK: Final = r"(\d\d:\d\d)"
MANY: Final = busy("08:30", "12:00", orders=10, promised=1)
TWO_WEEKS: Final = "2 weeks of work"


def examples(heading: str) -> list[list[str]]:
    """The rows of the table whose heading line begins so, without back-ticks."""
    lines = text(PACE).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"| {heading}"))
    table = [line for line in lines[start + 2 : start + 20] if line.startswith("|")]
    size = next((i for i, line in enumerate(lines[start + 2 :]) if not line.startswith("|")), len(table))
    return [[cell.strip().replace("`", "") for cell in line.strip("|").split("|")] for line in table[:size]]


def table(heading: str) -> pytest.MarkDecorator:
    """One test a row of the table."""
    rows = examples(heading)
    assert rows
    return pytest.mark.parametrize("row", rows, ids=" ".join)


def measured(episode: Episode) -> MeasuredEpisode:
    return MeasuredEpisode(episode, PaceLaw(LAW).terms_from("360104", "delivery", episode.start)[1])


def clock(slot: int) -> str:
    minutes = (slot * SLOT_MS - at("00:00")) // MINUTE
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def spans(slots: Iterable[int]) -> str:
    """`08:30-09:30, 10:00-12:00`, or `none`."""
    runs = [[slot for _, slot in run] for _, run in groupby(enumerate(sorted(slots)), lambda each: each[1] - each[0])]
    return ", ".join(f"{clock(run[0])}-{clock(run[-1] + 1)}" for run in runs) or "none"


def warned(words: str, name: str) -> Episode:
    """`大风 yellow 08:00-10:00`."""
    kind, level, time = words.split()
    return warning(*time.split("-"), level, kind=kind, name=name)


@table("warned | at |")
def test_slots_are_judged_as_the_table_says(row: list[str]) -> None:
    time, now, judged = row
    rain = measured(warning(*time.split("-")))
    slots = rain.judged(rain.ripe(at(now)), [])

    assert (f"{len(slots)} slots, {spans(slots)}" if slots else "none") == judged


@table("levels |")
def test_slots_have_the_levels_that_the_table_says(row: list[str]) -> None:
    words, wanted = row
    first, *others = words.split("; ")
    level, start, end = re.match(rf"(\w+) {CLOCK}-{CLOCK}", first).groups()  # type: ignore[union-attr]  # the table has it so
    later = [f"{time} {level}" for level, time in re.findall(rf"(\w+) from {CLOCK}", first)]
    rain = warning(start, end, level, *later)
    more = [re.match(rf"another kind (\w+) {CLOCK}-{CLOCK}", other).groups() for other in others]  # type: ignore[union-attr]  # likewise
    episodes = [rain, *(warning(start, end, level, kind="大风", name="w2") for level, start, end in more)]

    slots = measured(rain).judged(measured(rain).ripe(at("20:00")), [])
    by_slot = {slot: level for level, those in slots_by_level(episodes, slots, 30 * MINUTE).items() for slot in those}

    runs = [(level, [slot for slot, _ in run]) for level, run in groupby(sorted(by_slot.items()), lambda each: each[1])]
    assert ", ".join(f"{level} {spans(run)}" for level, run in runs) == wanted


@table("first | second |")
def test_slots_are_judged_for_the_episode_that_the_table_says(row: list[str]) -> None:
    first, second = (measured(warned(words, f"w{number}")) for number, words in enumerate(row[:2]))

    assert first.precedence < second.precedence
    ripe = [each.ripe(at("20:00")) for each in (first, second)]
    assert [spans(first.judged(ripe[0], [])), spans(second.judged(ripe[1], [first]))] == row[2:]


@table("active hours known |")
def test_enough_was_done_where_the_table_says(row: list[str]) -> None:
    low, high, orders, minutes = map(int, row[:4])
    active = busy("08:30", "09:20", active=low * HOUR // 5, high=high * HOUR // 5)
    taken = one("09:00", accepted=orders, promised=orders, promised_ms=orders * minutes * MINUTE, metres=orders * 1000)

    findings = found(LAW, view(together(usual(1, 2, promised=10), active, taken), warning("08:00", "12:00")))

    assert [", ".join([each.kind, *each.reasons]) for each in findings] == [each for each in row[4:] if each != "none"]


@table("warned | usual |")
def test_the_usual_is_that_which_the_table_says(row: list[str]) -> None:
    words, wanted = row
    cells = usual(1, 2) if TWO_WEEKS in words else usual(1)
    before: Cells = busy("06:00", "08:00", orders=5, promised=5) if "the hours before" in words else {}
    old = re.search(r"a week before (\S+) (\w+) (.*)", words)
    others = [old_weather(*old.groups())] if old else []

    (finding,) = (
        each
        for each in found(LAW, view(together(cells, before, MANY), warning("08:00", "12:00"), *others))
        if each.episode == "w1/暴雨"
    )

    assert shown(finding) == wanted


def old_weather(kind: str, level: str, times: str) -> Episode:
    """The warnings of a week before, which are one episode."""
    clocks = re.findall(CLOCK, times)
    gaps = tuple(zip(clocks[1:-1:2], clocks[2:-1:2], strict=True))
    return warning(clocks[0], clocks[-1], level, kind=kind, name="old", week=1, gaps=gaps)


def shown(finding: Finding) -> str:
    baseline = finding.pace and finding.pace.baseline
    if not baseline:
        assert finding.reasons == ("no_baseline",)
        return "none"
    if not baseline.weeks:
        assert "short_baseline" in finding.reasons
        return f"{baseline.slots} slots before the start"
    return f"{baseline.slots} slots of the weeks {' '.join(map(str, baseline.weeks))}"


@pytest.mark.parametrize(
    ("words", "minutes", "judged"),
    [("one that began at\n23:29 it is not", 31, False), ("rain that began at 23:30", 30, True)],
)
def test_the_evening_before_the_law_began_is_as_it_says(words: str, minutes: int, judged: bool) -> None:
    (midnight,) = {day_start(value.from_day) for value in LAW.values if value.parameter == "pace_not_eased.kinds"}

    assert words in text(PACE)
    with nullcontext() if judged else pytest.raises(NoValueInForce):
        assert PaceLaw(LAW).terms_from("360104", "delivery", midnight - minutes * MINUTE)
