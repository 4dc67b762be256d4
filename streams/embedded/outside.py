"""Where others reach the broker, and the account by which this machine does. Says nothing about who may do what."""

import secrets
import socket
from dataclasses import dataclass, field
from pathlib import Path

from streams.embedded.private import write_private

NAME = "shiftwarden"
"""The account of the workers and of whoever administers the broker from this machine: its super user."""

_EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - compared with, never listened at unless asked for


@dataclass(frozen=True, slots=True)
class Outside:
    """An address for others, with TLS and accounts: bound at `host:port` (0: a free one), known to clients as `name`."""

    host: str
    port: int
    name: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and address that a client may use, for the certificate; in order, each once."""
        bound = [] if self.host == _EVERY_ADDRESS else [self.host]
        return tuple(dict.fromkeys([self.name, *bound, socket.gethostname(), "localhost", "127.0.0.1"]))


@dataclass(frozen=True, slots=True)
class Account:
    """A name and its password, which is never shown."""

    name: str
    password: str = field(repr=False)

    @property
    def login(self) -> dict[str, str]:
        """The settings by which kafka-python and aiokafka log in to the listener for this machine."""
        return {
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": "PLAIN",
            "sasl_plain_username": self.name,
            "sasl_plain_password": self.password,
        }


def kept_account(folder: Path) -> Account:
    """The account whose password lies in the folder; made at random the first time."""
    return Account(NAME, kept_secret(folder / "password"))


def kept_secret(path: Path) -> str:
    """32 random bytes in hexadecimal, from the file; written there the first time."""
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        made = secrets.token_hex(32)
        write_private(path, made + "\n")
        return made
