"""A pytest plugin for every run of the tests: it ends by itself, leaves nothing running, and names what it lacked.

Loaded by `tests/conftest.py`; `tests/unit/test_running.py` holds it to what it promises.
"""

import faulthandler
import os
import re
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

LIMIT_S = float(os.environ.get("SHIFTWARDEN_TESTS_LIMIT_S", "3600"))
"""Seconds that one run may take: the longest one takes 20 minutes on two idle cores, and a busy machine thrice that."""

_LACKED = re.compile(r"Skipped: (\S+) is not on the PATH")


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's own limit; behind it the process ends with the stacks of all its threads."""
    limit = threading.Timer(LIMIT_S, _give_up, (config,))
    limit.daemon = True
    limit.start()
    config.add_cleanup(limit.cancel)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name in one line the programs for want of which tests were skipped."""
    lacked = Counter(
        found[1]
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and (found := _LACKED.match(report.longrepr[2]))
    )
    if lacked:
        named = ", ".join(f"{program} ({count} tests)" for program, count in sorted(lacked.items()))
        terminalreporter.write_line(f"skipped, since this machine lacks a program: {named}", yellow=True)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run in which anything was skipped, where `CI` is `true`."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("nothing may be skipped where CI is true", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the process, as failed, where a test left a thread or a child process that would outlive it."""
    if config.pluginmanager.has_plugin("dsession"):  # it shares tests among processes, of which each looks at itself
        return
    left = [*_threads(), *_children()]
    if left:
        sys.stderr.write(f"\nleft running by a test: {', '.join(left)}\n")
        sys.stderr.flush()
        if not hasattr(config, "workerinput"):
            os._exit(1)


def _threads() -> list[str]:
    main = threading.main_thread()
    own = (each for each in threading.enumerate() if each not in (main, threading.current_thread()))
    return [f"the thread {each.name}" for each in own if not each.daemon]


def _children() -> list[str]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = entry.read_text().rpartition(")")[2].split()[:2]
            words = (entry.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:  # it ended while we looked
            continue
        if int(parent) == os.getpid() and state != "Z":
            found.append(f"the process {entry.parent.name} ({b' '.join(words).decode(errors='replace')[:80]})")
    return found


def _give_up(config: pytest.Config) -> None:
    capture = config.pluginmanager.get_plugin("capturemanager")
    if capture is not None:  # else what is written goes into the report of a test that never ends
        capture.suspend_global_capture()
    sys.stderr.write(f"\nthe run is not over after {LIMIT_S:.0f} s; its threads are at:\n")
    faulthandler.dump_traceback(all_threads=True)
    os._exit(1)
