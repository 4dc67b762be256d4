import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def _run(folder: Path, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A run of its own on one file of tests."""
    file = folder / "test_it.py"
    file.write_text(text)
    arguments = ["-p", "tests.running", "-p", "no:cacheprovider", "-q", "-c", os.devnull, str(file)]
    others = {name: value for name, value in os.environ.items() if name != "CI" and not name.startswith("PYTEST")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        cwd=PROJECT,
        env={**others, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


_LEFT = """
import threading, time
def test_it():
    threading.Thread(target=time.sleep, args=(600,), name="forgotten").start()
"""

_CHILD = """
import subprocess
def test_it():
    global kept
    kept = subprocess.Popen(["cat"], stdin=subprocess.PIPE)  # it ends with the run
"""

_LACKS = """
from tests.servers.tools import needs
def test_one():
    needs("no-such-program")
def test_two():
    needs("no-such-program")
"""


def test_a_run_whose_test_left_a_thread_ends_and_names_it(tmp_path: Path) -> None:
    ended = _run(tmp_path, _LEFT)

    assert ended.returncode == 1
    assert "left running by a test: the thread forgotten" in ended.stderr


def test_a_run_whose_test_left_a_process_names_it(tmp_path: Path) -> None:
    ended = _run(tmp_path, _CHILD)

    assert ended.returncode == 1
    assert "(cat" in ended.stderr


def test_a_run_ends_at_its_limit_and_shows_where_it_stood(tmp_path: Path) -> None:
    ended = _run(tmp_path, "import time\ndef test_it():\n    time.sleep(600)\n", SHIFTWARDEN_TESTS_LIMIT_S="3")

    assert ended.returncode == 1
    assert "the run is not over after 3 s" in ended.stderr
    assert "in test_it" in ended.stderr


def test_what_is_skipped_for_want_of_a_program_is_said_in_one_line(tmp_path: Path) -> None:
    ended = _run(tmp_path, _LACKS)

    assert ended.returncode == 0
    assert ended.stdout.count("skipped, since this machine lacks a program: no-such-program (2 tests)") == 1


def test_nothing_may_be_skipped_where_ci_is_true(tmp_path: Path) -> None:
    lacks = _run(tmp_path, _LACKS, CI="true")
    other = _run(tmp_path, "import pytest\ndef test_it():\n    pytest.skip('why not')\n", CI="true")

    assert (lacks.returncode, other.returncode) == (1, 1)
    assert "nothing may be skipped where CI is true" in other.stdout
