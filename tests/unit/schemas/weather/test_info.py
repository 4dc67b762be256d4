"""One `info` of a weather message: kinds, levels and times."""

import pytest

from schemas.weather.warning import KINDS
from tests.unit.schemas.weather.messages import SENT, alert, begun, fault_of, geocode, info, lifted, read, taken

MINUTE = 60_000
HOUR = 60 * MINUTE


def levels(**changes: str | None) -> list[tuple[str, str]]:
    return begun(alert(info(**{"event": None, "headline": None, **changes})))


@pytest.mark.parametrize("kind", [*KINDS, "雷雨大风", "台风暴雨"])
def test_each_kind_is_known_by_event_event_type_or_headline(kind: str) -> None:
    text = f"南昌市发布{kind}橙色预警"

    assert levels(event=kind) == levels(eventType=text) == levels(headline=text) == [(kind, "orange")]


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ({"event": "大风", "eventType": "暴雪", "headline": "暴雨橙色预警"}, "大风"),
        ({"event": "11B03", "eventType": "暴雪", "headline": "暴雨橙色预警"}, "暴雪"),
        ({"event": "大风和暴雪"}, "大风"),
        ({"event": "雷雨大风"}, "雷雨大风"),
        ({"headline": "受台风影响，暴雨橙色预警"}, "暴雨"),
        ({"headline": "台风来了，发布暴雨预警"}, "暴雨"),
        ({"headline": "某市气象台风险提示：暴雨"}, "暴雨"),
        ({"headline": "大风橙色预警尚未解除，暴雨"}, "暴雨"),
    ],
)
def test_event_goes_before_event_type_and_headline_and_a_colour_before_a_verb_before_the_first(
    texts: dict[str, str], kind: str
) -> None:
    assert levels(**texts)[0] == (kind, "orange")


@pytest.mark.parametrize(
    ("level", "words"),
    [
        ("blue", ["Minor", "minor", "Blue", "BLUE", "蓝", "蓝色"]),
        ("yellow", ["Moderate", "Yellow", "黄", "黄色"]),
        ("orange", ["Severe", "orange", "橙", "橙色"]),
        ("red", ["Extreme", "Red", "红", "红色"]),
    ],
)
def test_the_level_is_a_severity_or_a_colour_in_either_language_and_any_case(level: str, words: list[str]) -> None:
    assert {levels(event="暴雨", severity=word)[0][1] for word in words} == {level}


@pytest.mark.parametrize("severity", ["Unknown", "Purple", None])
@pytest.mark.parametrize(
    ("event", "headline", "level"),
    [
        ("暴雨", "暴雨红色预警", "red"),
        ("暴雨黄色预警", None, "yellow"),
        ("暴雨黄色预警", "暴雨红色预警", "red"),
        ("暴雨红色预警", "发布暴雨黄色预警", "yellow"),
        ("暴雨", "将暴雨红色预警降级为黄色", "yellow"),
        ("暴雨红色预警", "暴雨橙色预警尚未解除", "red"),
        ("暴雨", "暴雨橙色预警尚未解除", "orange"),
    ],
)
def test_without_a_severity_it_is_the_colour_that_begins_else_the_highest_behind_the_kind(
    severity: str | None, event: str, headline: str | None, level: str
) -> None:
    assert levels(severity=severity, event=event, headline=headline) == [("暴雨", level)]


def test_a_severity_goes_before_the_colour_in_the_text() -> None:
    assert levels(event="暴雨", severity="Minor", headline="暴雨橙色预警") == [("暴雨", "blue")]


@pytest.mark.parametrize(
    ("severity", "headline", "code"),
    [
        ("Purple", "暴雨预警", "bad_value"),
        ("Unknown", "暴雨预警信号（橙色）", "bad_value"),
        (None, "暴雨预警", "missing_field"),
    ],
)
def test_a_warning_of_ours_without_a_level_is_refused(severity: str | None, headline: str | None, code: str) -> None:
    fault = fault_of(alert(info(severity=severity, headline=headline)))

    assert (fault.code, fault.index, "info[0]/severity" in fault.detail) == (code, 0, True)
    assert read(alert(info(severity=severity, headline=headline, area=geocode("360200")))).faults == []
    assert read(alert(info(event="地震", severity=severity, headline=None))).faults == []


@pytest.mark.parametrize(
    ("headline", "severity", "wanted"),
    [
        ("发布大风黄色、暴雨红色预警", "Yellow", [("大风", "yellow"), ("暴雨", "red")]),
        ("发布大风、暴雨红色预警", "Yellow", [("暴雨", "yellow")]),
        ("发布大风黄色预警，发布暴雪预警", "Red", [("大风", "red"), ("暴雪", "red")]),
        ("发布大风黄色预警，另有暴雪", "Red", [("大风", "red")]),
        ("发布大风黄色预警，暴雪蓝色预警尚未解除", "Yellow", [("大风", "yellow")]),
    ],
)
def test_an_info_begins_its_kind_and_each_further_one_that_a_piece_begins_or_colours(
    headline: str, severity: str, wanted: list[tuple[str, str]]
) -> None:
    assert levels(headline=headline, severity=severity) == sorted(wanted)


def test_further_kinds_are_read_in_the_text_that_gave_the_kind_alone() -> None:
    assert levels(event="大风", headline="发布大风黄色、暴雨红色预警", severity="Yellow") == [("大风", "yellow")]


