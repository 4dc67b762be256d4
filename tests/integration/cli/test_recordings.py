import gzip
import json
from pathlib import Path

import pytest

from schemas.weather.warning import WeatherMessage
from streams.tools.recorded.files import UNREADABLE, batches
from tests.unit.cli.days import READER, lines, said, session
from tests.unit.schemas.weather.messages import alert, info

EVENTS = [*session("08:00", "12:01"), said("order.accepted", "08:10"), said("order.completed", "08:30")]
FORMS = {
    "lines": lines(*EVENTS),
    "lines of Windows": lines(*EVENTS).replace(b"\n", b"\r\n"),
    "lines with blank ones": lines(*EVENTS).replace(b"\n", b"\n\n"),
    "lines without a last end": lines(*EVENTS).rstrip(),
    "a byte order mark": b"\xef\xbb\xbf" + lines(*EVENTS),
    "arrays": b"".join(json.dumps(EVENTS[n : n + 2]).encode() + b"\n" for n in (0, 2)),
    "one array": json.dumps(EVENTS).encode(),
    "one array over lines": json.dumps(EVENTS, indent=2).encode() + b"\n",
    "one array, one event a line": b"[\n" + b",\n".join(lines(*EVENTS).splitlines()) + b"\n]\n",
}


def told(path: Path) -> tuple[int, list[str]]:
    """The number of events in a file, and its faults."""
    found = list(batches(str(path), READER))
    return sum(b.reading.accepted + len(b.weather) for b in found), [
        f"{m.where} {m.code}".removeprefix(f"{path}:") for b in found for m in b.errors
    ]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_each_form_is_known_by_its_content(form: str, pack: type[bytes], tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_bytes(pack(FORMS[form]))

    assert told(file) == (4, [])


def test_an_array_of_the_whole_file_may_be_longer_than_a_record(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_text(json.dumps([said("session.heartbeat", "08:00")] * 2500))

    assert told(file) == (2500, [])


def test_a_record_of_a_line_may_not(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_text(f"{json.dumps([said('session.heartbeat', '08:00')] * 1001)}\n[]\n")

    assert told(file) == (0, ["1 too_many_events", "2 not_an_event"])


def test_faults_are_placed_by_line_and_place_in_the_array(tmp_path: Path) -> None:
    bad = said("session.online", "08:00", area="3601")
    file = tmp_path / "events"
    file.write_bytes(lines(*EVENTS, bad) + b"{oops\n" + json.dumps([EVENTS[0], 1, bad]).encode())

    assert told(file) == (5, ["5 bad_value", "6 not_json", "7[1] not_an_event", "7[2] bad_value"])


def test_faults_in_an_array_over_lines_are_placed_where_they_begin(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_text(json.dumps([EVENTS[0], 1, {**EVENTS[1], "sector": "x"}], indent=0))

    assert told(file) == (1, ["12[1] not_an_event", "13[2] bad_value"])


def test_of_a_packed_file_that_breaks_off_the_beginning_is_read(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_bytes(gzip.compress(lines(*EVENTS))[:-8])

    assert told(file) == (4, [f"5 {UNREADABLE}"])


def test_of_an_array_that_breaks_off_the_whole_elements_are_read(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_bytes(FORMS["one array, one event a line"][:-40])

    assert told(file) == (3, [f"5 {UNREADABLE}"])


def test_a_first_line_that_is_a_broken_array_does_not_cost_the_others(tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_bytes(b'[{"a": 1}, {\n' + lines(*EVENTS))

    assert told(file) == (4, ["1 not_json"])


@pytest.mark.parametrize(("mark", "name"), [(b"(\xb5/\xfd", "zstd"), (b"PK\x03\x04", "zip")])
def test_other_packings_are_named(mark: bytes, name: str, tmp_path: Path) -> None:
    file = tmp_path / "events"
    file.write_bytes(mark + bytes(100))

    (batch,) = batches(str(file), READER)

    assert (batch.errors[0].code, name in batch.errors[0].detail) == (UNREADABLE, True)


NATIONAL = alert(space="").decode().encode("utf-16")
WEATHER = {
    "one message": (alert(), (1, alert())),
    "a message behind blanks": (b"\n\n" + alert(), (3, alert())),
    "a message of the national form in UTF-16": (NATIONAL, (1, NATIONAL)),
    "a message behind a byte order mark": (b"\xef\xbb\xbf" + alert(), (1, alert())),
}


@pytest.mark.parametrize("form", WEATHER)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_file_that_begins_with_an_angle_bracket_is_a_weather_message(
    form: str, pack: type[bytes], tmp_path: Path
) -> None:
    file, (written, message) = tmp_path / "weather", WEATHER[form]
    file.write_bytes(pack(written))

    (batch,) = batches(str(file), READER)

    assert (batch.errors, batch.records, batch.message) == ([], [], message)
    assert [type(row) for row in batch.weather] == [WeatherMessage]
    assert (len(batch.weather), batch.reading.accepted, batch.reading.rows) == (1, 0, [])


def test_several_messages_stand_one_after_another_or_one_a_line(tmp_path: Path) -> None:
    spread = b'<?xml version="1.0"?>\n' + alert(identifier="A2").replace(b"><", b">\n<")
    cancel = alert(msgType="Cancel", identifier="A3", references="A1")
    file = tmp_path / "weather"
    file.write_bytes(alert() + b"\n\n" + spread + b"\n" + cancel + cancel + b"\n<!-- </alert> -->\n")

    found = list(batches(str(file), READER))

    ends = 3 + spread.count(b"\n") + 1
    assert [row.identifier for batch in found for row in batch.weather] == ["A1", "A2", "A3", "A3"]
    assert [batch.message[0] for batch in found if batch.message] == [1, 3, ends, ends]
    assert [batch.errors for batch in found] == [[], [], [], []]


def test_faults_of_a_message_are_placed_by_its_line_and_their_info(tmp_path: Path) -> None:
    file = tmp_path / "weather"
    file.write_bytes(
        alert(info(), info(severity="Purple", headline=None)) + b"\n" + alert(status="Test") + b"\n<alert>"
    )

    assert told(file) == (1, ["1[1] bad_value", "2 bad_value", "3 not_xml"])
