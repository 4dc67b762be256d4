"""The words of a lead's page for those who read no files: names, local times, lengths that add up, both ends of what is open."""

from typing import get_args

import orjson
import pytest

from alerts.console.sentence import plain_sentence
from alerts.console.tongue import EN, ZH
from alerts.console.views.amounts import lasting
from alerts.console.views.causes import cause_words
from alerts.console.views.evidence import tables_of
from alerts.console.views.figures import figures_of
from alerts.console.views.law_words import PARAMETERS
from alerts.console.views.rows import row_of
from alerts.leads import Handling, Lead, LeadFinding, Standing
from alerts.leads.cause import Cause
from alerts.words import CATEGORIES, MEASURES, NO_NAMES, Names
from schemas.bilingual import Bilingual
from schemas.feed.telemetry import AccruedCategory, DeductedCategory
from schemas.findings.finding import Evidence, Kind, Summary
from schemas.findings.span import Span
from streams.law.files import packaged_law
from tests.unit.alerts.builders import HOUR, found

NAMES = Names({"360104": Bilingual("青云谱区", "Qingyunpu")}, {"hema": Bilingual("河马外卖", "Hema Delivery")})


@pytest.mark.parametrize(
    ("zh", "shown"),
    [
        ("自2026-12-01 01:30:48起工作5小时30分11.341秒，上限4小时00分00秒", "自2026-12-01 01:30起工作5小时30分11秒，上限4小时"),
        ("无不少于0小时20分00秒的休息，0小时00分00秒，1小时00分05秒", "无不少于20分的休息，0分，1小时0分5秒"),
        ("在平台hema工作；hema2与hema-2不同", "在平台河马外卖工作；hema2与hema-2不同"),
    ],
)  # fmt: skip
def test_a_sentence_has_names_and_no_milliseconds(zh: str, shown: str) -> None:
    finding = found(1).model_copy(update={"summary": Summary(zh=zh, en="Worked 4 h 01 min 00.500 s on hema.")})

    assert plain_sentence(finding, NAMES, ZH) == shown
    assert plain_sentence(finding, NAMES, EN) == "Worked 4 h 1 min on Hema Delivery."


def test_every_parameter_category_and_measure_has_a_name() -> None:
    assert set(packaged_law().parameters) <= set(PARAMETERS)
    assert {*get_args(AccruedCategory), *get_args(DeductedCategory)} == set(CATEGORIES)
    assert set(MEASURES) == {"limit_orders", "extend_time", "suspend"}


def test_what_the_data_cannot_decide_shows_both_ends_and_no_figure_that_speaks_for_one() -> None:
    both = {"kind": Kind.UNDECIDABLE, "severity": None, "measured_low": 9_120_000, "measured_high": 16_320_000}
    finding = found(1).model_copy(update=both)
    lead = Lead(1, LeadFinding.of(finding), Standing.STANDING, Handling.NEW, None, None, None, 0, 0, 1)

    measured, _, over = figures_of(finding, ZH)

    assert (measured.value, measured.spread) == ("2小时32分 – 4小时32分", "")
    assert (over.value, over.spread) == ("−1小时28分 – 32分", "")
    assert row_of(lead, NO_NAMES, ZH).figure == "2小时32分 – 4小时32分"


def test_evidence_is_in_the_order_of_time_and_its_sum_ends_in_the_figure_of_the_platform() -> None:
    def order(number: str, start: int, platform: str = "hema") -> Evidence:
        span = (Span(start=start * HOUR, end=(start + 1) * HOUR, known=True),)
        return Evidence(platform=platform, what="order", id=number, spans=span)

    evidence = (order("o1", 1), order("o1000", 5), order("o2", 3), order("o1", 2, "tuche"))
    (spans,) = tables_of(found(1).model_copy(update={"evidence": evidence}), NAMES, ZH)

    assert [(row[0], row[2], row[6]) for row in spans.rows] == [
        ("河马外卖", "o1", "1:00:00.000"),
        ("河马外卖", "o2", "2:00:00.000"),
        ("河马外卖", "o1000", "3:00:00.000"),
        ("tuche", "o1", "1:00:00.000"),
    ]
    assert lasting(12 * HOUR + 1) == "12:00:00.001"


def test_slots_and_warnings_of_a_history_are_in_local_time_and_in_the_language() -> None:
    named = [
        {"platform": "hema", "what": "slot", "id": "2026-11-30T22:40:00.000Z"},
        {"platform": "hema", "what": "usual_slot", "id": "2026-11-30T21:40:00.000Z/360104"},
        {"platform": "", "what": "warning", "id": "36010041600000_2026"},
    ]
    cause = Cause.model_validate_json(orjson.dumps({"evidence": {"new": {"named": named}}}))

    assert list(cause_words(cause, NAMES, ZH)) == [
        "新证据: 河马外卖 判定时段 12-01 06:40、河马外卖 平时时段 12-01 05:40 360104、预警 36010041600000_2026"
    ]
