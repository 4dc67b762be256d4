"""Weather messages: what is taken from the head and from the whole, in both forms."""

import zlib

import pytest

from schemas.envelope import MOST_BYTES
from schemas.weather.head import MOST_REFERENCES
from schemas.weather.message import MOST_INFOS
from schemas.weather.warning import BegunLevel, WeatherMessage
from tests.unit.schemas.weather.messages import CAP, SENT, alert, begun, elements, fault_of, geocode, info, read, taken

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
    start = SENT + 45 * 60_000

    assert taken(alert()) == WeatherMessage(
        office="NC",
        identifier="A1",
        sent=SENT,
        msg_type="Alert",
        over=("XIAN",),
        references=(),
        begins=(BegunLevel("暴雨", "orange", ("360104",), start, start + 4 * HOUR),),
        lifts=(),
        counties=("360104",),
        everywhere=False,
        headline="暴雨橙色预警信号",
        text=zlib.compress(alert()),
    )


@pytest.mark.parametrize(
    ("encoding", "codec"), [("UTF-8", "utf-8"), ("utf-8", "utf-8-sig"), ("GBK", "gbk"), ("UTF-16", "utf-16")]
)
def test_a_message_of_the_national_form_is_taken_in_each_encoding_and_its_text_is_the_same(
    encoding: str, codec: str
) -> None:
    start = SENT + 342_000

    row = taken(NATIONAL.format(encoding=encoding).encode(codec))

    assert (row.office, row.identifier) == ("36010041600000", "36010041600000_20220601101500")
    assert (row.msg_type, row.references) == ("Update", (("36010041600000", "36010041600000_20220601081500"),))
    assert row.begins == (BegunLevel("大风", "blue", ("360104", "360113", "360121"), start, start + 24 * HOUR),)
    assert zlib.decompress(row.text) == NATIONAL[NATIONAL.index("<alert>") :].rstrip().encode()


def test_an_instant_of_the_national_form_without_an_offset_is_of_china() -> None:
    naive = NATIONAL.replace("+08:00", "").format(encoding="UTF-8").encode()

    assert taken(naive).sent == SENT
    assert taken(naive).begins[0].start == SENT + 342_000


@pytest.mark.parametrize("space", [CAP, CAP.replace("1.2", "1.1"), ""])
def test_the_older_namespace_and_none_are_taken(space: str) -> None:
    assert taken(alert(space=space)).identifier == "A1"


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

    assert taken(alert(note="x" * room)).identifier == "A1"
    assert fault_of(alert(note="x" * (room + 1))).code == "record_too_large"


def test_a_record_without_a_value_is_no_message() -> None:
    assert fault_of(None).code == "not_an_event"


@pytest.mark.parametrize("name", ["identifier", "sender", "sent", "status", "msgType"])
@pytest.mark.parametrize("text", [None, "", " \n "])
def test_an_element_of_the_head_that_is_empty_is_missing(name: str, text: str | None) -> None:
    fault = fault_of(alert(**{name: text}))

    assert fault.code == "missing_field"
    assert fault.detail.startswith(f"not given: {'senderCode (or sender)' if name == 'sender' else name}")


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
    assert taken(alert(sent=form)).sent == SENT


def test_what_was_sent_five_minutes_after_arrival_is_from_the_future() -> None:
    at_the_edge, beyond = SENT - 5 * 60_000, SENT - 5 * 60_000 - 1

    assert read(alert(), at_the_edge).faults == []
    assert fault_of(alert(), beyond).code == "from_the_future"


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("B", [("NC", "B")]),
        ("JX,B,2022-06-01T08:00:00+08:00", [("JX", "B")]),
        ("江西省气象台,B,2022-06-01T08:00:00+08:00 s,A,2022-06-01T09:00:00+08:00", [("JX", "B"), ("s", "A")]),
        ("county,B,2022-06-01 08:00:00+08:00\n  A", [("NC", "A"), ("XIAN", "B")]),
        ("s,B,2022-06-01T08:00:00,t,A,2022-06-01T09:00:00-00:00", [("s", "B"), ("t", "A")]),
        ("C B,A， D,", [("NC", name) for name in "ABCD"]),
        ("A,B,C", [("NC", name) for name in "ABC"]),
        ("A A NC,A,2022-06-01T08:00:00Z", [("NC", "A")]),
    ],
)
@pytest.mark.parametrize("msg_type", ["Alert", "Update", "Cancel"])
def test_references_are_identifiers_of_the_same_office_or_triples(
    msg_type: str, written: str, names: list[tuple[str, str]]
) -> None:
    assert taken(alert(msgType=msg_type, references=written)).references == tuple(names)


