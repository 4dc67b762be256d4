"""The broker's folder: its data, its settings, its log. A folder once formatted keeps its cluster id and its data."""

import base64
import uuid
from pathlib import Path

from streams.embedded.errors import EmbeddedKafkaError
from streams.embedded.process import run_java
from streams.embedded.properties import server_properties

_FORMAT_S = 60.0
"""How long formatting may take; about 1 s on an idle machine."""


class Storage:
    """The files of one broker in `folder`, which is made when it is missing."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._port = folder / "port"
        self.properties = folder / "server.properties"
        self.log = folder / "broker.log"

    def prepare(self, port: int, controller_port: int) -> None:
        """Write the settings for these ports and set the log of an earlier run aside, as `broker.log.1`."""
        try:
            self._data.mkdir(parents=True, exist_ok=True)
            self.properties.write_text(server_properties(self._data, port, controller_port), encoding="ascii")
            self._port.write_text(f"{port}\n", encoding="ascii")
            if self.log.exists():
                self.log.replace(self.log.with_suffix(".log.1"))
        except OSError as error:
            raise EmbeddedKafkaError(
                f"The broker cannot write to its folder: {error}. Name a folder that you may write to."
            ) from error

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
        if run_java([*java, "kafka.tools.StorageTool", *arguments], self.log, _FORMAT_S) != 0:
            raise EmbeddedKafkaError(f"The broker's folder could not be formatted.{self.log_tail()}")

    def log_tail(self) -> str:
        """The last 20 lines of the log under a line that says where it is, to be put behind an error's sentence."""
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        return "\n".join((f" The end of {self.log}:", *(lines[-20:] or ["(it is empty)"])))


def _new_cluster_id() -> str:
    """A random id as Kafka wants it: 22 letters of base64. Never with a dash in front, which would be an option."""
    return "S" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
