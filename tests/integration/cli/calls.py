"""Calls `shiftwarden` as its user would: in this process, or as a process of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from streams.cli.main import main

PROGRAM = Path(sys.executable).parent / "shiftwarden"


def call(*args: str | Path, given: bytes | str | None = None) -> Result:
    """The command in this process; it must end with a status, never with a traceback."""
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def run(*args: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command as a process."""
    return subprocess.run([PROGRAM, *args], input=given, capture_output=True, timeout=120, check=False)


def objects(text: str) -> list[dict[str, Any]]:
    """JSON objects, one a line."""
    return [json.loads(line) for line in text.splitlines()]
