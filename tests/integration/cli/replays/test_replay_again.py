"""Files replayed into a ledger that holds more, or other, than they say; and files with what was refused live."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from schemas.refusal import Code, Refusal
from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, said, session

NOW = ["--now", "2022-06-01T20:00"]
EARLY = [*session("02:00", "06:05", session_id="s1"), *session("08:00", "12:10", session_id="s2")]
BETWEEN = session("06:10", "07:55", session_id="s3")
END = said("session.heartbeat", "20:00", worker_id="cd" * 32)
ON_TUCHE = session("12:15", "13:30", session_id="t1", platform_id="tuche")
EVENING = session("13:40", "18:30", session_id="s9")


def replay(folder: Path, events: Iterable[dict[str, Any]], *options: str) -> Result:
    (folder / "events").write_bytes(lines(*events))
    return call("replay", folder / "events", *NOW, *options)


def stands(ledger: Sequence[str]) -> list[tuple[str, str, str]]:
    """Kind, severity and start of the leads that stand."""
    found = objects(call("leads", "list", "--format", "json", *ledger).stdout)
    return sorted(
        (f["finding"]["starts_at"][11:16], f["finding"]["kind"], str(f["finding"]["severity"])) for f in found
    )


def test_a_later_more_complete_archive_at_the_same_instant_amends(ledger: list[str], tmp_path: Path) -> None:
    first = replay(tmp_path, [*EARLY, END], *ledger)
    second = replay(tmp_path, [*EARLY, *BETWEEN, END], *ledger)

    assert [each.exit_code for each in (first, second)] == [0, 0]
    assert second.stderr.splitlines()[-1] == "recorded in the ledger: 1 lead amended, 1 lead superseded"
    assert stands(ledger) == [("18:00", "breach", "grave")]


def test_what_would_lower_a_lead_is_shown_and_left_until_it_is_allowed(ledger: list[str], tmp_path: Path) -> None:
    replay(tmp_path, [*EARLY, *BETWEEN, END], *ledger)
    more = session("13:00", "17:30", worker_id="ef" * 32)

    shown = replay(tmp_path, [*EARLY, *more, END], *ledger)
    left = stands(ledger)
    done = replay(tmp_path, [*EARLY, *more, END], *ledger, "--withdraw")
    again = replay(tmp_path, [*EARLY, *more, END], *ledger, "--withdraw")

    assert shown.exit_code == 1
    assert shown.stderr.splitlines()[-4:] == [
        "these files would withdraw or lower 1 lead of the ledger:",
        (
            "  lead 1, rest_missed, abababababababab, hema: breach, grave, 10 h 00 min 00 s, 2022-06-01 02:00:00 +08:00 to "
            "2022-06-01 12:10:00 +08:00 -> breach, minor, 4 h 05 min 00 s, 2022-06-01 02:00:00 +08:00 to "
            "2022-06-01 06:05:00 +08:00"
        ),
        "recorded in the ledger: 1 lead raised",
        "left as they are: lead 1, shown above; --withdraw withdraws and lowers them",
    ]
    assert left == [("05:00", "breach", "serious"), ("18:00", "breach", "grave")]
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        0,
        "recorded in the ledger: 1 lead amended, 1 lead raised",
    )
    assert stands(ledger) == [
        ("00:00", "breach", "minor"),
        ("05:00", "breach", "serious"),
        ("18:00", "breach", "minor"),
    ]
    assert (again.exit_code, again.stderr.splitlines()[-1]) == (0, "recorded in the ledger: nothing new")


def test_a_lead_that_is_gone_is_shown_as_withdrawn(ledger: list[str], tmp_path: Path) -> None:
    replay(tmp_path, [*EARLY, END], *ledger)
    pause = [said("session.paused", "10:00", session_id="s2"), said("session.resumed", "10:30", session_id="s2")]

    shown = replay(tmp_path, [*EARLY, *pause, END], *ledger)
    done = replay(tmp_path, [*EARLY, *pause, END], *ledger, "--withdraw")

    assert "2022-06-01 12:10:00 +08:00 -> withdrawn\n" in shown.stderr
    assert done.stderr.splitlines()[-1] == "recorded in the ledger: 1 lead withdrawn"
    assert call("audit", "verify", *ledger).exit_code == 0


@pytest.mark.parametrize(
    "part",
    [
        [*EARLY[2:], *ON_TUCHE, *EVENING, END],  # the later hours alone
        [*EARLY, *BETWEEN],  # the earlier hours alone
        [*EARLY, *BETWEEN, *EVENING, END],  # without the second platform
        [*ON_TUCHE, END],  # without the first platform
        [END],  # without the worker
    ],
)
def test_a_part_of_an_archive_takes_away_nothing_that_the_rest_proves(
    part: list[dict[str, Any]], ledger: list[str], tmp_path: Path
) -> None:
    whole = [*EARLY, *BETWEEN, *ON_TUCHE, *EVENING, END]
    replay(tmp_path, whole, *ledger)
    before = stands(ledger)

    replay(tmp_path, part, *ledger, "--withdraw")

    assert len(before) > 0
    assert stands(ledger) == before


def test_only_the_worker_who_is_selected_is_lowered(ledger: list[str], tmp_path: Path) -> None:
    other = session("08:00", "12:10", worker_id="cd" * 32)
    replay(tmp_path, [*EARLY, *BETWEEN, *other, END], *ledger)

    replay(tmp_path, [*EARLY, *other[:1], END], *ledger, "--withdraw", "--worker", "ab")

    assert stands(ledger) == [("00:00", "breach", "minor"), ("00:00", "breach", "minor"), ("18:00", "breach", "minor")]


def test_what_was_refused_live_is_left_out(tmp_path: Path) -> None:
    late = Refusal(
        code=Code.TOO_LATE,
        detail="",
        platform_id="hema",
        event_id=BETWEEN[0]["event_id"],
        topic="feed.hema",
        partition=0,
        offset=3,
        index=None,
        event=json.dumps(BETWEEN[0]).encode(),
    ).model_copy(update={"index": 0})
    gone = late.model_copy(update={"offset": 9, "event": json.dumps({**BETWEEN[1], "order_id": None}).encode()})
    (tmp_path / "refused").write_text(f"{late.model_dump_json()}\n\n{gone.model_dump_json()}\n{{oops\n")

    result = replay(tmp_path, [*EARLY, *BETWEEN, END], "--refused", str(tmp_path / "refused"), "--format", "json")

    said_so = result.stderr.splitlines()
    assert result.exit_code == 1
    assert (
        said_so[0] == f"{tmp_path}/refused:4: not_a_refusal: allowed: a record of a topic refused.<platform>, as JSON"
    )
    assert "left out: 1 event that were refused live (too_late 1)" in said_so
    assert [f["starts_at"][11:16] for f in objects(result.stdout)] == ["18:00", "00:00"]


@pytest.mark.parametrize(
    ("given", "why"),
    [(b"PK\x03\x04", "it is packed with zip; allowed: plain or gzip"), ("{}\n".encode("utf-16"), "it is in UTF-16")],
)
def test_a_file_of_refusals_that_cannot_be_read_is_one_fault(given: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "refused").write_bytes(given)

    result = replay(tmp_path, [*EARLY, END], "--refused", str(tmp_path / "refused"))

    assert result.exit_code == 1
    assert result.stderr.count("refused:1: unreadable: ") == 1
    assert why in result.stderr
