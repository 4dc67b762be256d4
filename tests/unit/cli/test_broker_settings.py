"""Broker settings and copies as commands take them, and as they hand them to their children."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from streams.broker.reading import read_security
from streams.cli.main import main
from streams.settings import Settings
from streams.tools.embedded.children import ChildProcess
from streams.tools.local import shiftwarden, worker_arguments

SECRET = "hunter2-not-to-be-seen"  # noqa: S105
TALKING = ("worker", "topics", "weather", "city", "access")


def call(*args: str, **environment: str) -> Result:
    result = CliRunner().invoke(main, list(args), env=environment, terminal_width=200)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def settings_file(folder: Path) -> Path:
    (folder / "secret").write_text(SECRET)
    file = folder / "broker.yaml"
    file.write_text(
        "security_protocol: SASL_PLAINTEXT\nsasl_mechanism: PLAIN\nusername: shiftwarden\npassword_file: secret\n"
    )
    return file


@pytest.mark.parametrize("command", TALKING)
def test_every_command_that_talks_to_kafka_takes_the_settings_file(command: str) -> None:
    shown = call(command, "--help").output

    assert "--broker-settings FILE" in shown


@pytest.mark.parametrize("command", ["worker", "topics"])
@pytest.mark.parametrize("by_option", [True, False])
def test_a_file_with_a_fault_ends_the_command_with_one_sentence(
    tmp_path: Path, command: str, *, by_option: bool
) -> None:
    file = tmp_path / "broker.yaml"
    file.write_text(f"security_protocol: SSL\npassword: {SECRET}\n")

    args = ("--broker-settings", str(file)) if by_option else ()
    ended = call(command, *args, **({} if by_option else {"SHIFTWARDEN_BROKER_SETTINGS": str(file)}))

    assert ended.exit_code == 2
    assert f"{file}:2: password: given an unknown field" in ended.output
    assert SECRET not in ended.output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--replication-factor", "2", "--min-insync-replicas", "3"), "allowed: 1 to 2"),
        (("--min-insync-replicas", "2"), "give --replication-factor, too"),
        (("--replication-factor", "0"), "1<=x<=32767"),
    ],
)
def test_copies_that_contradict_each_other_are_refused(args: tuple[str, ...], said: str) -> None:
    ended = call("topics", *args)

    assert ended.exit_code == 2
    assert said in ended.output


def test_a_child_gets_the_file_and_not_the_secret(tmp_path: Path) -> None:
    file = settings_file(tmp_path)

    arguments = worker_arguments(Settings(security=read_security(file)))

    assert arguments[arguments.index("--broker-settings") + 1] == str(file)
    assert SECRET not in " ".join(arguments)


def test_a_child_on_a_broker_without_settings_does_not_take_those_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, str]] = []
    monkeypatch.setenv("SHIFTWARDEN_BROKER_SETTINGS", str(settings_file(tmp_path)))
    monkeypatch.setattr(
        ChildProcess, "__init__", lambda _self, _command, _log, environment: given.append(dict(environment))
    )

    shiftwarden(["worker", *worker_arguments(Settings())], tmp_path / "log")

    assert "SHIFTWARDEN_BROKER_SETTINGS" not in given[0]