def test_a_name_that_several_offices_share_means_the_own_one_or_none() -> None:
    shared = "shared,B,2022-06-01T08:00:00+08:00"

    assert taken(alert(references=shared)).references == (("NC", "B"),)
    assert taken(alert(references=shared, sender="county")).references == ()
    assert taken(alert(sender="shared")).office == "shared"


def test_a_name_that_the_areas_file_lacks_means_the_office_that_signs_so() -> None:
    signed = alert(sender="x", senderCode="NC", references="x,B,2022-06-01T08:00:00Z y,C,2022-06-01T08:00:00Z")

    assert (taken(signed).office, taken(signed).references) == ("NC", (("NC", "B"), ("y", "C")))


def test_the_code_of_a_sender_goes_before_its_name() -> None:
    assert taken(alert(sender="county", senderCode="JX")).office == "JX"
    assert taken(alert(sender="county", senderCode="JX")).over == ("NC", "XIAN")
    assert taken(alert(sender="nobody@example")).over == ()


def test_a_cancel_needs_neither_references_nor_info() -> None:
    head = elements(identifier="A2", sender="s", sent="2022-06-01T10:15:00+08:00", status="Actual", msgType="Cancel")

    row = taken(f"<alert>{head}</alert>".encode())

    assert (row.references, row.counties, row.everywhere) == ((), (), True)


def test_a_cancel_ends_in_the_counties_that_it_names() -> None:
    row = taken(alert(msgType="Cancel", references="A"))

    assert (row.begins, row.counties, row.everywhere) == ((), ("360104",), False)


@pytest.mark.parametrize("msg_type", ["Alert", "Update"])
def test_a_message_that_speaks_of_nothing_is_passed_over(msg_type: str) -> None:
    reading = read(alert("", msgType=msg_type).replace(b"<info></info>", b""))

    assert (reading.rows, reading.faults) == ([], [])


def test_each_info_is_read_on_its_own_and_what_speaks_of_other_kinds_or_places_is_passed_over() -> None:
    elsewhere = info(area=geocode("360200"))

    reading = read(
        alert(info(), info(event="雨", headline=None), info(event="大风", severity="x", headline=None), elsewhere)
    )

    assert [each.kind for row in reading.rows for each in row.begins] == ["暴雨"]
    assert [(fault.code, fault.index, fault.event_id) for fault in reading.faults] == [("bad_value", 2, "A1")]
    assert reading.passed == [
        "info[1] is passed over: none of our kinds is named",
        "info[3]/area[0]/geocode[0]/value: 360200 is passed over: a place elsewhere, or one that counts as no county of ours",
        "info[3] is passed over: none of our places is named",
    ]


def test_a_message_in_another_language_names_none_of_our_kinds() -> None:
    english = info(language="en-US", event="Rainstorm", headline="Rainstorm, orange")

    assert begun(alert(english, info())) == [("暴雨", "orange")]
    assert begun(alert(english)) == []


def test_a_message_with_too_many_infos_is_refused_whole() -> None:
    assert begun(alert(*[info()] * MOST_INFOS)) == [("暴雨", "orange")]
    assert fault_of(alert(*[info()] * (MOST_INFOS + 1))).code == "too_many_events"


def test_a_refusal_of_a_message_says_where_it_lies() -> None:
    refusal = fault_of(alert(status="Draft")).refusal("weather", "weather", 0)

    assert (refusal.platform_id, refusal.topic, refusal.event_id, refusal.index) == ("weather", "weather", "A1", None)
