"""One `info` of a weather message: kind, level, places, times."""

import pytest

from schemas.weather.warning import KINDS
from tests.unit.schemas.messages import SENT, alert, fault_of, geocode, info, warned

MINUTE = 60_000


@pytest.mark.parametrize("kind", KINDS)
def test_each_of_the_signals_is_known_by_event_headline_or_event_type(kind: str) -> None:
    said = f"南昌市发布{kind}橙色预警"

    assert warned(alert(info(event=kind))).kind == kind
    assert warned(alert(info(event="11B01", headline=said))).kind == kind
    assert warned(alert(info(event=None, headline=None, eventType=said))).kind == kind


@pytest.mark.parametrize(
    ("event", "headline", "kind"),
    [
        ("大风", "暴雨橙色预警", "大风"),
        ("雷雨大风", "暴雨橙色预警", "大风"),
        ("降雨", "暴雪和大风橙色预警", "暴雪"),
        ("大风和暴雪", "", "大风"),
    ],
)
def test_the_event_goes_before_the_headline_and_what_is_named_first_before_the_rest(
    event: str, headline: str, kind: str
) -> None:
    assert warned(alert(info(event=event, headline=headline))).kind == kind


def test_a_kind_that_is_none_of_the_signals_is_unknown() -> None:
    fault = fault_of(alert(info(event="Gale", headline=None, severity=None, area=None)))

    assert (fault.code, fault.index) == ("unknown_kind", 0)
    assert fault.detail.startswith("info[0]/event: 'Gale' is given; allowed: a text that names one of 台风, ")
    assert fault_of(alert(info(event=None, headline=None))).detail.startswith("no info[0]/event is given")


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("blue", ["Minor", "minor", "Blue", "BLUE", "蓝", "蓝色"]),
        ("yellow", ["Moderate", "Yellow", "黄", "黄色"]),
        ("orange", ["Severe", "orange", "橙", "橙色"]),
        ("red", ["Extreme", "Red", "红", "红色"]),
    ],
)
def test_the_level_is_a_severity_or_a_colour(level: str, words: list[str]) -> None:
    assert {warned(alert(info(severity=word, headline=None))).level for word in words} == {level}


@pytest.mark.parametrize("severity", ["Unknown", "unknown", None])
@pytest.mark.parametrize(
    ("event", "headline", "level"),
    [
        ("暴雨", "暴雨红色预警", "red"),
        ("暴雨黄色预警", None, "yellow"),
        ("暴雨黄色预警", "暴雨红色预警", "red"),
        ("暴雨", "蓝色就是蓝色", "blue"),
    ],
)
def test_without_a_severity_the_colour_in_the_text_is_the_level(
    severity: str | None, event: str, headline: str | None, level: str
) -> None:
    assert warned(alert(info(severity=severity, event=event, headline=headline))).level == level


def test_a_severity_goes_before_the_colour_in_the_text() -> None:
    assert warned(alert(info(severity="Minor"))).level == "blue"


@pytest.mark.parametrize(
    ("severity", "headline", "code"),
    [
        ("Purple", "暴雨橙色预警", "bad_value"),
        ("Unknown", "暴雨预警", "bad_value"),
        ("Unknown", "暴雨黄色预警升级为橙色", "bad_value"),
        (None, "暴雨黄色预警升级为橙色", "bad_value"),
        (None, "暴雨预警", "missing_field"),
        (None, None, "missing_field"),
    ],
)
def test_a_level_is_never_guessed(severity: str | None, headline: str | None, code: str) -> None:
    fault = fault_of(alert(info(severity=severity, headline=headline)))

    assert (fault.code, "info[0]/severity" in fault.detail) == (code, True)


def test_codes_are_cut_to_six_digits_once_each_in_order() -> None:
    area = geocode("360113000000", "NC-GX", "360104") + "<geocode>360104001000， 410000000000,\n360100</geocode>"

    assert warned(alert(info(area=area))).codes == ("360100", "360104", "360113", "410000", "NC-GX")


def test_codes_of_all_areas_count() -> None:
    areas = f"{geocode('360104')}</area><area>{geocode('360113')}"

    assert warned(alert(info(area=areas))).codes == ("360104", "360113")


@pytest.mark.parametrize("code", ["36010", "3601040", "36010A", "NC-XX", "３６０１０４", "360104000000000"])
def test_a_code_of_another_form_is_refused(code: str) -> None:
    fault = fault_of(alert(info(area=geocode("360104", code))))

    assert fault.code == "bad_value"
    assert fault.detail.startswith(f"info[0]/area[0]/geocode[1]/value: '{code}' is given; allowed: six or twelve")


@pytest.mark.parametrize("area", [None, "", "<geocode/>", "<areaDesc>南昌市</areaDesc>", geocode(" ")])
def test_a_warning_without_a_code_is_refused(area: str | None) -> None:
    fault = fault_of(alert(info(area=area)))

    assert (fault.code, fault.detail.startswith("not given: info[0]/area/geocode;")) == ("missing_field", True)


def test_it_begins_at_onset_else_effective_else_sent() -> None:
    at_12 = "2022-06-01T12:15:00+08:00"

    assert warned(alert(info(onset=at_12, effective="2022-06-01T11:00:00+08:00"))).from_at == SENT + 120 * MINUTE
    assert warned(alert(info(onset="", effective=at_12))).from_at == SENT + 120 * MINUTE
    assert warned(alert(info(onset=None))).from_at == SENT


def test_it_ends_when_it_expires_after_it_begins() -> None:
    assert warned(alert(info(expires=None))).until_at is None
    assert warned(alert(info(expires="2022-06-01T11:00:00.001+08:00"))).until_at == SENT + 45 * MINUTE + 1
    assert fault_of(alert(info(expires="2022-06-01T11:00:00+08:00"))).code == "bad_value"
    assert fault_of(alert(info(expires="2022-06-01T10:59:59+08:00"))).detail.startswith("info[0]/expires: ")


def test_of_several_faults_the_first_of_the_list_is_named() -> None:
    faults = {"event": "雨", "headline": None, "severity": None, "onset": "2022-06-01T11:00:00", "expires": "soon"}
    right = {"event": "暴雨", "severity": "Severe", "onset": None, "expires": None}
    found = []
    for name in ("event", "severity", "onset", "expires"):
        found.append(fault_of(alert(info(**faults))).code)
        faults[name] = right[name]

    assert found == ["unknown_kind", "missing_field", "naive_time", "bad_value"]


def test_the_texts_are_taken_without_the_blanks_around_and_within() -> None:
    row = warned(alert(info(headline="\n  暴雨橙色预警\n\t信号 ", severity=" Severe\n", event="暴" + "<!-- -->雨")))

    assert (row.headline, row.level, row.kind) == ("暴雨橙色预警 信号", "orange", "暴雨")
    assert len(warned(alert(info(headline="x" * 300))).headline) == 200
