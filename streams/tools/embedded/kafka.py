"""One real Apache Kafka broker on this machine, as an object: start, stop, kill, start again on the same data.

KRaft, one node, for the demo, for tests and for one-machine installations: on 127.0.0.1 alone and without accounts, or
with an address for others that has TLS and accounts. Decides nothing about topics or rights.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.broker.admin import administrator
from streams.broker.errors import AddressRefusedError, EmbeddedKafkaError
from streams.broker.security import PLAINTEXT, Security
from streams.tools.embedded.advertised import OutsideListener
from streams.tools.embedded.children import JavaProcess
from streams.tools.embedded.free_ports import (
    BROKER_PORTS,
    LOOPBACK,
    free_ports,
    is_free,
    lasting_port,
    unavailable_reason,
)
from streams.tools.embedded.jars import default_cache, fetch_jars
from streams.tools.embedded.storage import Storage

_START_S = 600.0
"""The time that a start may take: about 3 s on an idle machine, minutes where a large log is read again after a crash."""

_REPORT_S = 60.0
"""The interval at which a start that goes on is reported."""

_ATTEMPTS = 3
"""The number of times ports are chosen, where another process took one between our choice and the broker's binding."""

_JAVA: tuple[str, ...] = (
    "-Djava.net.preferIPv4Stack=true",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",  # would be a file in /tmp
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
)


def ignore(_line: str) -> None:
    """Drop the line."""


class EmbeddedKafka:
    """A broker with its data, settings and log in `folder`; as a context manager it runs inside the `with`.

    A stopped or killed broker can be started again, by this object or another on the same folder, with its data and
    on the same port (another object: unless that port has been taken since). `port` is one port and no other;
    `lasting` chooses a port to keep, which is never replaced. `outside` is an address for others: with it, accounts are
    needed everywhere. While the broker runs, no other process can have the folder. `heap_mb` is the JVM's heap; the
    process takes about half as much again. `report` gets a line before and during a long step. Without `cache` the
    jars are kept in the user's cache folder. Not for use in several threads at once.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int | None = None,
        outside: OutsideListener | None = None,
        lasting: bool = False,
        heap_mb: int = 512,
        cache: Path | None = None,
        report: Callable[[str], None] = ignore,
    ) -> None:
        self._storage = Storage(folder.absolute())
        self._port = port
        self._outside = outside
        self._lasting = lasting
        self._heap_mb = heap_mb
        self._cache = cache
        self._report = report
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
        return f"{LOOPBACK}:{self._port}"

    @property
    def outside_address(self) -> str | None:
        """`NAME:PORT` at which others log in with TLS and SCRAM-SHA-512; none for a broker without accounts."""
        return f"{self._outside.name}:{self._outside.port}" if self._outside else None

    @property
    def authority(self) -> Path:
        """The certificate by which clients check the broker at `outside_address`, in PEM."""
        return self._storage.certificates.authority

    @property
    def security(self) -> Security:
        """The login of this machine at `address`; its file is a broker settings file for our commands."""
        return self._storage.own_security() if self._outside else PLAINTEXT

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.exit_status is None else None

    @property
    def log(self) -> Path:
        """The broker's log."""
        return self._storage.log

    @property
    def exit_description(self) -> str:
        """The end of a broker that nobody stopped, for a line to a person."""
        return "it was never started" if self._process is None else self._process.exit_description

    def start(self) -> None:
        """Start the broker and return when it replies to an administrator's request. Does nothing while it runs.

        Raises `EmbeddedKafkaError`, with the end of the broker's log, when it ends meanwhile or does not reply within
        10 min; nothing of it is left running then. `FolderInUseError` and `AddressRefusedError` before anything is done.
        """
        if self.pid is not None:
            return
        self.stop()
        self._storage.acquire()
        try:
            self._start()
        except OSError as error:
            self.kill()
            raise EmbeddedKafkaError(f"The broker cannot be started: {error}.") from error
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Let the broker end in order; kill it when it has not within 30 s. Nothing is left running. Repeatable."""
        if self._process is not None:
            self._process.stop()
            self._process = None
        self._storage.release()

    def kill(self) -> None:
        """End the broker at once by SIGKILL, as a crash would; its data stay. Repeatable."""
        if self._process is not None:
            self._process.kill()
            self._process = None
        self._storage.release()

    def _start(self) -> None:
        jars = fetch_jars(self._cache or default_cache(), self._report)
        java = [f"-Xmx{self._heap_mb}m", *_JAVA, "-cp", ":".join(map(str, jars))]
        for attempts_left in reversed(range(_ATTEMPTS)):
            port, outside = self._choose_port(), self._choose_outside()
            try:
                self._launch(java, port, outside)
            except _PortTakenError:
                if not attempts_left:
                    raise
            else:
                self._port, self._outside = port, outside
                return

    def _choose_port(self) -> int:
        if self._port is not None:
            return _available(LOOPBACK, self._port)
        remembered = self._storage.remembered_port()
        if self._lasting:
            return lasting_port(BROKER_PORTS) if remembered is None else _available(LOOPBACK, remembered)
        return remembered if remembered is not None and is_free(remembered) else free_ports(1)[0]

    def _choose_outside(self) -> OutsideListener | None:
        if self._outside is None:
            return None
        return replace(self._outside, port=_available(self._outside.host, self._outside.port or free_ports(1)[0]))

    def _launch(self, java: list[str], port: int, outside: OutsideListener | None) -> None:
        self._storage.prepare(port, free_ports(1)[0], outside)
        self._storage.format(java)
        self._process = self._storage.broker(java)
        try:
            self._wait_until_ready(f"{LOOPBACK}:{port}")
        except BaseException:
            self._process.kill()
            raise

    def _wait_until_ready(self, address: str) -> None:
        security = self.security
        began = time.monotonic()
        reported = 0
        while not _replies_to_administrator(address, security):
            took = time.monotonic() - began
            if self.pid is None:
                tail = self._storage.log_tail()
                error = _PortTakenError if "Address already in use" in tail else EmbeddedKafkaError
                raise error(f"The broker ended while it started.{tail}")
            if took > _START_S:
                raise EmbeddedKafkaError(
                    f"The broker did not answer within {_START_S:.0f} s.{self._storage.log_tail()}"
                )
            if took // _REPORT_S > reported:
                reported = int(took // _REPORT_S)
                self._report(f"Kafka has been starting for {reported} min; see {self._storage.log}")
            time.sleep(0.05)


class _PortTakenError(EmbeddedKafkaError):
    pass


def _available(host: str, port: int) -> int:
    """The port, where a server can listen on it; else `AddressRefusedError`."""
    if reason := unavailable_reason(host, port):
        raise AddressRefusedError(f"Port {port} of {host} {reason}.")
    return port


def _replies_to_administrator(address: str, security: Security) -> bool:
    try:
        with administrator(address, security) as admin:
            return bool(admin.describe_cluster()["brokers"])
    except EmbeddedKafkaError:
        return False
