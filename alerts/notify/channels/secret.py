"""Secrets of channels: read from a file or the environment when they are needed, and shown nowhere."""

import os
from collections.abc import Iterable
from pathlib import Path

from alerts.errors import LedgerError

MASK = "***"
LEAST = 6
"""Characters from which on a text is masked: a shorter one would mask words by chance."""


class SecretMissingError(LedgerError):
    """The secret of a channel is not where its channel says, or is empty. The message names the place, never a value."""


class Secret:
    """A secret text. `repr`, `str` and formats show a mask; `lines` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    @property
    def lines(self) -> tuple[str, ...]:
        """Its lines, without blanks around them: of a robot the key, then the secret that signs."""
        return tuple(line.strip() for line in self._value.splitlines() if line.strip())


def read_secret(place: str | None) -> Secret:
    """The secret that a place names: `env:NAME`, `file:PATH`, a path with a slash, or the name of a variable.

    Empty where no place is named. `SecretMissingError`.
    """
    if not place:
        return Secret("")
    kind, _, name = place.partition(":")
    if kind == "env" or (kind != "file" and "/" not in place):
        value = os.environ.get(name if kind == "env" else place)
        where = f"the environment variable {name if kind == 'env' else place}"
    else:
        value, where = _of_file(name if kind == "file" else place), f"the file {name if kind == 'file' else place}"
    if value is None or not value.strip():
        raise SecretMissingError(f"the secret of a channel is missing: {where} is not there, not readable, or empty")
    return Secret(value)


def _of_file(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text with each of these secrets replaced, the longest first."""
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, MASK) if len(secret) >= LEAST else text
    return text
