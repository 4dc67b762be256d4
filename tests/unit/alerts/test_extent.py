"""The leads that rest on nothing beyond recorded events: about areas, and pay of couriers."""

import pytest

from alerts.leads import LeadFinding, RecordedExtent
from schemas.findings.figures import (
    Baseline,
    Counted,
    HoursAt,
    LevelFrom,
    PaceFigures,
    PayFigures,
    Period,
    SlotRow,
    WarnedTime,
    WarningSpan,
)
from schemas.findings.finding import Evidence, Finding
from schemas.findings.span import Span
from schemas.findings.under_red import UnderRed
from tests.unit.alerts.builders import HOUR, found

AREA = found(8, 12, rule="pace_not_eased", subject="hema/delivery/360104", episode="NC/大风")


def of_an_area(first: int, last: int, *warnings: str, kinds: tuple[str, ...] = ("session", "order")) -> RecordedExtent:
    periods = {("hema", what): [(first * HOUR, last * HOUR)] for what in kinds}
    return RecordedExtent(periods, warnings=frozenset(warnings))


def covered(finding: Finding, given: RecordedExtent) -> bool:
    return given.covers(LeadFinding.of(finding))


def test_of_a_lead_about_an_area_its_interval_has_to_lie_within_the_files() -> None:
    assert covered(AREA, of_an_area(8, 12))
    assert not covered(AREA, of_an_area(9, 24))
    assert not covered(AREA, of_an_area(0, 11))


@pytest.mark.parametrize("kind", ["session", "order"])
def test_of_a_lead_about_an_area_the_files_have_sessions_and_orders(kind: str) -> None:
    assert not covered(AREA, of_an_area(0, 24, kinds=(kind, "entry")))


def test_of_a_lead_about_an_area_each_warning_that_it_names_lies_beside_the_files() -> None:
    start, end = 8 * HOUR, 12 * HOUR
    times = (WarningSpan(start, end, "NC/a", "red"), WarningSpan(start, end, "NC/b", "orange"))
    warned = WarnedTime(episode="NC/a/大风", start=start, end=end, levels=(LevelFrom(start, "red"),), warnings=times)
    red = AREA.model_copy(
        update={
            "rule": "dispatch_under_red",
            "under_red": UnderRed(counting=(), pushes=None, by_slot=None, warned=(warned,)),
        }
    )

    assert covered(red, of_an_area(0, 24, "NC/a", "NC/b", "NC/c"))
    assert not covered(red, of_an_area(0, 24, "NC/a"))


def test_of_a_lead_about_pace_the_weeks_that_it_is_compared_with_lie_within_the_files() -> None:
    week, sums = 168 * HOUR, (HOUR, HOUR, 20, 0, 0, 0)
    usual = Baseline(
        kind="weeks",
        weeks=(1,),
        slots=1,
        times=(),
        counted=Counted(active_low=0, active_high=0, accepted=0, promised=0, promised_ms=0, metres=0),
        by_slot=(SlotRow(8 * HOUR, "360104", None, *sums),),
    )
    figures = PaceFigures(
        judged=Period(start=week + 8 * HOUR, end=week + 12 * HOUR),
        slots=1,
        counted=usual.counted,
        levels=(),
        baseline=usual,
        intake=None,
        promise=None,
        declared=(),
    )
    pace = found(176, 180, rule="pace_not_eased", subject="hema/delivery/360104").model_copy(update={"pace": figures})

    assert covered(pace, of_an_area(8, 200))
    assert not covered(pace, of_an_area(100, 200))


def test_pay_of_a_courier_rests_on_sessions_too() -> None:
    place = HoursAt(area="360104", sector="courier", wage_class="I", minimum=1850, low_ms=1, high_ms=1)
    figures = PayFigures(
        smaller_fen=0, larger_fen=0, low_ms=1, high_ms=1, owed_low=1, owed_high=1, places=(place,), pieces=None
    )
    span = Span(start=HOUR, end=3 * HOUR, known=True)
    orders = (Evidence(platform="hema", what="order", id="o1", spans=(span,)),)
    pay = found(0, 24, rule="pay_below_minimum").model_copy(update={"pay": figures, "evidence": orders})
    periods = {("hema", "order"): [(0, 24 * HOUR)]}

    assert not covered(pay, RecordedExtent(periods))
    assert covered(pay, RecordedExtent({**periods, ("hema", "session"): [(0, 24 * HOUR)]}))
