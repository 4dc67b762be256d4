import json
import os
import pwd
import re
import shutil
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from streams.cli.main import main

SAMPLE: Final = Path(__file__).parents[3] / "deploy/duty/sample"
LEAD: Final = ("--rule", "rest_missed", "--area", "360104", "--sector", "delivery", "--severity", "grave")


def call(*args: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args], env={"SHIFTWARDEN_DUTY": ""})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def duty(tmp_path: Path) -> Path:
    """A copy of the sample."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "duty"))


def laid_over(duty: Path, text: str) -> Path:
    (duty / "own.yaml").write_text(text, encoding="utf-8")
    return duty


def test_route_prints_who_is_told_by_which_rows_and_the_steps() -> None:
    printed = call("route", *LEAD, "--at", "2026-11-30T23:00", "--duty", SAMPLE)

    assert printed.exit_code == 0
    assert "部门 department: 市劳动保障监察支队 Labour Inspection Detachment (rs-inspection)" in printed.stdout
    assert "严重：立即告知 told at once" in printed.stdout
    cells = [line.split() for line in printed.stdout.splitlines() if " min " in line]
    assert [(row[-1], row[-2]) for row in cells] == [
        ("mail-wang", "robot,"),
        ("mail-li", "robot,"),
        ("mail-zhao", "zh"),
        ("sms", "zh"),
    ]
    assert f"{SAMPLE}/duty.yaml:" in printed.stdout
    assert "competence.yaml:" in printed.stdout


def test_route_as_json_has_the_steps_and_no_address() -> None:
    result = call("route", *LEAD, "--at", "2026-11-30T23:00", "--duty", SAMPLE, "--format", "json")

    route = json.loads(result.stdout)
    assert [(step["role"], step["after_ms"]) for step in route["steps"]] == [
        ("on_duty", 0),
        ("second", 900_000),
        ("head", 1_800_000),
        ("gateway", 3_600_000),
    ]
    assert (route["covered"], route["digest"], route["told_at"]) == (True, False, "2026-11-30T15:00:00.000Z")
    assert "127.0.0.1" not in result.stdout


def test_route_says_until_when_quiet_hours_hold_a_message() -> None:
    lead = [each if each != "grave" else "minor" for each in LEAD]

    printed = call("route", *lead, "--at", "2026-11-30T23:00", "--duty", SAMPLE).stdout

    assert "静默时段，2026-12-01 07:30 复核后告知" in printed


def test_route_of_what_is_only_observed_is_a_digest() -> None:
    printed = call("route", *LEAD, "--mode", "observe", "--duty", SAMPLE).stdout

    assert "不单独告知 no message of its own" in printed
    assert "(qian)" in printed


def test_route_without_a_duty_folder_shows_the_competent_body_and_says_so() -> None:
    result = call("route", *LEAD)

    assert (result.exit_code, "市市场监管局 Market Regulation Bureau (sj)" in result.stdout) == (0, True)
    assert "无人可告知 there is nobody to tell" in result.stdout
    assert "no duty folder is given" in result.stderr


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--rule", "nonsense", "'rest_missed'"),
        ("--area", "360199", "360104 青云谱区"),
        ("--sector", "taxi", "'ride_hailing'"),
        ("--severity", "awful", "'grave'"),
        ("--at", "tomorrow", "without an offset, which is then Asia/Shanghai"),
        ("--duty", "/nowhere", "does not exist"),
    ],
)
def test_bad_input_gets_a_sentence_that_says_what_is_allowed(option: str, value: str, said: str) -> None:
    result = call("route", *LEAD, option, value)

    assert (result.exit_code, result.stdout, said in result.stderr) == (2, "", True)


@pytest.mark.parametrize("at", ["1999-12-31", "2199-06-01"])
@pytest.mark.parametrize("command", [["route", *LEAD, "--at"], ["rota", "check", "--from"], ["rota", "show", "--from"]])
def test_an_instant_that_no_rota_is_about_is_refused(command: list[str], at: str) -> None:
    result = call(*command, at, "--duty", SAMPLE)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"given '{at}'; allowed: an instant from 2000 to 2198" in result.stderr


def test_check_of_the_sample_finds_no_fault() -> None:
    result = call("rota", "check", "--from", "2026-11-30", "--duty", SAMPLE)

    *remarks, counted = result.stdout.splitlines()
    assert (result.exit_code, counted) == (
        0,
        "1 department, 5 people, 1 shift, 2026-11-30 00:00 – 2027-03-02 00:00: 无误 no fault",
    )
    assert all("the notice of days off of 2027 is not at hand" in each for each in remarks)  # until the library has it


def test_check_finds_the_gap_at_spring_festival_and_the_year_without_a_notice(duty: Path) -> None:
    laid_over(
        duty,
        "shifts:\n  daily: {department: rs-inspection, from: 2026-01-01, order: [wang], change_at: '08:30', days: workdays}",
    )

    result = call("rota", "check", "--from", "2026-02-13T08:30", "--days", "10", "--duty", duty)
    later = call("rota", "check", "--from", "2099-01-01", "--days", "10", "--duty", duty)

    assert (result.exit_code, later.exit_code) == (1, 1)
    assert "2026-02-15 08:30 – 2026-02-23 08:30 无人值班" in result.stdout
    unknown = re.search(rf"error: {re.escape(str(duty))}/own\.yaml:2: (\d{{4}})年放假调休安排未载入", later.stdout)
    assert unknown is not None, later.stdout
    assert int(unknown[1]) > 2026  # of the first year that the packaged calendar does not have yet


def test_check_prints_faults_of_the_files_with_their_places(duty: Path) -> None:
    laid_over(duty, "people:\n  wang: {zh: 王敏, en: Wang, department: nowhere}")

    result = call("rota", "check", "--duty", duty)

    assert (result.exit_code, result.stdout) == (
        1,
        f"{duty}/own.yaml:2:28: people.wang.department: given 'nowhere'; allowed one of departments: rs-inspection\n",
    )
    assert call("rota", "show", "--duty", duty).exit_code == 2


@pytest.mark.parametrize("kind", ["pipe", "large", "not text", "folder"])
def test_a_file_that_cannot_be_read_is_a_fault_and_holds_nothing_up(kind: str, duty: Path) -> None:
    file = duty / "own.yaml"
    match kind:
        case "pipe":
            os.mkfifo(file)
        case "large":
            file.write_bytes(b"#" * (1 << 21))
        case "folder":
            file.mkdir()
        case _:
            file.write_bytes(b"\xff\xfe\x00")

    result = call("rota", "check", "--duty", duty)

    assert result.exit_code == 1
    assert result.stdout.startswith(f"{file}:1:1: given a file that cannot be read (")


def test_show_lists_the_turns_and_the_hours_of_each() -> None:
    printed = call("rota", "show", "--from", "2026-12-01T08:30", "--days", "4", "--duty", SAMPLE).stdout

    turns = [line.split() for line in printed.splitlines() if line.startswith("2026-12-0")]
    assert [(row[0], row[2], row[5], row[7]) for row in turns] == [
        ("2026-12-01", "2026-12-02", "(li)", "(chen)"),
        ("2026-12-02", "2026-12-03", "(chen)", "(wang)"),
        ("2026-12-03", "2026-12-04", "(wang)", "(li)"),
        ("2026-12-04", "2026-12-05", "(li)", "(chen)"),
    ]
    assert [line.split()[1:] for line in printed.splitlines() if line.endswith(".0")] == [
        ["(li)", "48.0"],
        ["(chen)", "24.0"],
        ["(wang)", "24.0"],
    ]


def test_show_marks_a_time_of_nobody_and_refuses_another_department(duty: Path) -> None:
    laid_over(
        duty, "shifts:\n  daily: {department: rs-inspection, from: 2026-12-03, order: [wang], change_at: '08:30'}"
    )

    printed = call("rota", "show", "--department", "rs-inspection", "--from", "2026-12-01", "--duty", duty).stdout
    refused = call("rota", "show", "--department", "none", "--duty", duty)

    assert "2026-12-01 00:00  2026-12-03 08:30  无人值班 nobody: 无班次覆盖" in printed
    assert (refused.exit_code, "allowed: rs-inspection" in refused.stderr) == (2, True)


def test_calendar_writes_the_shifts_of_a_person_and_refuses_another_name() -> None:
    result = call("rota", "calendar", "chen", "--from", "2026-12-01", "--days", "7", "--duty", SAMPLE)
    refused = call("rota", "calendar", "nobody", "--duty", SAMPLE)

    events = Calendar.from_ical(result.stdout_bytes).walk("VEVENT")
    assert [f"{event.decoded('dtstart'):%d %H:%M}" for event in events] == ["02 00:30", "05 00:30"]
    assert (refused.exit_code, "allowed: wang, li, chen, zhao, qian" in refused.stderr) == (2, True)


@pytest.mark.parametrize("command", [["check"], ["show"], ["calendar", "wang"]])
def test_without_a_duty_folder_rota_says_what_is_needed(command: list[str]) -> None:
    result = call("rota", *command)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "deploy/duty/sample is one to begin with" in result.stderr


def test_names_that_steer_a_terminal_are_refused_before_they_are_printed(duty: Path) -> None:
    laid_over(duty, 'people:\n  wang: {department: rs-inspection, en: W, zh: "\\e[2J\\u202e"}')

    result = call("rota", "check", "--duty", duty)

    assert (result.exit_code, result.stdout.isprintable() or "\x1b" not in result.stdout) == (1, True)
    assert "printable text in one line" in result.stdout


def own_login(duty: Path) -> Path:
    """The duty folder in which wang has the account of this process."""
    account = pwd.getpwuid(os.getuid()).pw_name
    return laid_over(
        duty, f"people:\n  wang: {{zh: 王, en: W, department: rs-inspection, login: {account}, channels: [robot]}}"
    )


def test_with_a_duty_folder_the_actor_is_the_account_of_the_machine_and_nobody_else(duty: Path) -> None:
    act = ("leads", "act", "1", "acknowledge", "--ledger", "sqlite:///nowhere.db", "--duty", own_login(duty))

    other, own = call(*act, "--actor", "li"), call(*act, "--actor", "wang")

    assert (other.exit_code, "given 'li'; allowed: wang, who has the account" in other.stderr) == (2, True)
    assert "there is no ledger at nowhere.db" in own.stderr


def test_without_a_duty_folder_the_actor_is_the_account_of_the_machine_on_every_command_that_writes_one() -> None:
    account, ledger = pwd.getpwuid(os.getuid()).pw_name, ("--ledger", "sqlite:///nowhere.db")
    for command in (
        ("leads", "act", "1", "acknowledge"),
        ("silences", "add", "--until", "2099-01-01", "--reason", "x"),
        ("accounts", "leave", "wang", "--to", "li"),
    ):
        other, own, unnamed = (call(*command, *ledger, *more) for more in (("--actor", "li"), ("--actor", account), ()))

        assert (other.exit_code, f"given 'li'; allowed: {account}, the account of this machine" in other.stderr) == (
            2,
            True,
        )
        assert "there is no ledger at nowhere.db" in own.stderr
        assert "there is no ledger at nowhere.db" in unnamed.stderr


def test_who_may_act_for_others_is_stated_in_the_duty_folder_and_named_in_the_reason(
    duty: Path, tmp_path: Path
) -> None:
    ledger = ("--ledger", f"sqlite:///{tmp_path / 'ledger.db'}")
    call("ledger", "upgrade", *ledger)
    laid_over(
        own_login(duty),
        (duty / "own.yaml").read_text() + "\ndesk: {fallback: [zhao], analysts: [qian], act_for: [wang]}",
    )
    silence = ("silences", "add", "--until", "2099-01-01", "--reason", "x", "--duty", duty, *ledger)

    unknown, other, own = call(*silence, "--actor", "zhou"), call(*silence, "--actor", "li"), call(*silence)
    rows = [line for line in call("silences", "list", *ledger).stdout.splitlines() if "2099" in line]
    strangers = call(
        "silences", "add", "--until", "2099-01-01", "--reason", "x", "--duty", SAMPLE, "--actor", "li", *ledger
    )

    assert (unknown.exit_code, "allowed: wang, li, chen" in unknown.stderr) == (2, True)
    assert (other.exit_code, own.exit_code) == (0, 0)
    assert ["（wang 代录 entered by wang）x" in row for row in rows] == [True, False]
    assert [" li " in row for row in rows] == [True, False]
    assert (strangers.exit_code, "given 'li'" in strangers.stderr) == (2, True)


def test_an_account_that_the_duty_folder_does_not_know_cannot_act_there() -> None:
    result = call("leads", "act", "1", "acknowledge", "--ledger", "sqlite:///nowhere.db", "--duty", SAMPLE)

    assert (result.exit_code, "is nobody's `login` in the duty folder" in result.stderr) == (2, True)


def test_an_assignee_must_be_of_the_duty_folder(duty: Path) -> None:
    result = call(
        "leads", "act", "1", "assign", "--assignee", "zhou", "--ledger", "sqlite:///x.db", "--duty", own_login(duty)
    )

    assert (result.exit_code, "given 'zhou'; allowed: wang, li, chen, zhao, qian" in result.stderr) == (2, True)
