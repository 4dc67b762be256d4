"""Weather messages: what is taken from the head and from the whole, in both forms."""

import pytest

from schemas.envelope import MOST_BYTES
from schemas.weather.head import MOST_REFERENCES
from schemas.weather.message import MOST_INFOS
from schemas.weather.warning import Warned
from tests.unit.schemas.messages import CAP, SENT, alert, cancelled, elements, fault_of, info, read, warned

HOUR = 3_600_000
NATIONAL = """<?xml version="1.0" encoding="{encoding}"?>
<alert>
    <identifier>36010041600000_20220601101500</identifier>
    <sender>南昌市气象局</sender>
    <senderCode>36010041600000</senderCode>
    <sendTime>2022-06-01 10:15:00+08:00</sendTime>
    <status>Actual</status>
    <msgType>Update</msgType>
    <scope>Public</scope>
    <code><method><methodName>SMS</methodName><message>x</message><audienceGrp/></method></code>
    <note/>
    <references>36010041600000_20220601081500</references>
    <info>
        <language>zh-CN</language>
        <eventType>11B06</eventType>
        <severity>Blue</severity>
        <effective>2022-06-01 10:20:42+08:00</effective>
        <onset/>
        <expires/>
        <headline>南昌市气象局发布大风蓝色预警[IV级/一般]</headline>
        <area><areaDesc>x</areaDesc><polygon/><geocode>360104000000,360100000000,360104000000</geocode></area>
    </info>
</alert>
"""


def test_a_message_of_cap_is_taken_whole() -> None:
    assert warned(alert()) == Warned(
        identifier="A1",
        info=0,
        sent=SENT,
        kind="暴雨",
        level="orange",
        codes=("360104",),
        from_at=SENT + 45 * 60_000,
        until_at=SENT + 45 * 60_000 + 4 * HOUR,
        references=(),
        headline="暴雨橙色预警信号",
    )


@pytest.mark.parametrize(
    ("encoding", "codec"), [("UTF-8", "utf-8"), ("utf-8", "utf-8-sig"), ("GBK", "gbk"), ("UTF-16", "utf-16")]
)
def test_a_message_of_the_national_form_is_taken_in_each_encoding(encoding: str, codec: str) -> None:
    assert warned(NATIONAL.format(encoding=encoding).encode(codec)) == Warned(
        identifier="36010041600000_20220601101500",
        info=0,
        sent=SENT,
        kind="大风",
        level="blue",
        codes=("360100", "360104"),
        from_at=SENT + 342_000,
        until_at=None,
        references=("36010041600000_20220601081500",),
        headline="南昌市气象局发布大风蓝色预警[IV级/一般]",
    )


@pytest.mark.parametrize("space", [CAP, CAP.replace("1.2", "1.1"), ""])
def test_the_older_namespace_and_none_are_taken(space: str) -> None:
    assert warned(alert(space=space)).identifier == "A1"


@pytest.mark.parametrize("message", [alert(space="urn:other"), b"<feed/>", b"<alerts/>"])
def test_another_root_is_no_message(message: bytes) -> None:
    assert fault_of(message).code == "not_an_event"


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b" \n",
        b"{}",
        b"<alert>",
        alert() + b"<alert/>",
        alert(event="&undefined;"),
        b'<!DOCTYPE alert [<!ENTITY a "b">]>' + alert(),
        b'<!DOCTYPE alert SYSTEM "http://weather.example/alert.dtd">' + alert(),
        b'<?xml version="1.0" encoding="rot13"?>' + alert(),
        b'<?xml version="1.0" encoding="utf-7"?>' + alert(),
        "<alert>é</alert>".encode("latin-1"),
        b"\xff\xfe<",
        b"\x00",
    ],
)
def test_what_is_no_plain_xml_is_refused(message: bytes) -> None:
    fault = fault_of(message)

    assert (fault.code, fault.offset, fault.index, fault.event_id, fault.raw) == ("not_xml", 7, None, None, message)
    assert "allowed: " in fault.detail


def test_entities_are_never_expanded() -> None:
    names = [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)]
    bomb = f"<!DOCTYPE alert [<!ENTITY a0 'x'>{''.join(names)}]><alert>&a11;</alert>".encode()

    assert fault_of(bomb).code == "not_xml"


def test_a_message_may_have_a_mib_and_no_byte_more() -> None:
    room = MOST_BYTES - len(alert(note=""))

    assert warned(alert(note="x" * room)).identifier == "A1"
    assert fault_of(alert(note="x" * (room + 1))).code == "record_too_large"


def test_a_record_without_a_value_is_no_message() -> None:
    assert fault_of(None).code == "not_an_event"


@pytest.mark.parametrize("name", ["identifier", "sent", "status", "msgType"])
@pytest.mark.parametrize("text", [None, "", " \n "])
def test_an_element_of_the_head_that_is_empty_is_missing(name: str, text: str | None) -> None:
    fault = fault_of(alert(**{name: text}))

    assert fault.code == "missing_field"
    assert fault.detail.startswith(f"not given: {name}")


