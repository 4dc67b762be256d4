"""Good weather messages in one file with broken ones: every good one is read, and nothing between them is passed over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.tools.recorded.weather_messages import messages
from tests.unit.schemas.weather.messages import READER, alert, info

DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'
WITHIN = (b"", b"", b"<!-- </alert> - <alert> -->", b"<note><![CDATA[ </alert> ] <?xml ?> <alert> ]]></note>")
PLAIN = alert(info(expires=None), identifier="broken")
RUBBISH = (
    b"some text",
    b"a > b",
    b"<",
    b"</alert>",
    b"<alert",
    b"<?xml",
    b"<br/>",
    b"&",
    b"\xff\x00",
    PLAIN[90:],
)
BLANKS = st.sampled_from([b"", b"\n", b"\r\n\n", b" <!-- between --> ", b"\n\xef\xbb\xbf"])


@st.composite
def good(draw: st.DrawFn, name: str) -> bytes:
    message = alert(identifier=name).replace(b"<status>", draw(st.sampled_from(WITHIN)) + b"<status>")
    return draw(st.sampled_from([b"", DECLARED])) + message


@st.composite
def broken(draw: st.DrawFn) -> bytes:
    message = draw(good("broken"))
    cut_off = message[: draw(st.integers(1, len(message) - 1))]
    if cut_off.count(b"<![CDATA[") > cut_off.count(b"]]>"):  # with the next message it may be a good one that quotes it
        cut_off = cut_off.partition(b"<![CDATA[")[0]
    wrong = message.replace(b"</status>", b"</statu>")
    return draw(st.sampled_from([cut_off, cut_off, wrong, *RUBBISH]))


def solid(text: bytes) -> bytes:
    """The text without blanks."""
    return b"".join(text.replace(b"\xef\xbb\xbf", b"").split())


@settings(max_examples=300)
@given(st.data(), st.lists(st.booleans(), min_size=1, max_size=8))
def test_every_good_message_is_read_wherever_broken_ones_stand(data: st.DataObject, order: list[bool]) -> None:
    names = [f"A{place}" for place, is_good in enumerate(order) if is_good]
    parts = [data.draw(good(f"A{place}") if is_good else broken()) for place, is_good in enumerate(order)]
    text = b"".join(part + data.draw(BLANKS) for part in parts)

    cut = list(messages(text))

    readings = [READER.read(each.text, arrival=None, offset=each.line) for each in cut]
    read = [row.identifier for reading in readings for row in reading.rows]
    assert [name for name in read if name != "broken"] == names  # two broken ones may make a good one between them
    assert [text[each.start :].startswith(each.text) for each in cut] == [True] * len(cut)
    assert [text.count(b"\n", 0, each.start) + 1 for each in cut] == [each.line for each in cut]
    assert solid(b"".join(each.text for each in cut)) == solid(text)
    assert all(reading.rows or reading.faults for reading in readings)
