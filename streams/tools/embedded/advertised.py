"""The address at which others reach the broker, and the account of this machine. Decides nothing about rights."""

import re
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from streams.tools.embedded.private import write_private

NAME = "shiftwarden"
"""The account of the workers and of the administrator on this machine: the broker's super user."""

_OWN = f"""\
# For workers and commands on this machine alone: this account may do everything.
security_protocol: SASL_PLAINTEXT
sasl_mechanism: PLAIN
username: {NAME}
password_file: password
"""

_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with, never listened at unless an operator names it

_fits = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*").fullmatch


@dataclass(frozen=True, slots=True)
class OutsideListener:
    """An address for others, with TLS and accounts: bound at `host:port` (0: a free one), known to clients as `name`."""

    host: str
    port: int
    name: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and address that a client may use, for the certificate; in order, each once.

        A machine's name with other signs than a certificate may hold is left out.
        """
        bound = [] if self.host == _EVERY_ADDRESS else [self.host]
        machine = [name for name in [socket.gethostname()] if _fits(name)]
        return tuple(dict.fromkeys([self.name, *bound, *machine, "localhost", "127.0.0.1"]))


def own_settings(folder: Path) -> Path:
    """The broker settings file by which commands on this machine log in, in the folder; made the first time.

    Its password is random and lies beside it.
    """
    kept_secret(folder / "password")
    file = folder / "broker-settings.yaml"
    if not file.exists():
        write_private(file, _OWN)
    return file


def kept_secret(path: Path) -> str:
    """32 random bytes in hexadecimal, from the file; written there the first time."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        made = secrets.token_hex(32)
        write_private(path, made + "\n")
        return made