@pytest.mark.parametrize(
    "changes",
    [
        {"identifier": "a b"},
        {"identifier": "a,b"},
        {"identifier": "x" * 129},
        {"status": "Exercise"},
        {"status": "Test"},
        {"msgType": "Ack"},
        {"sent": "yesterday"},
        {"sent": "2022-02-30T10:15:00+08:00"},
        {"sent": "2022-06-01T10:15+08:00"},
        {"msgType": "Update", "references": "x" * 129},
        {"msgType": "Update", "references": " ".join(f"a{n}" for n in range(MOST_REFERENCES + 1))},
    ],
)
def test_a_bad_value_of_the_head_is_named(changes: dict[str, str]) -> None:
    fault = fault_of(alert(**changes))

    assert fault.code == "bad_value"
    assert fault.detail.startswith(f"{list(changes)[-1]}: ")


@pytest.mark.parametrize("form", ["2022-06-01T10:15:00", "2022-06-01 10:15:00", "2022-06-01T10:15:00.5"])
def test_an_instant_without_an_offset_is_refused(form: str) -> None:
    assert fault_of(alert(sent=form)).code == "naive_time"
    assert fault_of(alert(info(onset=form))).code == "naive_time"


@pytest.mark.parametrize("form", ["2022-06-01 02:15:00Z", "2022-06-01T10:15:00.000+08:00", "2022-06-01T02:15:00-00:00"])
def test_an_instant_has_a_t_or_a_blank_and_an_offset(form: str) -> None:
    assert warned(alert(sent=form)).sent == SENT


def test_what_was_sent_five_minutes_after_arrival_is_from_the_future() -> None:
    at_the_edge, beyond = SENT - 5 * 60_000, SENT - 5 * 60_000 - 1

    assert read(alert(), at_the_edge).faults == []
    assert fault_of(alert(), beyond).code == "from_the_future"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("B", ("B",)),
        ("s,B,2022-06-01T08:00:00+08:00", ("B",)),
        ("s,B,2022-06-01T08:00:00+08:00 t,A,2022-06-01T09:00:00+08:00", ("A", "B")),
        ("s,B,2022-06-01 08:00:00+08:00\n  A", ("A", "B")),
        ("s,B,2022-06-01T08:00:00,t,A,2022-06-01T09:00:00-00:00", ("A", "B")),
        ("C B,A， D,", ("A", "B", "C", "D")),
        ("A,B,C", ("A", "B", "C")),
        ("A A s,A,2022-06-01T08:00:00Z", ("A",)),
    ],
)
def test_references_are_identifiers_or_triples(written: str, names: tuple[str, ...]) -> None:
    assert warned(alert(msgType="Update", references=written)).references == names
    assert cancelled(alert(msgType="Cancel", references=written)).references == names


def test_an_alert_replaces_nothing_and_an_update_may_name_nothing() -> None:
    assert warned(alert(references="B")).references == ()
    assert warned(alert(msgType="Update")).references == ()


def test_a_cancel_needs_what_it_ends_and_no_info() -> None:
    bare = f"<alert>{elements(identifier='A2', sent='2022-06-01T10:15:00+08:00', status='Actual', msgType='Cancel')}"

    assert fault_of(alert(msgType="Cancel")).code == "missing_field"
    assert fault_of(f"{bare}</alert>".encode()).detail.startswith("not given: references;")
    assert cancelled(f"{bare}<references>A1</references></alert>".encode()).sent == SENT


def test_an_alert_needs_an_info() -> None:
    message = alert("").replace(b"<info></info>", b"")

    assert fault_of(message).detail.startswith("not given: info;")
    assert fault_of(message.replace(b"Alert", b"Update")).code == "missing_field"


def test_each_info_is_judged_on_its_own() -> None:
    message = alert(info(), info(event="雨", headline=None), info(event="大风"))

    reading = read(message)

    assert [(row.info, row.kind) for row in reading.rows if isinstance(row, Warned)] == [(0, "暴雨"), (2, "大风")]
    (fault,) = reading.faults
    assert (fault.code, fault.offset, fault.index, fault.event_id, fault.raw) == ("unknown_kind", 7, 1, "A1", message)


def test_a_translation_is_passed_over_and_a_message_in_another_language_alone_is_read() -> None:
    english = info(language="en-US", event="Rainstorm", headline="Rainstorm, orange")

    assert warned(alert(english, info(language="zh-CN"))).info == 1
    assert warned(alert(english, info())).info == 1
    assert fault_of(alert(english)).code == "unknown_kind"


def test_a_message_with_too_many_infos_is_refused_whole() -> None:
    assert len(read(alert(*[info()] * MOST_INFOS)).rows) == MOST_INFOS
    assert fault_of(alert(*[info()] * (MOST_INFOS + 1))).code == "too_many_events"


def test_a_refusal_of_a_message_says_where_it_lies() -> None:
    refusal = fault_of(alert(status="Draft")).refusal("weather", "weather", 0)

    assert (refusal.platform_id, refusal.topic, refusal.event_id, refusal.index) == ("weather", "weather", "A1", None)
