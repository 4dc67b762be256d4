"""Accounts by their commands: the first, a forgotten password, one who leaves; passwords from standard input alone."""

from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from alerts.accounts import AccountError, AccountRole, DeskAccounts, RefusedError, WeakPasswordError, leave, passwords
from alerts.database import open_engine
from alerts.leads import Action, Handling
from alerts.ledger import Ledger, upgrade
from streams.cli.main import main
from tests.integration.console.conftest import House


def run(url: str, *words: str, given: str = "") -> Result:
    return CliRunner().invoke(main, ["accounts", words[0], "--ledger", url, *words[1:]], input=given)


def test_the_first_account_is_made_with_a_password_from_standard_input(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'l.db'}"
    upgrade(url)

    made = run(url, "add", "op", "--role", "operator", given="correct horse battery\n")

    assert (made.exit_code, made.output) == (0, "the account op is made\n")
    engine = open_engine(url)
    assert DeskAccounts(engine).authenticate("op", "correct horse battery", "::1", None).role is AccountRole.OPERATOR
    engine.dispose()


@pytest.mark.parametrize(
    ("words", "given", "status", "said"),
    [
        (("add", "neu", "--role", "viewer"), "short\n", 2, "allowed: 12 to 256"),
        (("add", "neu", "--role", "viewer"), "", 2, "standard input is empty"),
        (("add", "neu", "--role", "viewer"), "aaaaaaaaaaaaaaaa\n", 2, "few letters"),
        (("add", "neu", "--role", "viewer"), "neu neu neu neu neu\n", 2, "the account's name"),
        (("add", "Neu<", "--role", "viewer"), "correct horse battery\n", 2, "allowed: 1 to 64"),
        (("add", "neu", "--role", "root"), "correct horse battery\n", 2, "Invalid value for '--role'"),
        (("add", "neu", "--role", "inspector", "--area", "a b"), "correct horse battery\n", 2, "given the area 'a b'"),
        (("add", "wang", "--role", "viewer"), "correct horse battery\n", 2, "there is an account 'wang' already"),
        (("password", "nobody"), "correct horse battery\n", 2, "there is no account 'nobody'"),
        (("disable", "nobody"), "", 2, "there is no account 'nobody'"),
        (("leave", "wang", "--to", "wang"), "", 2, "given 'wang' as the next person"),
        (("leave", "wang", "--to", "kan"), "", 2, "given 'kan' as the next person"),
        (("leave", "nobody", "--to", "li"), "", 2, "there is no account 'nobody'"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    house: House, url: str, words: tuple[str, ...], given: str, status: int, said: str
) -> None:
    before = house.accounts.all()

    result = run(url, *words, given=given)

    assert result.exit_code == status
    assert said in result.output
    assert "correct horse" not in result.output
    assert house.accounts.all() == before


def test_no_option_takes_a_password() -> None:
    for command in ("add", "password"):
        shown = CliRunner().invoke(main, ["accounts", command, "--help"]).output
        assert "--password" not in shown


def test_a_forgotten_password_is_replaced_and_a_disabled_account_comes_back_with_its_password(
    house: House, url: str
) -> None:
    assert run(url, "password", "wang", given="a wholly new one\n").exit_code == 0
    with pytest.raises(RefusedError):
        house.accounts.authenticate("wang", "correct horse battery", "::1", None)

    assert run(url, "disable", "wang").exit_code == 0
    with pytest.raises(RefusedError):
        house.accounts.authenticate("wang", "a wholly new one", "::1", None)
    assert run(url, "disable", "wang", "--undo").exit_code == 0
    assert house.accounts.authenticate("wang", "a wholly new one", "::1", None).name == "wang"


def test_the_list_has_every_account_and_no_password(house: House, url: str) -> None:
    house.accounts.disable("kan")

    table, lines = run(url, "list").output, run(url, "list", "--format", "json").output

    assert all(name in table for name in ("wang", "inspector", "360104", "kan", "+08:00"))
    assert '"disabled_at": null' in lines
    assert "argon2" not in table + lines


def test_who_leaves_hands_on_what_is_open_each_by_a_row_and_nothing_else(both_houses: House) -> None:
    ledger = both_houses.ledger
    ledger.act(1, Action.ACKNOWLEDGE, "wang", None)
    ledger.act(2, Action.ASSIGN, "li", None, assignee="wang")
    ledger.act(3, Action.ACKNOWLEDGE, "zhao", None)
    before = ledger.head().sequence

    numbers = leave(both_houses.engine, "wang", "zhao", "op", "moved away")

    assert numbers == [1, 2]
    rows = ledger.changes(before)
    assert [(row.lead, row.actor, row.assignee, row.reason) for row in rows] == [
        (1, "op", "zhao", "moved away"), (2, "op", "zhao", "moved away"),
    ]  # fmt: skip
    assert both_houses.accounts.get("wang").disabled_at is not None
    assert ledger.lead(3).lead.handling is Handling.ACKNOWLEDGED
    assert ledger.verify() == []
    assert leave(both_houses.engine, "wang", "zhao", "op", "again") == []


def test_what_was_decided_or_reopened_by_another_is_not_handed_on(house: House) -> None:
    for action, actor in ((Action.ASSIGN, "wang"), (Action.DISMISS, "wang"), (Action.REOPEN, "li")):
        house.ledger.act(1, action, actor, "a reason", assignee=None)
    house.ledger.act(2, Action.ASSIGN, "wang", None)
    house.ledger.act(2, Action.DISMISS, "wang", "a reason")

    assert leave(house.engine, "wang", "li", "op", "x") == [1]


def test_a_hand_over_that_fails_leaves_the_account_as_it_was(house: House) -> None:
    house.ledger.act(1, Action.ACKNOWLEDGE, "wang", None)

    with pytest.raises(AccountError):
        leave(house.engine, "wang", "dpo", "op", "x")

    assert house.accounts.get("wang").disabled_at is None
    assert house.ledger.lead(1).lead.assignee is None


def test_an_old_ledger_is_upgraded_first(tmp_path: Path) -> None:
    missing = run(f"sqlite:///{tmp_path / 'none.db'}", "list")

    assert missing.exit_code == 2
    assert "there is no ledger at" in missing.output


def test_the_real_parameters_hash_and_compare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    stored = passwords.hashed("correct horse battery")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.matches(stored, "correct horse battery")
    assert not passwords.matches(stored, "correct horse batterY")
    assert not passwords.matches(None, "correct horse battery")
    assert not passwords.is_outdated(stored)


def test_the_same_letters_typed_in_another_form_are_the_same_password() -> None:
    assert passwords.matches(passwords.hashed("ｃｏｒｒｅｃｔ ｈｏｒｓｅ é"), "correct horse e\u0301")


def test_a_hash_with_old_parameters_is_replaced_at_the_next_sign_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))

    for _ in range(2):
        assert house.accounts.authenticate("wang", "correct horse battery", "::1", None).name == "wang"
    with house.engine.begin() as connection:
        stored = connection.exec_driver_sql("SELECT password FROM accounts WHERE name = 'wang'").scalar_one()
    assert "t=2" in stored


def test_a_weak_password_is_no_password_anywhere(house: House) -> None:
    for weak in ("short", "x" * 300, "wang wang wang 12"):
        with pytest.raises(WeakPasswordError):
            house.accounts.set_password("wang", weak)
    assert Ledger(house.engine).verify() == []
