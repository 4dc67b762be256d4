"""One real Apache Kafka broker on this machine, as an object: start, stop, kill, start again on the same data.

KRaft, one node, 127.0.0.1 alone, no authentication: for the demo, for tests and for one-machine installations.
Decides nothing about topics.
"""

import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.embedded.admin import administrator
from streams.embedded.errors import EmbeddedKafkaError
from streams.embedded.jars import default_cache, fetch_jars
from streams.embedded.ports import free_ports, is_free
from streams.embedded.process import JavaProcess
from streams.embedded.storage import Storage

_START_S = 60.0
"""How long a start may take; about 3 s on an idle machine."""

_ATTEMPTS = 3
"""How often ports are chosen anew, where another process took one between our asking and the broker's binding."""

_JAVA = (
    "-Djava.net.preferIPv4Stack=true",
    "-XX:+ExitOnOutOfMemoryError",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)


def silent(_line: str) -> None:
    """Tell nobody."""


class EmbeddedKafka:
    """A broker with its data, settings and log in `folder`; as a context manager it runs inside the `with`.

    A stopped or killed broker can be started again, by this object or another on the same folder, with its data and
    on the same port (another object: unless that port has been taken since). `port` asks for one port and no other.
    `heap_mb` is the JVM's heap; the process takes about half as much again. `say` gets a line before something long
    happens. Without `cache` the jars are kept in the user's cache folder. Not for use in several threads at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        heap_mb: int = 512,
        cache: Path | None = None,
        say: Callable[[str], None] = silent,
    ) -> None:
        self._storage = Storage(folder.absolute())
        self._fixed_port = port
        self._port: int | None = None
        self._heap_mb = heap_mb
        self._cache = cache
        self._say = say
        self._process: JavaProcess | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        """`127.0.0.1:PORT`; the same after a restart. `EmbeddedKafkaError` before the first start."""
        if self._port is None:
            raise EmbeddedKafkaError("The broker has no address before its first start.")
        return f"127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.exit_status is None else None

    def start(self) -> None:
        """Start the broker and come back when it answers an administrator's question. Does nothing while it runs.

        Raises `EmbeddedKafkaError`, with the end of the broker's log, when it does not within 60 s; nothing of it is
        left running then.
        """
        if self.pid is not None:
            return
        self.stop()
        jars = fetch_jars(self._cache or default_cache(), self._say)
        java = [f"-Xmx{self._heap_mb}m", *_JAVA, "-cp", ":".join(map(str, jars))]
        for attempts_left in reversed(range(_ATTEMPTS)):
            port = self._choose_port()
            try:
                self._launch(java, port)
            except _PortTakenError:
                if self._fixed_port or not attempts_left:
                    raise
            else:
                self._port = port
                return

    def stop(self) -> None:
        """Let the broker end in order; kill it when it has not within 30 s. Nothing is left running. Repeatable."""
        if self._process is not None:
            self._process.stop()
            self._process = None

    def kill(self) -> None:
        """End the broker at once by SIGKILL, as a crash would; its data stay. Repeatable."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def _choose_port(self) -> int:
        fixed = self._fixed_port or self._port
        if fixed is not None:
            if not is_free(fixed):
                raise EmbeddedKafkaError(
                    f"Port {fixed} of 127.0.0.1 is in use by another program: end that, or name another port."
                )
            return fixed
        remembered = self._storage.remembered_port()
        return remembered if remembered is not None and is_free(remembered) else free_ports(1)[0]

    def _launch(self, java: list[str], port: int) -> None:
        self._storage.prepare(port, free_ports(1)[0])
        self._storage.format(java)
        self._process = JavaProcess([*java, "kafka.Kafka", str(self._storage.properties)], self._storage.log)
        try:
            self._wait_until_ready(port)
        except BaseException:
            self.kill()
            raise

    def _wait_until_ready(self, port: int) -> None:
        until = time.monotonic() + _START_S
        while not _answers_an_administrator(port):
            if self.pid is None:
                tail = self._storage.log_tail()
                error = _PortTakenError if "Address already in use" in tail else EmbeddedKafkaError
                raise error(f"The broker ended while it started.{tail}")
            if time.monotonic() > until:
                raise EmbeddedKafkaError(
                    f"The broker did not answer within {_START_S:.0f} s.{self._storage.log_tail()}"
                )
            time.sleep(0.05)


class _PortTakenError(EmbeddedKafkaError):
    pass


def _answers_an_administrator(port: int) -> bool:
    try:
        with administrator(f"127.0.0.1:{port}") as admin:
            return bool(admin.describe_cluster()["brokers"])
    except EmbeddedKafkaError:
        return False
