from pathlib import Path

import pytest

from streams.pseudonym import pseudonym
from tests.integration.cli.calls import call

NUMBER = "11010519491231002X"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text("00" * 32)
    return file


def test_each_line_gives_its_worker_id(key: Path) -> None:
    result = call("pseudonym", "--key-file", key, given=f"{NUMBER}\n {NUMBER.lower()}\n")

    assert (result.exit_code, result.stdout.split()) == (0, [pseudonym(NUMBER, bytes(32))] * 2)


def test_a_line_that_is_no_number_is_never_repeated(key: Path) -> None:
    wrong = NUMBER[:-1] + "1"

    result = call("pseudonym", "--key-file", key, given=f"{wrong}\n{NUMBER}\n")

    assert (result.exit_code, result.stdout) == (1, f"\n{pseudonym(NUMBER, bytes(32))}\n")
    assert result.stderr.startswith("line 1: ")
    assert wrong not in result.output


def test_a_key_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    result = call("pseudonym", "--key-file", tmp_path / "none", given=NUMBER)

    assert (result.exit_code, result.stdout) == (2, "")
    assert NUMBER not in result.stderr
