"""Secrets that libraries must have as plain text, and the files and variables that they are read from."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import SecretStr

_MOST_BYTES: Final = 4096
"""A password is a line; a file that is larger is another file."""


class Hidden(str):
    """A secret for a library that takes text. Never shown: log lines and tracebacks format or represent it, which gives `***`.

    Code that sends it encodes or joins it, which gives the text.

    >>> password = Hidden("secret")
    >>> print({"password": password}, f"{password}", password.encode())
    {'password': '***'} *** b'secret'
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"

    def __str__(self) -> str:
        return "***"

    def __format__(self, form: str) -> str:
        return "***"


class SecretError(Exception):
    """A secret cannot be read. The message gives the reason, never the value of the setting: it may be the secret itself."""


def secret_in_file(file: Path) -> SecretStr:
    """The one line of a file, without its end. Raises `SecretError`."""
    try:
        if not file.is_file():
            raise SecretError("it names no file that is there")
        if file.stat().st_size > _MOST_BYTES:
            raise SecretError(f"the file has more than {_MOST_BYTES} bytes")
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise SecretError("the file is no UTF-8 text") from None  # the cause would show the bytes
    except OSError as error:
        raise SecretError(f"the file cannot be read ({error.strerror})") from None
    return _secret(text.removesuffix("\n").removesuffix("\r"), "the file")


def secret_in_environment(name: str, environment: Mapping[str, str] = os.environ) -> SecretStr:
    """The value of an environment variable. Raises `SecretError`."""
    if name not in environment:
        raise SecretError("it names no environment variable that is set")
    return _secret(environment[name], "the environment variable")


def _secret(text: str, where: str) -> SecretStr:
    if not text:
        raise SecretError(f"{where} is empty")
    if not text.isprintable():  # a byte order mark and a second line are neither
        raise SecretError(f"{where} holds more than one line of printable text")
    return SecretStr(text)


def open_to_others(file: Path) -> bool:
    """True where users of the machine other than the file's owner and group may read it."""
    try:
        return bool(file.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False
