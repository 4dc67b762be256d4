"""The figures that are worked out by hand in the document about bad weather are those of the code."""

import re
from typing import Final

import pytest

from schemas.findings.finding import Kind, Severity
from streams.law.files import packaged_law
from tests.unit.documents import PACE, text
from tests.unit.rules.areas import Cells, at, busy, found, one, pushed, together, usual, view, warning

LAW: Final = packaged_law()
RAIN: Final = warning("08:00", "12:00")
BY_HAND, UNDER_RED = re.findall(r"\*By hand\.\*(.*?)(?=\n## |\Z)", text(PACE), re.DOTALL)
USUAL: Final = usual(1, 2, promised=10)


def taken(*, more: int, promised_ms: int = 600_000) -> Cells:
    """Nine orders in each of the 21 slots, 1 km each, and so many more in the first."""
    last = one("08:30", accepted=more, promised=more, promised_ms=more * promised_ms, metres=more * 1000)
    nine = busy("08:30", "12:00", orders=9, promised=9)
    longer = one("11:50", promised_ms=189 * (promised_ms - 600_000))
    return together(nine, last, longer)


def test_the_worked_example_of_pace_is_what_the_rule_finds() -> None:
    (finding,) = found(LAW, view(together(USUAL, taken(more=1)), RAIN, now="12:10"))

    figures = finding.pace
    assert (finding.kind, finding.severity) == (Kind.BREACH, Severity.MINOR)
    assert figures is not None
    assert figures.baseline is not None
    assert figures.intake is not None
    assert figures.promise is not None
    assert (figures.judged.start, figures.slots) == (at("08:30"), 21)
    before, now = figures.baseline.counted, figures.counted
    assert f"{before.accepted} ÷ {before.active_low // 3_600_000} h = {figures.intake.usual_low // 1000} an" in BY_HAND
    assert f"= {figures.intake.allowed_low}. {now.accepted} were taken: not limited" in BY_HAND
    assert f"= {figures.promise.usual_a_km // 1000} ms" in BY_HAND
    assert f"= {figures.promise.asked_ms:,} ms. Promised: 190 × 600,000 = {now.promised_ms:,} ms" in BY_HAND
    assert f"= {finding.measured} (rounded down)" in BY_HAND
    assert f"= {finding.limit}, `severity` {finding.severity}" in BY_HAND


@pytest.mark.parametrize("eased", [taken(more=0), taken(more=1, promised_ms=660_000)], ids=["189 orders", "11 min"])
def test_a_little_less_or_a_little_longer_is_enough_as_it_says(eased: Cells) -> None:
    assert found(LAW, view(together(USUAL, eased), RAIN, now="12:10")) == []


def test_orders_under_red_are_counted_as_it_says() -> None:
    times = re.findall(r"\d\d:\d\d(?::\d\d\.\d+)?", UNDER_RED)

    red = warning("08:00", "12:00", "yellow", f"{times[0]} red", f"{times[1]} yellow")
    (finding,) = found(LAW, view(pushed(*times[2:]), red), "dispatch_under_red")

    assert len(times) == 6
    assert f"`measured` {finding.measured}." in UNDER_RED
