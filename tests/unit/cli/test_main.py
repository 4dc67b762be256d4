import subprocess
import sys

import pytest
from click.testing import CliRunner

from streams.cli.main import COMMANDS, main
from streams.cli.recordings.check import check


def test_help_names_every_command() -> None:
    result = CliRunner().invoke(main, ["--help"])

    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    command = main.get_command(None, name)  # type: ignore[arg-type]  # the context is not asked
    assert command is not None

    every = (command, *getattr(command, "commands", {}).values())

    assert all("Example:\n  shiftwarden " in (one.epilog or "") for one in every)


def test_another_name_is_wrong_use() -> None:
    result = CliRunner().invoke(main, ["nonsense"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert "No such command 'nonsense'" in result.stderr


@pytest.mark.parametrize("args", [["--help"], ["law", "show", "--area", "360104"]])
def test_help_and_law_load_neither_stream_nor_sql(args: list[str]) -> None:
    code = f"""
import sys
from click.testing import CliRunner
from streams.cli.recordings.check import check
from streams.cli.main import main
assert CliRunner().invoke(main, {args!r}).exit_code == 0
print(sorted({{"faust", "sqlalchemy", "pandas", "kafka"}} & sys.modules.keys()))
"""

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "[]\n"


def test_too_little_memory_is_reported_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_memory(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(check, "callback", without_memory)

    result = CliRunner().invoke(main, ["check", "-"])

    assert (result.exit_code, type(result.exception), result.stdout) == (2, SystemExit, "")
    assert result.stderr == "Error: there is not enough memory for so much at once; give it in smaller parts\n"
