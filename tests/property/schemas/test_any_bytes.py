"""Whatever bytes come as a weather message: an answer, never an exception."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.schemas.weather.messages import READER, alert, geocode, info

WHOLE = alert(
    info(area=geocode("360104", "360113000000")),
    info(event="大风", severity="Unknown"),
    msgType="Update",
    references="s,B,2022-06-01T08:00:00+08:00 A",
)
PIECES = st.sampled_from(
    [
        b"<",
        b">",
        b"</alert>",
        b"<info>",
        b"</info>",
        b"&amp;",
        b"&#x0;",
        b"<!DOCTYPE a>",
        b"<![CDATA[",
        b"]]>",
        b'<?xml version="1.0" encoding="GBK"?>',
        b"\x00",
        b"\xff\xfe",
        b"9999-99-99T99:99:99+99:99",
        "暴雨".encode(),
        b"+08:00",
        b"",
    ]
)


def answered(message: bytes) -> None:
    reading = READER.read(message, arrival=0, offset=0)
    unbound = READER.read(message, arrival=None, offset=0)

    for found in (reading, unbound):
        assert found.rows or found.faults
        for fault in found.faults:
            assert fault.refusal("weather", "weather", 0).code == fault.code
            assert fault.detail


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_answered(message: bytes) -> None:
    answered(message)


@settings(max_examples=200)
@given(st.data())
def test_a_message_with_other_bytes_in_some_place_is_answered(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 60)))

    answered(WHOLE[:start] + data.draw(st.one_of(PIECES, st.binary(max_size=8))) + WHOLE[end:])


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["sent", "msgType", "status", "references"]), st.text(max_size=30)), st.text())
def test_any_texts_are_answered(head: dict[str, str], event: str) -> None:
    safe = {name: text.replace("&", "").replace("<", "") for name, text in head.items()}

    answered(alert(info(event=event.replace("&", "").replace("<", "")), **safe).replace(b"\xed", b""))
