"""The cuts of a file of weather messages, and the places where it is broken."""

import pytest

from streams.tools.recorded.weather_messages import messages
from tests.unit.schemas.weather.messages import READER, alert

DECLARED = b'<?xml version="1.0" encoding="UTF-8"?>\n'
A1, A2 = alert(identifier="A1"), alert(identifier="A2")


def cut(*parts: bytes) -> list[tuple[int, bytes]]:
    return [(each.line, each.text) for each in messages(b"".join(parts))]


def said(*parts: bytes) -> list[str]:
    """The identifier of each message or piece, or its line and its fault."""
    found = []
    for each in messages(b"".join(parts)):
        reading = READER.read(each.text, arrival=None, offset=each.line)
        found += [row.identifier for row in reading.rows]
        found += [f"{each.line}: {each.placed(fault.detail).partition(';')[0]}" for fault in reading.faults]
    return found


def test_a_message_that_was_cut_off_costs_none_beside_it() -> None:
    assert said(DECLARED, A1, b"\n", DECLARED, A2[:-8], b"\n", DECLARED, A1) == [
        "A1",
        "3: no element found: line 5, column 0",
        "A1",
    ]
    assert said(A1, A2[:-30], A1)[::2] == ["A1", "A1"]


@pytest.mark.parametrize(
    "rest", [b"some text", b"<br/>", b"</alert>", b"<!-- cut", b"<![CDATA[ cut", b"]]>", b"<?xml ver"]
)
def test_what_stands_between_two_messages_is_a_piece_of_its_own(rest: bytes) -> None:
    assert cut(A1, b"\n", rest, b"\n", A2) == [(1, A1 + b"\n"), (2, rest + b"\n"), (3, A2)]


def test_blanks_comments_and_instructions_behind_a_message_are_no_fault() -> None:
    rest = b" <!-- <alert> -->\n<?style none?>\n"

    assert cut(A1, rest, b"\xef\xbb\xbf", A2, b"\n\xef\xbb\xbf\n") == [(1, A1 + rest), (3, A2 + b"\n")]
    assert said(A1, rest, A2) == ["A1", "A2"]


@pytest.mark.parametrize(
    "quoted", [b"<!-- - </alert>\n<alert> -->", b"<note><![CDATA[ ] </alert><?xml ?><alert> ]]></note>"]
)
def test_marks_in_comments_and_quotations_are_none(quoted: bytes) -> None:
    message = A1.replace(b"<status>", quoted + b"<status>")

    assert said(message, A2, message) == ["A1", "A2", "A1"]
    assert len(cut(message, message[:-3], message)) == 3


@pytest.mark.parametrize("opened", [b"<!-- cut off ", b"<note><![CDATA[ cut off "])
def test_a_comment_or_quotation_that_was_cut_off_does_not_reach_into_the_next_message(opened: bytes) -> None:
    other = A2.replace(b"<status>", opened + (b"-->" if b"--" in opened else b"]]></note>") + b"<status>")

    assert said(A1[:60], opened, DECLARED, other)[1:] == ["A2"]


def test_an_alert_within_a_message_that_stands_alone_is_passed_over_as_it_is_live() -> None:
    nested = A1.replace(b"<status>", b"<note><alert/></note><status>")

    assert said(nested) == ["A1"]


def test_a_document_type_stays_with_its_message() -> None:
    typed = DECLARED + b'<!DOCTYPE alert [<!ENTITY a "b">]>\n' + A1

    assert said(typed, A2) == ["1: a document type or an entity declaration is given", "A2"]


def test_a_fault_is_placed_in_the_file_and_not_in_its_message() -> None:
    before, wrong = b"\n  " + A2, A1.replace(b"<status>", b"<status>& ")

    at = said(before, wrong)[1]

    column = len((before + wrong).decode().partition("&")[0]) - len("\n")
    assert at == f"2: not well-formed (invalid token): line 2, column {column + 1}"


def test_a_byte_that_cannot_be_decoded_is_counted_from_the_beginning_of_the_file() -> None:
    wrong = A1.replace(b"<status>", b"\xff<status>")

    assert said(A2, b"\n", wrong)[1] == f"2: byte {(A2 + wrong).index(255) + 1} is none of UTF-8-SIG"


def test_a_file_of_nothing_holds_one_message_of_nothing() -> None:
    assert cut(b"") == [(1, b"")]
    assert cut(b" \n") == [(1, b" \n")]
    assert cut(b"<alert><b></alert>\n") == [(1, b"<alert><b></alert>\n")]


def test_a_file_in_utf_16_holds_one_message() -> None:
    text = A1.decode().encode("utf-16") + b"\n"

    assert cut(text) == [(1, text)]
