"""Drawings: bars cover what they are made of, at any number of them, and no text of a platform becomes an element."""

from itertools import pairwise

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from alerts.console.drawing.days import days_drawing
from alerts.console.drawing.lanes import MOST_BARS, merged
from alerts.console.drawing.svg import TimeScale
from alerts.console.drawing.worker import Beside, worker_drawing
from alerts.console.tongue import EN, ZH
from alerts.words import Names
from schemas.findings.finding import Evidence
from schemas.findings.span import Span
from schemas.findings.stated import DayStated
from tests.unit.alerts.builders import HOUR, found

BARS = st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 1000)), max_size=40)
NAMES = Names({}, {})
EVIL = "<script>\"'&</svg>"


@given(BARS, st.integers(0, 500), st.integers(500, 1000))
def test_merged_bars_are_the_union_within_the_ends_in_order_and_apart(
    bars: list[tuple[int, int]], start: int, end: int
) -> None:
    union = {at for low, high in bars for at in range(max(low, start), min(high, end))}

    found_ = merged(bars, start, end)

    assert {at for low, high in found_ for at in range(low, high)} == union
    assert all(before[1] < after[0] for before, after in pairwise(found_))


@given(st.integers(0, 2000))
def test_however_many_bars_there_are_few_are_drawn_and_they_cover_all(count: int) -> None:
    bars = [(n * 10, n * 10 + 1 + n % 8) for n in range(count)]

    found_ = merged(bars, 0, 10**9)

    assert len(found_) <= MOST_BARS
    assert sum(high - low for low, high in found_) >= sum(high - low for low, high in bars)


def test_a_drawing_is_well_formed_whatever_the_names_are_and_has_a_bar_for_each_span() -> None:
    spans = (Span(start=HOUR, end=2 * HOUR, known=True), Span(start=2 * HOUR, end=3 * HOUR, known=False))
    evidence = tuple(Evidence(platform=EVIL, what=what, id=EVIL, spans=spans) for what in ("session", "order"))
    finding = found(1, 6).model_copy(update={"evidence": evidence, "due_at": 5 * HOUR})

    for tongue in (ZH, EN):
        text = worker_drawing(finding, Beside(), NAMES, tongue)
        assert text is not None
        root = fromstring(text)
        classes = [each.get("class") for each in root.iter()]
        assert (classes.count("session"), classes.count("order"), classes.count("unknown")) == (1, 1, 1)
        assert classes.count("limit") == 1
        assert [each for each in root.iter() if each.tag.endswith("script")] == []


def test_a_finding_without_a_session_has_no_drawing() -> None:
    assert worker_drawing(found(1, 6), Beside(), NAMES, ZH) is None


def test_days_are_columns_against_the_limit() -> None:
    days = tuple(
        Evidence(
            platform="several",
            what="day",
            id=f"2026-01-0{n}",
            spans=(),
            day=DayStated(low=n * HOUR, high=n * HOUR, reasons=()),
        )
        for n in range(1, 5)
    )

    text = days_drawing(found(1, 6).model_copy(update={"evidence": days, "limit": 2 * HOUR}), ZH)

    assert text is not None
    heights = [int(each.get("height", "0")) for each in fromstring(text).iter() if each.get("class") == "column"]
    assert heights == sorted(heights)
    assert len(heights) == 4


@given(st.integers(0, 10**13), st.integers(1, 10**12), st.integers(-(10**13), 10**14))
def test_an_instant_is_placed_within_the_width_and_an_axis_has_few_marks(start: int, length: int, at: int) -> None:
    scale = TimeScale(start, start + length)

    assert 0 <= scale.share(at) <= 1
    assert scale.axis(100).count("<text") <= 8 or length > 60 * 86_400_000


def gauged(*, low: int, high: int, limit: int, unit: str = "fen/h") -> str | None:
    spans = (Span(start=HOUR, end=2 * HOUR, known=True),)
    evidence = (Evidence(platform="hema", what="order", id="o", spans=spans),)
    figures = {"measured": high, "measured_low": low, "measured_high": high, "limit": limit, "unit": unit}
    finding = found(1, 6).model_copy(update={"evidence": evidence, "due_at": None, **figures})
    return worker_drawing(finding, Beside(), NAMES, ZH)


def test_a_drawing_of_time_whose_limit_is_no_instant_has_the_mark_of_the_limit_on_a_gauge() -> None:
    for low, high, limit, words in (
        (1500, 1500, 2000, ["实测 15.00元/时", "限 20.00元/时"]),
        (1500, 1800, 2000, ["实测 15.00元/时 – 18.00元/时", "限 20.00元/时"]),
    ):
        root = fromstring(gauged(low=low, high=high, limit=limit) or "")
        texts = [each.text for each in root.iter() if each.text]
        (mark,) = [each for each in root.iter() if each.get("class") == "limit"]
        widths = [
            float(str(each.get("width"))[:-1])
            for each in root.iter()
            if each.get("class") in {"column", "unknown-column"}
        ]

        assert [each for each in texts if each in words] == words
        assert widths[1] <= widths[0] < float(str(mark.get("x1"))[:-1]) < 100

    over = fromstring(gauged(low=40_000_000, high=40_000_000, limit=28_800_000, unit="ms") or "")
    (mark,) = [each for each in over.iter() if each.get("class") == "limit"]
    (column,) = [each for each in over.iter() if each.get("class") == "column"]
    assert float(str(column.get("width"))[:-1]) > float(str(mark.get("x1"))[:-1])


def test_without_a_limit_or_an_amount_there_is_no_gauge() -> None:
    for low, high, limit in ((0, 0, 2000), (5, 5, 0)):
        text = gauged(low=low, high=high, limit=limit) or ""
        assert 'class="limit"' not in text
