import shutil
from pathlib import Path

import pytest

from tests.integration.cli.calls import call, objects
from tests.unit.cli.days import lines, said, session

ACCOUNT = "wang"
"""As `conftest` has it."""


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with three leads about rest, of three workers, and one about pay."""
    folder = tmp_path_factory.mktemp("recorded")
    option = ["--ledger", f"sqlite:///{folder / 'leads.db'}"]
    assert call("ledger", "upgrade", *option).exit_code == 0
    workers = [letter * 64 for letter in "abc"]
    worked = [each for worker in workers for each in session("08:00", "12:05", worker_id=worker, session_id=worker[:3])]
    paid = (
        said("order.accepted", "08:00", worker_id="d" * 64),
        said("order.completed", "09:00", worker_id="d" * 64),
        said("pay.accrued", "09:00", worker_id="d" * 64, entry_id="p1", category="piece", amount_fen=1000),
    )
    (folder / "events").write_bytes(lines(*worked, *paid))
    assert call("replay", folder / "events", "--now", "2022-06-03T06:00", *option).exit_code == 0
    return folder / "leads.db"


@pytest.fixture
def ledger(recorded: Path, tmp_path: Path) -> list[str]:
    """The option that names a copy of it."""
    return ["--ledger", f"sqlite:///{shutil.copy(recorded, tmp_path / 'leads.db')}"]


def handling(ledger: list[str]) -> dict[int, str]:
    found = objects(call("leads", "list", "--format", "json", *ledger).stdout)
    return {lead["lead"]: lead["handling"] for lead in found}


def test_several_leads_take_one_step_each_as_a_row_of_its_own(ledger: list[str]) -> None:
    result = call("leads", "act", "1", "2", "3", "acknowledge", "--actor", "wang", *ledger)

    assert (result.exit_code, result.stdout.splitlines()) == (0, [f"lead {n} is acknowledged" for n in (1, 2, 3)])
    assert result.stderr == "acknowledge by wang: 3 leads done, 0 refused\n"
    assert handling(ledger) == {1: "acknowledged", 2: "acknowledged", 3: "acknowledged", 4: "new"}
    assert call("audit", "verify", *ledger).exit_code == 0


def test_of_several_those_refused_are_named_and_the_others_are_done(ledger: list[str]) -> None:
    call("leads", "act", "2", "acknowledge", "--actor", "wang", *ledger)

    result = call("leads", "act", "1", "2", "99", "1", "3", "acknowledge", "--actor", "wang", *ledger)

    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["lead 1 is acknowledged", "lead 3 is acknowledged"]
    refused = result.stderr.splitlines()
    assert refused[0].startswith("lead 2 is refused: cannot acknowledge a lead that is acknowledged; allowed now: ")
    assert refused[1].startswith("lead 99 is refused: there is no lead 99")
    assert refused[2] == "acknowledge by wang: 2 leads done, 2 refused"


def test_what_was_seen_is_about_one_lead_alone(ledger: list[str]) -> None:
    result = call("leads", "act", "1", "2", "acknowledge", "--seen", "1", "--actor", "wang", *ledger)

    assert (result.exit_code, "it is about one alone" in result.stderr) == (2, True)
    assert set(handling(ledger).values()) == {"new"}


def test_without_a_name_the_actor_is_the_account_of_the_machine(
    ledger: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody-else")

    call("leads", "act", "1", "acknowledge", *ledger)

    (lead,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)
    assert lead["history"][-1]["actor"] == ACCOUNT


def test_with_a_duty_folder_the_person_of_the_account_acts_and_assigns_to_people_of_the_rota(
    ledger: list[str], tmp_path: Path
) -> None:
    duty = Path(shutil.copytree("deploy/duty/sample", tmp_path / "duty"))
    person = f"people:\n  wang: {{zh: 王, en: W, department: rs-inspection, login: {ACCOUNT}, channels: [robot]}}"
    (duty / "own.yaml").write_text(person, encoding="utf-8")

    result = call("leads", "act", "1", "2", "assign", "--assignee", "li", "--duty", duty, *ledger)

    assert (result.exit_code, result.stderr) == (0, "assign by wang: 2 leads done, 0 refused\n")
    (lead,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)
    assert (lead["assignee"], lead["history"][-1]["actor"]) == ("li", "wang")
    assert "assigned, li" in call("leads", "list", "--assignee", "li", *ledger).stdout


def test_leads_since_an_instant_are_those_raised_then_or_later(ledger: list[str]) -> None:
    (lead,) = objects(call("leads", "show", "1", "--format", "json", *ledger).stdout)
    raised = lead["raised_at"]

    at = objects(call("leads", "list", "--since", raised, "--format", "json", *ledger).stdout)
    after = objects(call("leads", "list", "--since", "2999-01-01", "--format", "json", *ledger).stdout)
    then = objects(
        call("leads", "list", "--since", raised, "--as-of", "2999-01-01", "--format", "json", *ledger).stdout
    )

    assert (1 in {each["lead"] for each in at}, after) == (True, [])
    assert then == at


def test_lists_have_minutes_and_yuan_with_their_unit(ledger: list[str]) -> None:
    printed = call("leads", "list", *ledger).stdout

    assert "4 h 05 min" in printed
    assert "4 h 05 min 00 s" not in printed
    assert "18.50 yuan/h" in printed
    assert "fen" not in printed
