"""The broker's folder: its data, its settings, its log. A folder once formatted keeps its cluster id and its data.

Nobody else on the machine can read it, and one process at a time has it.
"""

import base64
import uuid
from pathlib import Path

from streams.broker.errors import EmbeddedKafkaError
from streams.broker.reading import read_security
from streams.broker.security import Security
from streams.tools.embedded.advertised import OutsideListener, own_settings
from streams.tools.embedded.certificates import Certificates
from streams.tools.embedded.children import JavaProcess, run_java
from streams.tools.embedded.lock import FolderLock
from streams.tools.embedded.private import private_folder, write_private
from streams.tools.embedded.properties import open_properties, secured_properties, server_properties
from streams.tools.embedded.rotation import set_aside

_QUICK = "-XX:TieredStopAtLevel=1"
"""A second's work is over before the slow compiler's pays: 1.4 s of processor time in place of 1.9 s."""

_FORMAT_S = 300.0
"""The time that formatting may take: about 1 s on an idle machine, a hundred times that on one that is overloaded."""


class Storage:
    """The files of one broker in `folder`, which is made when it is missing. Mutable: held or not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._port = folder / "port"
        self._accounts = folder / "accounts"
        self._lock = FolderLock(folder)
        self.properties = folder / "server.properties"
        self.log = folder / "broker.log"
        self.certificates = Certificates(self._accounts, self.log)

    def acquire(self) -> None:
        """Acquire the folder for this process, and close it to others.

        `FolderInUseError` where another process has it; nothing in it is changed then.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock.acquire()
            private_folder(self._folder)
        except OSError as error:
            raise self._unwritable(error) from error

    def release(self) -> None:
        """Release the folder. Repeatable."""
        self._lock.release()

    def prepare(self, port: int, controller_port: int, outside: OutsideListener | None) -> None:
        """Write the settings for these addresses and set the log of an earlier run aside, as `broker.log.1`."""
        try:
            private_folder(self._data)
            set_aside(self.log)
            listeners = (
                self._secured(port, controller_port, outside) if outside else open_properties(port, controller_port)
            )
            write_private(self.properties, server_properties(self._data, controller_port, listeners))
            write_private(self._port, f"{port}\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def own_security(self) -> Security:
        """The login of commands on this machine to a broker with accounts."""
        private_folder(self._accounts)
        return read_security(own_settings(self._accounts))

    def remembered_port(self) -> int | None:
        """The port that the broker of this folder last had; none when it never ran."""
        try:
            return int(self._port.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def format(self, java: list[str]) -> None:
        """Give the folder a cluster id and make it ready for KRaft; a folder that has one is left as it is."""
        if (self._data / "meta.properties").exists():
            return
        arguments = ["format", "-t", _new_cluster_id(), "-c", str(self.properties)]
        if run_java([_QUICK, *java, "kafka.tools.StorageTool", *arguments], self.log, _FORMAT_S) != 0:
            raise EmbeddedKafkaError(f"The broker's folder could not be formatted.{self.log_tail()}")

    def broker(self, java: list[str]) -> JavaProcess:
        """Start the broker. It holds the folder, too: a successor of this process waits until the broker has ended."""
        held = self._lock.descriptor
        inherited = () if held is None else (held,)
        return JavaProcess([*java, "kafka.Kafka", str(self.properties)], self.log, inherited)

    def log_tail(self) -> str:
        """The last 20 lines of the log under a line that names its file, to be put behind an error's sentence."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        return "\n".join((f" The end of {self.log}:", *(lines[-20:] or ["(it is empty)"])))

    def _secured(self, port: int, controller_port: int, outside: OutsideListener) -> str:
        security = self.own_security()
        self.certificates.make(outside.names)
        return secured_properties(port, controller_port, outside, security, self.certificates)

    def _unwritable(self, error: OSError) -> EmbeddedKafkaError:
        return EmbeddedKafkaError(
            f"The broker cannot write to its folder: {error}. Name a folder that you may write to."
        )


def _new_cluster_id() -> str:
    """A random id in Kafka's form: 22 letters of base64. Never with a dash in front, which would be an option."""
    return "S" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