@pytest.mark.parametrize(
    ("headline", "severity", "lifts", "begins"),
    [
        ("解除暴雨红色预警，变更为橙色", "Unknown", ["暴雨"], [("暴雨", "orange")]),
        ("解除预警信号，变更为大风橙色预警", "Red", ["大风"], [("大风", "orange")]),
        ("解除暴雨红色预警并发布暴雨黄色、大风蓝色预警", "Red", ["暴雨"], [("大风", "blue"), ("暴雨", "yellow")]),
        ("解除暴雨红色预警，发布大风预警", "Orange", ["暴雨"], [("大风", "orange")]),
        ("解除暴雨红色预警，大风橙色预警", "Orange", ["暴雨"], []),
        ("解除暴雨红色预警，将大风蓝色预警升级为大风黄色预警", "Red", ["暴雨"], [("大风", "yellow")]),
        ("暴雨不解除", "Red", [], [("暴雨", "red")]),
        ("暴雨暂不解除", "Red", [], [("暴雨", "red")]),
        ("暴雨拟于18时取消", "Red", [], [("暴雨", "red")]),
    ],
)
def test_an_info_that_lifts_begins_only_what_a_piece_begins(
    headline: str, severity: str, lifts: list[str], begins: list[tuple[str, str]]
) -> None:
    message = alert(info(event=None, headline=headline, severity=severity))

    assert lifted(message) == ([tuple(lifts)] if lifts else [])
    assert begun(message) == begins


def test_a_lift_that_names_no_kind_is_of_the_kind_of_its_info_else_of_its_family_alone() -> None:
    assert lifted(alert(info(event="暴雨", headline="解除预警信号"))) == [("暴雨",)]
    assert lifted(alert(info(event="地震", headline="解除预警信号"))) == [()]


def test_all_clear_lifts_the_kind_of_an_info_without_such_a_piece_and_begins_nothing() -> None:
    clear = alert(info(event="暴雨", headline="发布大风橙色预警", responseType="AllClear"))
    beside = alert(info(event=None, headline="解除大风预警，发布暴雨红色预警", responseType="AllClear"))

    assert (lifted(clear), begun(clear)) == ([("暴雨",)], [])
    assert (lifted(beside), begun(beside)) == ([("大风",)], [("暴雨", "red")])
    assert lifted(alert(info(event="x", headline=None, responseType="AllClear"))) == [()]


def test_a_cancel_begins_nothing_but_what_an_info_that_lifts_begins() -> None:
    assert begun(alert(msgType="Cancel", references="A")) == []
    lifts = info(headline="解除大风预警，发布暴雨红色预警")
    assert begun(alert(lifts, msgType="Cancel", references="A")) == [("暴雨", "red")]


def test_it_starts_at_the_latest_of_onset_effective_and_sent() -> None:
    at_11, at_12 = "2022-06-01T11:15:00+08:00", "2022-06-01T12:15:00+08:00"

    def start(**times: str | None) -> int:
        return taken(alert(info(**{"expires": None, **times}))).begins[0].start - SENT

    assert start(onset=at_11, effective=at_12) == start(onset=at_12, effective=at_11) == 120 * MINUTE
    assert start(onset="2022-06-01T09:15:00+08:00") == start(onset=None) == start(onset="") == 0


def test_it_ends_when_it_expires_else_a_day_after_its_start_and_may_never_be_in_force() -> None:
    def until(expires: str | None) -> int:
        return taken(alert(info(expires=expires))).begins[0].until - SENT - 45 * MINUTE

    assert until(None) == until("") == 24 * HOUR
    assert until("2022-06-01T11:00:00.001+08:00") == 1
    assert until("2022-06-01T10:59:59+08:00") == -1000


def test_of_several_faults_the_first_of_the_list_is_named() -> None:
    faults = {"headline": None, "severity": None, "onset": "2022-06-01T11:00:00", "expires": "soon"}
    right = {"severity": "Severe", "onset": None, "expires": None}
    found = []
    for name in ("severity", "onset", "expires"):
        found.append(fault_of(alert(info(**faults))).code)
        faults[name] = right[name]

    assert found == ["missing_field", "naive_time", "bad_value"]


def test_the_texts_are_taken_without_the_blanks_around_and_within() -> None:
    row = taken(alert(info(headline="\n  暴雨橙色预警\n\t信号 ", severity=" Severe\n", event="暴" + "<!-- -->雨")))

    assert (row.headline, row.begins[0].level, row.begins[0].kind) == ("暴雨橙色预警 信号", "orange", "暴雨")
    assert len(taken(alert(info(headline="x" * 300))).headline) == 200


DAY = 24 * HOUR


@pytest.mark.parametrize("name", ["onset", "effective"])
def test_a_warning_begins_31_days_after_it_was_sent_at_the_latest(name: str) -> None:
    given = {"onset": None, "expires": None}
    latest, beyond = "2022-07-02T10:15:00+08:00", "2022-07-02T10:15:00.001+08:00"

    (warning,) = taken(alert(info(**{**given, name: latest}))).begins
    fault = fault_of(alert(info(**{**given, name: beyond})))

    assert warning.start == SENT + 31 * DAY
    assert (fault.code.value, "31 days after it was sent" in fault.detail) == ("bad_value", True)


def test_a_warning_lasts_31_days_at_the_longest() -> None:
    latest, beyond = "2022-07-02T11:00:00+08:00", "2099-06-01T15:00:00+08:00"

    (warning,) = taken(alert(info(expires=latest))).begins
    fault = fault_of(alert(info(expires=beyond)))

    assert warning.until - warning.start == 31 * DAY
    assert (fault.code.value, "31 days after it begins" in fault.detail) == ("bad_value", True)


def test_an_info_that_reaches_years_ahead_costs_no_other_of_its_message() -> None:
    reading = read(alert(info(expires="9998-01-01T00:00:00+08:00"), info(event="大风", headline="大风橙色预警信号")))

    assert [fault.index for fault in reading.faults] == [0]
    assert [each.kind for row in reading.rows for each in row.begins] == ["大风"]
