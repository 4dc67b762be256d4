"""`shiftwarden demo` and `up` as their user starts them: a process, and the processes that it started in turn."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.servers.live import LIMIT_S, wait_until

PROJECT = Path(__file__).parents[2]
PROGRAM = [
    sys.executable,
    "-c",
    "from tests.servers.java import compile_quickly; compile_quickly(); from streams.cli.main import main; main()",
]
"""`shiftwarden`, but for the compiler of its broker."""


class Born(NamedTuple):
    """A process, told from a later one of the same number by when it began."""

    pid: int
    began: str


class Demo:
    """A running demonstration, or another installation on this machine. What it prints is in a file."""

    def __init__(self, process: subprocess.Popen[bytes], out: Path) -> None:
        self.process = process
        self._out = out

    @property
    def said(self) -> str:
        return self._out.read_text("utf-8")

    @property
    def metrics(self) -> list[str]:
        """The addresses of the workers' metrics, as far as they are said."""
        return re.findall(r"http://([\d.:]+)/metrics", self.said)

    def wait_for(self, text: str, seconds: float = LIMIT_S) -> None:
        wait_until(
            lambda: text in self.said, f"the demo says {text!r}", seconds, lambda: f"it said {self.said[-2000:]}"
        )

    def end(self, how: signal.Signals, seconds: float = LIMIT_S) -> int:
        self.process.send_signal(how)
        return self.process.wait(seconds)


def running_demo(folder: Path, *options: str) -> AbstractContextManager[Demo]:
    """A demonstration with its data in the folder; ended at the end of the `with`, if it has not by then."""
    return running(folder / "out.txt", "demo", "--data", str(folder / "data"), *options)


@contextmanager
def running(out: Path, *arguments: str) -> Iterator[Demo]:
    """A command of ours whose output goes to a file; ended at the end of the `with`, if it has not by then."""
    with out.open("wb") as file:
        process = subprocess.Popen(
            [*PROGRAM, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=PROJECT,
        )
    try:
        yield Demo(process, out)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(LIMIT_S)


def children(of: int) -> set[Born]:
    """The processes that this one started, and theirs."""
    parents = dict(_everyone())
    found: set[Born] = set()
    fresh = {of}
    while fresh:
        fresh = {born.pid for born, parent in parents.items() if parent in fresh and born not in found}
        found |= {born for born in parents if born.pid in fresh}
    return found


def alive(those: set[Born]) -> set[Born]:
    return those & {born for born, _ in _everyone()}


def _everyone() -> Iterator[tuple[Born, int]]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:  # it ended while we looked
            continue
        state, parent, began = fields[0], int(fields[1]), fields[19]
        if state != "Z":
            yield Born(int(entry.parent.name), began), parent
