from pathlib import Path

import pytest

from streams.pseudonym import fingerprint, pseudonym
from tests.integration.cli.calls import call

NUMBER = "11010519491231002X"
KEY = bytes(range(32))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(KEY.hex())
    file.chmod(0o600)
    return file


def test_each_line_gives_its_worker_id(key: Path) -> None:
    result = call("pseudonym", "--key-file", key, given=f"{NUMBER}\n {NUMBER.lower()}\n")

    assert (result.exit_code, result.stdout.split()) == (0, [pseudonym(NUMBER, KEY)] * 2)


def test_a_line_that_is_no_number_is_never_repeated(key: Path) -> None:
    wrong = NUMBER[:-1] + "1"

    result = call("pseudonym", "--key-file", key, given=f"{wrong}\n{NUMBER}\n")

    assert (result.exit_code, result.stdout) == (1, f"\n{pseudonym(NUMBER, KEY)}\n")
    assert result.stderr.startswith("line 1: ")
    assert wrong not in result.output


def test_a_key_that_cannot_be_read_is_wrong_use(tmp_path: Path) -> None:
    result = call("pseudonym", "--key-file", tmp_path / "none", given=NUMBER)

    assert (result.exit_code, result.stdout) == (2, "")
    assert NUMBER not in result.stderr


def test_a_byte_order_mark_before_the_numbers_is_passed_over(key: Path) -> None:
    result = call("pseudonym", "--key-file", key, given=f"\ufeff{NUMBER}\n{NUMBER}\n")

    assert (result.exit_code, result.stdout.split(), result.stderr) == (0, [pseudonym(NUMBER, KEY)] * 2, "")


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_numbers_in_utf_16_are_named_as_such(key: Path, coding: str) -> None:
    result = call("pseudonym", "--key-file", key, given=f"{NUMBER}\n".encode(coding))

    assert (result.exit_code, result.stdout) == (2, "")
    assert "UTF-16" in result.stderr


def test_a_check_prints_the_fingerprint_and_no_id(key: Path) -> None:
    result = call("pseudonym", "--key-file", key, "--check", given=NUMBER)

    assert (result.exit_code, result.stdout.strip()) == (0, fingerprint(KEY))


def test_a_key_that_others_can_read_is_used_with_a_warning(key: Path) -> None:
    key.chmod(0o640)

    result = call("pseudonym", "--key-file", key, given=f"{NUMBER}\n")

    assert (result.exit_code, result.stdout.split()) == (0, [pseudonym(NUMBER, KEY)])
    assert "others on this machine can read" in result.stderr
