"""Files with more than a window in them, and files that hold no event: one fault each, and what stands beside is read."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from schemas.envelope import MOST_BYTES
from streams.tools.recorded.files import EMPTY, UNREADABLE, batches
from streams.tools.recorded.weather_messages import RecordedMessage, messages, messages_in
from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import READER, lines, said, session
from tests.unit.schemas.weather.messages import alert

EVENTS = session("08:00", "12:01")
HUGE = 24 * MOST_BYTES
"""Bytes of what is too large: more than all that is kept at a time, some windows of 3 MiB and their copies."""
ONE, OTHER = lines(*EVENTS).splitlines()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "given"


def told(path: Path) -> tuple[int, list[str]]:
    """The number of events in a file, and its faults."""
    found = list(batches(str(path), READER))
    return sum(b.reading.accepted + len(b.weather) for b in found), [
        f"{m.where} {m.code}".removeprefix(f"{path}:") for b in found for m in b.errors
    ]


TEXT, COMMAS, OPENED, WIDE = (part * 65_536 for part in (b"a", b"a,", b"[", b"a\0"))
FILLING = (TEXT, COMMAS, OPENED, WIDE)
"""Each of these is written again and again until it is huge."""
HELD = {
    "a line": ((ONE, b"\n{", TEXT, b"\n", OTHER), (2, ["2 record_too_large"])),
    "a first line": ((b"{", TEXT, b"\n", ONE, b"\n", OTHER), (2, ["1 record_too_large"])),
    "nothing but one line": ((TEXT,), (0, ["1 record_too_large"])),
    "an element": ((b"[", ONE, b',\n["', COMMAS, b'"],\n', OTHER, b"]\n"), (2, ["2[1] record_too_large"])),
    "an element without an end": ((OPENED,), (0, ["1[0] record_too_large", f"1 {UNREADABLE}"])),
    "a message": (
        (alert(), b"\n<alert>", TEXT, b"</alert>\n", alert(identifier="A2")),
        (2, ["2 record_too_large"]),
    ),
    "a message without an end": ((alert(), b"\n<", TEXT), (1, ["2 record_too_large"])),
    "a message in UTF-16": ((b"\xff\xfe<\0", WIDE), (0, ["1 record_too_large"])),
}


@pytest.mark.parametrize("what", HELD)
@pytest.mark.parametrize("opener", [open, gzip.open], ids=["plain", "gzip"])
def test_what_is_too_large_is_one_fault_and_costs_neither_its_neighbours_nor_memory(
    what: str, opener: Callable[..., BinaryIO], file: Path
) -> None:
    given, right = HELD[what]
    with opener(file, "wb") as written:
        for part in given:
            for _ in range(HUGE // len(part) if part in FILLING else 1):
                written.write(part)

    tracemalloc.start()
    try:
        found, most = told(file), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert found == right
    assert most < HUGE


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("between", [b",", b",\n", b"\n,\n"], ids=["in one line", "over lines", "commas before"])
def test_a_large_array_is_read_with_its_faults_at_their_places(between: bytes, pack: type[bytes], file: Path) -> None:
    beats = [json.dumps(said("session.heartbeat", "08:00")).encode() for _ in range(5000)]
    beats[4500] = b'{"a" oops}'
    file.write_bytes(pack(b"[" + between.join(beats) + b"]\n"))

    line = 1 + 4500 * between.count(b"\n")
    assert told(file) == (4999, [f"{line}[4500] not_json"])


def test_a_large_array_that_breaks_off_gives_what_came_before(file: Path) -> None:
    beats = [json.dumps(said("session.heartbeat", "08:00")).encode() for _ in range(5000)]
    file.write_bytes(b"[\n" + b",\n".join(beats)[:-9])

    assert told(file) == (4999, [f"5001 {UNREADABLE}"])


def test_a_large_packed_array_that_breaks_off_gives_what_came_before(file: Path) -> None:
    text = b"[\n" + b",\n".join([ONE] * 9000) + b"]"
    file.write_bytes(gzip.compress(text, 0)[: len(text) // 2])

    accepted, faults = told(file)

    assert (accepted > 3000, len(faults), faults[0].endswith(UNREADABLE)) == (True, 1, True)


def test_many_lines_behind_a_first_one_that_is_a_broken_array_are_read(file: Path) -> None:
    file.write_bytes(b'[{"a": 1}, {\n' + b"\n".join([ONE] * 6000))

    assert told(file) == (6000, ["1 not_json"])


def parts(count: int) -> Iterator[bytes]:
    for number in range(count):
        yield alert(identifier=f"A{number}") + b"\n<!-- </alert> -->" + b"\n" * (number % 3)
        if number % 50 == 0:
            yield b"<alert>" + b"\xe6\x9a\xb4" * 20_000


def test_messages_in_a_window_are_those_of_the_whole_file() -> None:
    text = b"".join(parts(4000))
    assert len(text) > 5 * MOST_BYTES

    found = list(messages_in(io.BufferedReader(io.BytesIO(text))))

    assert all(isinstance(each, RecordedMessage) for each in found)
    assert found == list(messages(text))


NO_TEXT = {
    "UTF-16": "\n".join(map(json.dumps, EVENTS * 9)).encode("utf-16"),
    "UTF-16 without a mark": "\n".join(map(json.dumps, EVENTS * 9)).encode("utf-16-le"),
    "UTF-16 in the other order": "\n".join(map(json.dumps, EVENTS * 9)).encode("utf-16-be"),
    "NUL bytes": b"SQLite format 3\0" + bytes(range(256)) * 99,
    "nothing but NUL bytes": bytes(3 * MOST_BYTES),
}


@pytest.mark.parametrize("what", NO_TEXT)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_file_that_is_no_text_is_named_in_one_line(what: str, pack: type[bytes], file: Path) -> None:
    file.write_bytes(pack(NO_TEXT[what]))

    result = call("check", "--format", "json", file)

    fault, _ = objects(result.stdout)
    named, advice = ("UTF-16", "save it as UTF-8") if "UTF" in what else ("NUL bytes", "JSON in UTF-8")
    assert (result.exit_code, fault["line"], fault["code"]) == (1, 1, UNREADABLE)
    assert (named in fault["detail"], advice in fault["detail"]) == (True, True)


def test_a_nul_within_a_line_is_a_fault_of_that_line_alone(file: Path) -> None:
    file.write_bytes(b'{"a\0": 1}\n' + ONE)

    assert told(file) == (1, ["1 not_json"])


@pytest.mark.parametrize(
    "given", [b"", b" \n\n", b"\xef\xbb\xbf", b"\n" * 3 * MOST_BYTES], ids=["empty", "blank", "mark", "long"]
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_check_refuses_a_file_that_holds_no_event(given: bytes, pack: type[bytes], file: Path) -> None:
    file.write_bytes(pack(given))

    result = call("check", file)

    assert result.exit_code == 1
    assert f": {EMPTY}: it holds no event" in result.stdout


def test_replay_reports_a_file_without_events_and_judges_the_others(file: Path) -> None:
    file.write_bytes(b"")

    result = call("replay", file, "-", given=lines(*EVENTS))

    assert result.exit_code == 0
    assert f"{file}:1: {EMPTY}: it holds no event" in result.stderr
