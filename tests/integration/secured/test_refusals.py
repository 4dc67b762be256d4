"""Faults of a login, a certificate, a port or a right: one sentence, exit status 2, no traceback, no password."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.integration.cli.calls import call, run
from tests.integration.secured.accounts import PASSWORDS, Accounts
from tests.servers.certificates import Authority
from tests.servers.secured import ADMIN_PASSWORD, write_settings
from tests.unit.schemas.weather.messages import alert, info

WRONG = "not-the-password-e1f2a3"
NOTHING: Mapping[str, str] = MappingProxyType({})


def settings(secured: Accounts, name: str, fields: Mapping[str, str] = NOTHING, *, password: str | None = None) -> Path:
    """The workers' settings with other fields."""
    told = {"username": "shiftwarden", **fields}
    return secured.kafka.settings_file(name, password or PASSWORDS["shiftwarden"], **told)


def said_in(output: str) -> list[str]:
    """The lines but the one in which a worker's log says where its metrics are."""
    return [line for line in output.splitlines() if " INFO shiftwarden: metrics at " not in line]


def refused(command: str, address: str, file: Path | None, *args: str) -> str:
    """The one line that a command prints."""
    login = ("--broker-settings", file) if file else ()
    ended = call(command, "--broker", address, *login, *args)
    assert ended.exit_code == 2, ended.output
    lines = [line for line in said_in(ended.output) if not line.startswith("warning: ")]
    assert len(lines) == 1, ended.output
    for secret in (WRONG, ADMIN_PASSWORD, *PASSWORDS.values()):
        assert secret not in ended.output
    return lines[0]


def ledger(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'ledger.db'}"
    assert call("ledger", "upgrade", "--ledger", address).exit_code == 0
    return address


@pytest.mark.parametrize("command", ["topics", "worker"])
def test_a_wrong_password_is_one_sentence(secured: Accounts, tmp_path: Path, command: str) -> None:
    file = settings(secured, "wrong-password", password=WRONG)
    args = ("--ledger", ledger(tmp_path)) if command == "worker" else ()

    said = refused(command, secured.kafka.address, file, *args)

    assert "does not let the account 'shiftwarden' in: there is no such account for SCRAM-SHA-512, or its" in said
    assert str(file) in said


def test_a_worker_as_a_process_ends_with_that_sentence_and_no_traceback(secured: Accounts, tmp_path: Path) -> None:
    file = settings(secured, "wrong-password", password=WRONG)

    ended = run(
        "worker", "--broker", secured.kafka.address, "--broker-settings", str(file), "--ledger", ledger(tmp_path)
    )

    assert ended.returncode == 2
    said = (ended.stdout + ended.stderr).decode()
    assert len(said_in(said)) == 1
    assert "does not let the account 'shiftwarden' in" in said
    assert WRONG not in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"username": "nobody"}, "does not let the account 'nobody' in"),
        ({"sasl_mechanism": "PLAIN"}, "takes SCRAM-SHA-512 and not PLAIN. Write one of them as sasl_mechanism into"),
    ],
)
def test_another_account_and_another_mechanism_are_named(secured: Accounts, fields: dict[str, str], said: str) -> None:
    assert said in refused("topics", secured.kafka.address, settings(secured, "other", fields))


def test_an_authority_that_is_not_trusted_is_named(secured: Accounts, tmp_path: Path) -> None:
    file = settings(secured, "other-authority", {"ca_file": str(Authority(tmp_path, "other").ca)})

    said = refused("topics", secured.kafka.address, file)

    assert "is not of an authority that is trusted here" in said
    assert "ca_file" in said


def test_a_certificate_of_another_host_is_named_unless_the_host_is_not_checked(secured: Accounts) -> None:
    address = secured.kafka.address.replace("127.0.0.1", "localhost")

    said = refused("topics", address, settings(secured, "host"))
    unchecked = settings(secured, "unchecked", {"check_hostname": "false", "username": "shiftwarden-topics"},
                         password=PASSWORDS["shiftwarden-topics"])  # fmt: skip
    made = call("topics", "--broker", address, "--broker-settings", unchecked)

    assert "is not made out to 'localhost'" in said
    assert made.exit_code == 0, made.output
    assert "check_hostname is off" in made.output


def test_tls_to_a_port_without_it_and_none_to_a_port_with_it_are_named(secured: Accounts, tmp_path: Path) -> None:
    plain = write_settings(tmp_path / "plain.yaml", security_protocol="PLAINTEXT")

    assert "does not speak TLS" in refused("topics", secured.kafka.plain, settings(secured, "tls"))
    assert "speaks TLS alone" in refused("topics", secured.kafka.address, plain)
    assert "speaks TLS alone" in refused("topics", secured.kafka.address, None)


def test_a_login_where_none_is_taken_and_none_where_one_is_asked_for_are_named(
    secured: Accounts, tmp_path: Path
) -> None:
    ca = str(secured.kafka.authority.ca)
    tls_alone = write_settings(tmp_path / "tls.yaml", security_protocol="SSL", ca_file=ca)
    secret = tmp_path / "secret"
    secret.write_text(WRONG)
    login_alone = write_settings(
        tmp_path / "login.yaml",
        security_protocol="SASL_PLAINTEXT",
        sasl_mechanism="PLAIN",
        username="a",
        password_file="secret",  # noqa: S106
    )

    assert "asks for an account (SCRAM-SHA-512)" in refused("topics", secured.kafka.address, tls_alone)
    assert "takes no accounts on this port" in refused("topics", secured.kafka.plain, login_alone)


def test_a_worker_that_lacks_rights_is_told_each_of_them(secured: Accounts, tmp_path: Path) -> None:
    said = refused("worker", secured.kafka.address, secured.file("hema"), "--ledger", ledger(tmp_path))

    assert (
        "the account 'hema' lacks these rights: Read on the topic feed.hema, Write on the topic receipts.hema" in said
    )
    assert "Read on the group shiftwarden" in said
    assert "Write on the topic weather" not in said
    assert "`shiftwarden access` says which rights an account needs" in said


def test_a_warning_from_who_may_not_give_one_is_refused_by_the_name_of_the_right(
    secured: Accounts, tmp_path: Path
) -> None:
    storm = tmp_path / "storm.xml"
    storm.write_bytes(alert(info()))

    ended = call("weather", storm, "--broker", secured.kafka.address, "--broker-settings", secured.file("hema"))

    assert ended.exit_code == 2
    assert "nothing was sent: " in ended.output
    assert "the account 'hema' lacks these rights: Write on the topic weather" in ended.output


def test_topics_by_an_account_that_may_not_make_them_are_refused(secured: Accounts) -> None:
    said = refused("topics", secured.kafka.address, secured.file("weather-office"))

    assert "the account 'weather-office' may not do this" in said or "lacks" in said
    assert "`shiftwarden access`" in said


def test_more_copies_than_brokers_are_refused_with_both_numbers(secured: Accounts) -> None:
    said = refused(
        "topics", secured.kafka.address, secured.kafka.admin.file, "--group", "other", "--replication-factor", "3"
    )

    assert "Each topic should be on 3 brokers, and 1 run" in said
