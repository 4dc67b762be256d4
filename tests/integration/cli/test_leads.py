import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from streams.cli.duty import actor
from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import WORKER, lines, said, session

DAY = lines(*session("08:00", "12:01"), said("session.heartbeat", "20:00", worker_id="cd" * 32))


@pytest.fixture
def ledger(tmp_path: Path) -> list[str]:
    """The option that names a ledger with one lead: running at noon, over in the evening."""
    option = ["--ledger", f"sqlite:///{tmp_path / 'leads.db'}"]
    assert call("ledger", "upgrade", *option).exit_code == 0
    (tmp_path / "events").write_bytes(DAY)
    for now in ("2022-06-01T12:01", "2022-06-01T20:00"):
        replayed = call("replay", tmp_path / "events", "--now", now, *option)
        assert replayed.exit_code == 0
    assert replayed.stderr.splitlines()[-1] == "recorded in the ledger: 1 lead amended"
    return option


def test_a_ledger_without_tables_names_the_command_makes_them(tmp_path: Path) -> None:
    result = call("leads", "list", "--ledger", f"sqlite:///{tmp_path / 'leads.db'}")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "`shiftwarden ledger upgrade --ledger URL`" in result.stderr


def test_the_same_replay_again_changes_nothing(ledger: list[str], tmp_path: Path) -> None:
    result = call("replay", tmp_path / "events", "--now", "2022-06-01T20:00", *ledger)

    assert "recorded in the ledger: nothing new" in result.stderr


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], 1),
        (["--rule", "rest_missed", "--kind", "breach", "--platform", "hema", "--area", "360104"], 1),
        (["--worker", WORKER], 1),
        (["--worker", "abab"], 1),
        (["--worker", "cd"], 0),
        (["--kind", "undecidable"], 0),
        (["--platform", "tuche"], 0),
        (["--as-of", "2022-06-01"], 0),
        (["--all"], 1),
    ],
)
def test_leads_are_listed_by_what_is_wanted(asked: Sequence[str], found: int, ledger: list[str]) -> None:
    result = call("leads", "list", "--format", "json", *asked, *ledger)

    assert (result.exit_code, len(objects(result.stdout))) == (0, found)


def test_a_rule_that_gives_no_leads_is_answered_with_those_that_do(ledger: list[str]) -> None:
    result = call("leads", "list", "--rule", "rest_due", *ledger)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "'pace_not_eased'" in result.stderr


def test_a_lead_is_shown_with_time_law_evidence_and_history(ledger: list[str]) -> None:
    page = call("leads", "show", "1", *ledger).stdout

    assert re.search(r"^自 from +2022-06-01 08:00:00.000$", page, re.MULTILINE)
    assert re.search(r"^至 to +2022-06-01 12:01:00.000$", page, re.MULTILINE)
    assert re.search(r"^判定时刻 judged at +2022-06-01 20:00:00.000$", page, re.MULTILINE)
    assert "360104 青云谱区" in page
    assert "洪人社发〔2022〕88号" in page
    assert "hema      会话 session  s1    2022-06-01 08:00:00.000  12:01:00.000  14460000  工作 work" in page
    assert "ends_at: still running -> 2022-06-01 12:01:00 +08:00" in page


def test_a_lead_about_pay_marks_the_minimum_that_nobody_read_in_a_source(ledger: list[str], tmp_path: Path) -> None:
    day = (said("order.accepted", "08:00"), said("order.completed", "09:00"))
    paid = said("pay.accrued", "09:00", entry_id="p1", category="piece", amount_fen=1900)
    (tmp_path / "pay").write_bytes(lines(*day, paid).replace(b"2022-06-01", b"2024-06-03"))
    call("replay", tmp_path / "pay", "--now", "2024-06-04T06:00", *ledger)

    page = call("leads", "show", "2", *ledger).stdout

    assert "A value of the law there was read in no text, and decides nothing by itself." in page
    row = next(line for line in page.splitlines() if line.startswith("pay_below_minimum.hourly_minimum"))
    assert ("2000" in row, "UNREAD: not confirmed" in row) == (True, True)


def test_what_was_done_is_written_down_and_shown_harmlessly(ledger: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    refused = call("leads", "act", "1", "confirm", "--actor", "wang", *ledger)
    monkeypatch.setattr(actor, "machine_account", lambda: "wang\x1b[2J")
    done = call("leads", "act", "1", "acknowledge", *ledger)

    page = call("leads", "show", "1", *ledger).stdout

    assert (refused.exit_code, "allowed now: acknowledge, assign" in refused.stderr) == (2, True)
    assert (done.exit_code, done.stdout) == (0, "lead 1 is acknowledged\n")
    assert "wang\\x1b[2J" in page
    assert "\x1b" not in page


def test_a_lead_as_it_was_known_earlier(ledger: list[str]) -> None:
    (lead,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)
    before = lead["history"][1]["recorded_at"]
    call("leads", "act", "1", "acknowledge", "--actor", "wang", *ledger)

    (then,) = objects(call("leads", "show", "1", "--format", "json", "--as-of", before, *ledger).stdout)

    assert [entry["change"] for entry in lead["history"]] == ["raised", "amended"]
    assert then == lead


def test_a_lead_that_is_not_there(ledger: list[str]) -> None:
    result = call("leads", "show", "99", *ledger)

    assert (result.exit_code, result.stderr) == (2, "Error: there is no lead 99; `leads list` shows what there is\n")


def test_the_audit_prints_a_head_and_finds_what_was_edited(ledger: list[str], tmp_path: Path) -> None:
    whole = call("audit", "verify", *ledger)
    head = whole.stdout.split()[1]
    kept = call("audit", "verify", "--kept", head, *ledger)
    edit(tmp_path / "leads.db", "UPDATE leads SET area = '360102'")
    edited = call("audit", "verify", "--kept", head, *ledger)

    assert (whole.exit_code, whole.stdout.splitlines()[1]) == (0, "2 entries about 1 lead: nothing wrong")
    assert kept.exit_code == 0
    assert edited.exit_code == 1
    assert edited.stdout.splitlines()[0] == "entry 2, lead 1: area is '360102' in the table, the log says '360104'"


def test_a_head_of_another_form_is_wrong_use(ledger: list[str]) -> None:
    result = call("audit", "verify", "--kept", "3:beef", *ledger)

    assert (result.exit_code, "64 hex digits" in result.stderr) == (2, True)


def edit(database: Path, statement: str) -> None:
    connection = sqlite3.connect(database)
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_empty_list_names_a_place_or_platform_that_the_law_does_not_know(ledger: list[str]) -> None:
    known = call("leads", "list", "--area", "360102", *ledger)
    slips = call("leads", "list", "--area", "36010", "--platform", "hma", *ledger)

    assert "known:" not in known.stderr
    assert "--area: given '36010'; known: 360102 东湖区" in slips.stderr
    assert "--platform: given 'hma'; known: hema " in slips.stderr


def test_a_number_that_is_none_is_refused_with_what_is_allowed(ledger: list[str]) -> None:
    refused = call("leads", "show", "seventeen", *ledger)

    assert refused.exit_code == 2
    assert "given 'seventeen'; allowed: a number such as 12; `leads list` shows those there are" in refused.stderr
