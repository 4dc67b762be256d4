"""An overlay that is wrong or says what is not so: `law check` answers each kind with a line, and what is replaced is marked."""

from pathlib import Path

import pytest

from tests.integration.cli.calls import call, objects

CLAUSE_6 = "clause-6: {document: 洪人社发〔2022〕88号, article: 第三部分第6条, quote: 连续工作超过6小时的}"


def written(folder: Path, entries: str, sources: str = "", parameter: str = "limit", file: str = "rest_missed") -> Path:
    text = f"parameters: {{{parameter}: {{values: [{entries}]}}}}\n" + (f"sources: {{{sources}}}\n" if sources else "")
    (folder / f"{file}.yaml").write_text(text, encoding="utf-8")
    return folder


def limit(value: str, more: str = "source: clause-6, status: policy", since: str = "2024-01-01") -> str:
    return f"{{from: {since}, value: {value}, {more}}}"


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        (limit("4 km"), "overlay/rest_missed.yaml:1: "),
        (limit("400 fen"), "overlay/rest_missed.yaml:1: "),
        (f"{limit('5 h')}, {limit('3 h', since='2023-01-01')}", "entries in order of their dates, the earliest first"),
        (limit("4 h", "source: clause-6, status: confirmed"), "overlay/rest_missed.yaml:1: "),
        (limit("4 h", "source: nobody, status: official"), "given 'nobody'; allowed a source of this file"),
        (limit("4 h", "source: clause-6, status: policy, areas: ['999999']"), "a county or zone of areas.yaml"),
    ],
    ids=["another quantity", "another unit", "dates out of order", "no such status", "no such source", "no such place"],
)
def test_what_cannot_be_used_is_a_fault_with_its_line(tmp_path: Path, entries: str, line: str) -> None:
    result = call("law", "check", "--law", written(tmp_path, entries))

    assert (result.exit_code, line in result.stdout) == (1, True), result.stdout
    assert "Traceback" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("entries", "sources", "line"),
    [
        (limit("12 h"), "", "12 h is far from 4 h, the value before it; is it what the text says?"),
        (limit("5 h", "source: clause-6, status: official"), "", "5 h is none of the numbers in the words quoted"),
        (limit("6 h", "source: clause-6, status: official"), CLAUSE_6, "which was read?"),
        (limit("5 h", "source: clause-6, status: unread"), "", "it decides nothing by itself"),
        (limit("5 h", since="2019-01-01"), "", "it holds from before 2022-05-12, when its source was published"),
    ],
    ids=["far", "against the quoted words", "other words of the source", "unread", "before its source"],
)
def test_what_may_be_a_lie_is_a_warning_of_one_line(tmp_path: Path, entries: str, sources: str, line: str) -> None:
    result = call("law", "check", "--law", written(tmp_path, entries, sources))

    warned = [each for each in result.stdout.splitlines() if each.startswith("warning: rest_missed.limit")]
    assert any(line in each for each in warned), result.stdout


def test_what_is_replaced_is_marked_wherever_it_is_shown(tmp_path: Path) -> None:
    overlay = written(tmp_path, limit("5 h", since="2022-05-12"))
    places = ("--on", "2022-06-01", "--area", "360104")

    shown = call("law", "show", *places, "--law", overlay).stdout
    rows = objects(call("law", "show", *places, "--law", overlay, "--format", "json").stdout)
    past = call("law", "history", "rest_missed.limit", "--law", overlay).stdout

    (row,) = (each for each in rows if each["parameter"] == "rest_missed.limit")
    assert row["replaces"] == "4 h"
    assert all("OVERLAY in place of 4 h" in text for text in (shown, past))


def test_the_check_says_first_what_a_folder_changes_of_ours(tmp_path: Path) -> None:
    (tmp_path / "rest_missed.yaml").write_text("modes:\n  - {from: 2022-06-01, mode: 'off', areas: [360104]}\n")

    lines = call("law", "check", "--law", tmp_path).stdout.splitlines()

    assert lines[:2] == [
        "the folder changes 1 entry of ours",
        "change: overlay/rest_missed.yaml:2: rest_missed, mode, 360104: enforce -> off, from 2022-06-01; milder",
    ]


def test_a_replay_says_which_rules_an_overlay_switches_off(tmp_path: Path) -> None:
    (tmp_path / "rest_missed.yaml").write_text("modes:\n  - {from: 2022-06-01, mode: 'off', areas: [360104]}\n")
    events = tmp_path / "events.ndjson"
    events.write_text("")

    before, after = (
        call("replay", "--law", tmp_path, "--now", f"2022-{day}T12:00", events) for day in ("05-31", "06-01")
    )

    assert "enforce -> off" not in before.stderr
    assert "not judged: overlay/rest_missed.yaml:2: rest_missed, mode, 360104: enforce -> off" in after.stderr
