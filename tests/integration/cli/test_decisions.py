"""Decisions, the reasons for which leads change, and the law behind them, as the commands show them."""

import hashlib
from pathlib import Path

import pytest

from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import WORKER, lines, session

FIVE_MINUTES = session("08:00", "12:05")
TEN_HOURS = [
    *FIVE_MINUTES,
    *session("12:06", "18:00", session_id="s2"),
]


@pytest.fixture
def ledger(tmp_path: Path) -> list[str]:
    """The option that names a ledger with one lead of five minutes over the limit, dismissed by wang."""
    option = ["--ledger", f"sqlite:///{tmp_path / 'leads.db'}"]
    assert call("ledger", "upgrade", *option).exit_code == 0
    learn(tmp_path, option, FIVE_MINUTES, "12:30")
    for step in (("assign", "--assignee", "wang"), ("dismiss", "--reason", "five minutes")):
        assert call("leads", "act", "1", step[0], "--actor", "wang", *step[1:], *option).exit_code == 0
    return option


def learn(folder: Path, ledger: list[str], events: list[dict[str, object]], now: str, *more: str) -> None:
    (folder / "events").write_bytes(lines(*events))
    assert call("replay", folder / "events", "--now", f"2022-06-01T{now}", *more, *ledger).exit_code == 0


def test_a_decision_states_the_figures_that_it_is_about(ledger: list[str]) -> None:
    page = call("leads", "show", "1", *ledger).stdout
    (shown,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)

    about = "breach, minor: 4 h 05 min 00 s, from 2022-06-01 08:00:00 +08:00 to 2022-06-01 12:05:00 +08:00"
    assert f"决定所据 decided about   {about}" in page
    assert shown["decided"]["measured"] == shown["history"][-1]["figures"]["measured"] == 14_700_000
    assert (shown["history"][-1]["actor"], shown["history"][-1]["cause"]) == ("wang", None)


def test_as_many_minutes_at_another_time_are_open_again(ledger: list[str], tmp_path: Path) -> None:
    learn(tmp_path, ledger, [*session("08:00", "09:50"), *session("10:20", "14:29", session_id="s2")], "16:00")

    page = call("leads", "show", "1", *ledger).stdout
    (shown,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)

    assert (shown["handling"], shown["assignee"], shown["finding"]["measured"]) == ("assigned", "wang", 14_940_000)
    row = next(line for line in page.splitlines() if line.startswith("重新打开 open again"))
    assert "more in time" in row


def test_what_grows_out_of_it_is_open_again_with_the_person_who_had_it_and_says_why(
    ledger: list[str], tmp_path: Path
) -> None:
    learn(tmp_path, ledger, TEN_HOURS, "19:00")

    page = call("leads", "show", "1", *ledger).stdout
    (shown,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)

    assert (shown["handling"], shown["assignee"], shown["decided"]) == ("assigned", "wang", None)
    row = next(line for line in page.splitlines() if line.startswith("重新打开 open again"))
    assert "decided about breach, minor: 4 h 05 min 00 s" in row
    assert "found now breach, grave: 9 h 59 min 00 s" in row
    assert "more in severity, measure" in row
    assert [entry["change"] for entry in shown["history"]] == ["raised", "assign", "dismiss", "amended", "reopened"]
    assert shown["history"][3]["cause"]["evidence"]["new"]["named"] == [
        {"platform": "hema", "what": "session", "id": "s2"}
    ]
    assert "because: new evidence: hema session s2" in page
    assert len(objects(call("leads", "list", "--handling", "assigned", "--format", "json", *ledger).stdout)) == 1
    assert call("audit", "verify", *ledger).exit_code == 0


def test_a_withdrawn_lead_names_the_evidence_that_took_it_away(ledger: list[str], tmp_path: Path) -> None:
    with_a_break = [*session("08:00", "10:00"), *session("10:30", "12:05", session_id="s2")]
    learn(tmp_path, ledger, with_a_break, "19:00", "--withdraw")

    page = call("leads", "show", "1", *ledger).stdout
    (shown,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)

    assert "because: new evidence: hema session s2" in page
    assert (
        "evidence different now: hema session s1 [2022-06-01 10:00:00.000 – 12:05:00.000: 工作 work -> 非工作 none]"
        in page
    )
    assert (shown["standing"], set(shown["history"][-1]["cause"]["evidence"])) == ("withdrawn", {"new", "different"})


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--handling", "dismissed"], 1),
        (["--handling", "new"], 0),
        (["--assignee", "wang"], 1),
        (["--assignee", "li"], 0),
        (["--severity", "minor"], 1),
        (["--severity", "grave"], 0),
        (["--kind", "indication"], 0),
    ],
)
def test_leads_are_listed_by_who_has_them_and_how_far_they_are(asked: list[str], found: int, ledger: list[str]) -> None:
    result = call("leads", "list", "--worker", WORKER, "--format", "json", *asked, *ledger)

    assert (result.exit_code, len(objects(result.stdout))) == (0, found)


def test_the_law_of_a_finding_can_be_read_by_its_digest(ledger: list[str]) -> None:
    (shown,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)
    digest = shown["finding"]["law_digest"]

    listed, printed = call("ledger", "law", *ledger).stdout, call("ledger", "law", digest[:8], *ledger).stdout

    assert f"{digest}  " in listed
    assert hashlib.sha256(printed.encode()).hexdigest() == digest
    assert "rest_missed.limit" in printed
    assert call("ledger", "law", "ffffffff", *ledger).exit_code == 2
