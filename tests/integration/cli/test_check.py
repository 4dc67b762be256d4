import json
from pathlib import Path

import pytest

from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, said, session

GOOD = [*session("08:00", "08:02"), said("session.heartbeat", "08:01")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.ndjson"


def test_good_data_is_counted_by_kind_and_platform(file: Path) -> None:
    file.write_bytes(lines(*GOOD, said("session.online", "08:00", platform_id="tuche", sector="ride_hailing")))

    result = call("check", file)

    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines()[:5]] == [
        ["platform", "kind", "events"],
        ["hema", "session.heartbeat", "1"],
        ["hema", "session.offline", "1"],
        ["hema", "session.online", "1"],
        ["tuche", "session.online", "1"],
    ]
    assert result.stdout.splitlines()[-1] == "4 events: none would be refused; 0 kinds of doubt"


def test_each_fault_is_printed_with_what_would_be_right(file: Path) -> None:
    naive = said("session.online", "08:00", occurred_at="2022-06-01T08:00:00")
    file.write_bytes(lines(*GOOD) + json.dumps([GOOD[0], naive]).encode() + b"\n{oops\n")

    result = call("check", file)

    first, second = result.stdout.splitlines()[:2]
    assert result.exit_code == 1
    assert first.startswith(f"{file}:4[1]: naive_time: ")
    assert second.startswith(f"{file}:5: not_json: ")
    assert "5 events" not in result.stdout
    assert result.stdout.splitlines()[-1].startswith("6 events: 2 would be refused")


def test_a_number_of_thousands_of_digits_is_a_value_like_any_other(file: Path) -> None:
    twice = json.dumps(GOOD[0])[:-1].encode() + b', "sequence": ' + b"9" * 4301
    file.write_bytes(lines(*GOOD) + twice + b', "sequence": 1}\n' + twice + b"}\n[" + twice + b"}]\n")

    result = call("check", file)

    assert result.exit_code == 1
    assert [line.partition(" ")[0] for line in result.stdout.splitlines()[:2]] == [f"{file}:5:", f"{file}:6[0]:"]
    assert result.stdout.count("bad_value: sequence: a huge integer is given") == 2
    assert result.stdout.splitlines()[-1].startswith("6 events: 2 would be refused")


def test_every_fault_of_an_array_is_printed(file: Path) -> None:
    file.write_bytes(json.dumps([said("session.online", "08:00", area="x")] * 40).encode())

    result = call("check", file)

    assert result.stdout.count(": bad_value: area: 'x' is given") == 40
    assert result.stdout.splitlines()[-1].startswith("40 events: 40 would be refused")


def test_another_platforms_events_are_refused_as_on_the_topic(file: Path) -> None:
    other = said("session.online", "08:00", platform_id="tuche")
    file.write_bytes(lines(*GOOD, other) + json.dumps([GOOD[0], other]).encode())

    result = call("check", "--platform", "hema", "--format", "json", file)

    *faults, summary = objects(result.stdout)
    assert result.exit_code == 1
    assert [(f["line"], f["index"], f["code"]) for f in faults] == [
        (4, None, "platform_mismatch"),
        (5, 1, "platform_mismatch"),
    ]
    assert summary["kinds"] == {"hema": {"session.heartbeat": 1, "session.offline": 1, "session.online": 2}}
    assert summary["refused"] == {"platform_mismatch": 2}


def doubts(file: Path, *events: dict[str, object]) -> dict[str, int]:
    file.write_bytes(lines(*events))
    result = call("check", file, "--format", "json")
    assert result.exit_code == 0
    return {doubt["name"]: doubt["count"] for doubt in objects(result.stdout)[-1]["doubts"]}


def test_local_time_that_was_written_as_utc_is_suspected(file: Path) -> None:
    event = said(
        "session.heartbeat", "08:01", occurred_at="2022-06-01T08:01:00Z", published_at="2022-06-01T08:01:02+08:00"
    )

    found = doubts(file, *GOOD, event)

    assert (found["published_before_it_occurred"], found["nearly_8_h_between_the_two"]) == (1, 1)


def test_a_repeated_event_is_fine_and_a_changed_one_is_not(file: Path) -> None:
    file.write_text(json.dumps(GOOD[0]) + "\n" + json.dumps(GOOD[0], separators=(",", ":")))
    repeated = objects(call("check", file, "--format", "json").stdout)[-1]

    assert (repeated["events"], [doubt["name"] for doubt in repeated["doubts"]]) == (2, [])
    assert doubts(file, *GOOD, {**GOOD[0], "area": "NC-GX"})["event_id_used_twice"] == 1


def test_platforms_and_sectors_that_are_not_listed_are_named(file: Path) -> None:
    changed = [
        {**GOOD[0], "event_id": "x1", "platform_id": "novel"},
        {**GOOD[0], "event_id": "x2", "sector": "courier"},
    ]

    assert doubts(file, *GOOD, *changed)["platform_or_sector_not_listed"] == 2


def test_hostile_text_is_shown_escaped(file: Path) -> None:
    file.write_text(json.dumps({**GOOD[0], "\x1b]0;title\x07": 1, "\u202e": 2}) + "\n")

    result = call("check", file)

    assert result.exit_code == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(result.stdout)


def test_a_platform_id_must_have_its_form() -> None:
    result = call("check", "-", "--platform", "Hema!")

    assert (result.exit_code, "a lower-case letter, then" in result.stderr) == (2, True)
