"""Passwords: which are taken, their Argon2id hashes, and the comparison, which takes as long for an account that is not there."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from alerts.errors import LedgerError

LEAST: Final = 12
"""Characters of a password at least: with the limits of sign-in, guesses do not come to an end."""

MOST: Final = 256
"""Characters of a password at most, so that hashing takes a bounded time."""

_AT_ONCE: Final = 2
"""Hashes of strangers worked out at the same time: each takes 64 MiB, so that a flood of sign-ins cannot take all memory."""

_IN_LINE: Final = 8
"""Calls that have or wait for a turn, of each sort: a console answers by 40 threads, and the others have pages to show."""

_HASHER: Final = PasswordHasher()
"""Argon2id with the parameters of RFC 9106 for little memory: 3 passes over 64 MiB."""

_WAIT_S: Final = 10.0
"""Seconds for which a call waits for its turn, before `BusyError`."""


class _Turns:
    """Turns at hashing: so many at once, and so many calls that have one or wait for one."""

    def __init__(self, at_once: int) -> None:
        self._turns, self._line = BoundedSemaphore(at_once), BoundedSemaphore(_IN_LINE)

    @contextmanager
    def one(self) -> Iterator[None]:
        """A turn; `BusyError` where the line is full, or none came free in time."""
        if not self._line.acquire(blocking=False):
            raise BusyError(_BUSY)
        try:
            if not self._turns.acquire(timeout=_WAIT_S):
                raise BusyError(_BUSY)
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._line.release()


_BUSY: Final = "more sign-ins at once than can be worked out; try again in a minute"
_STRANGERS: Final = _Turns(_AT_ONCE)
_KNOWN: Final = _Turns(1)
"""A turn of those who are known by a session or a device: a flood of strangers does not take it."""


class WeakPasswordError(LedgerError):
    """The password is too short, too long, or follows from the account's name."""


class BusyError(LedgerError):
    """More sign-ins at once than are worked out; the same may be tried again."""


def check_strength(password: str, name: str) -> None:
    """Check that a password may be used; else `WeakPasswordError`, with what is allowed. The password is not repeated."""
    given = len(_normal(password))
    if not LEAST <= given <= MOST:
        raise WeakPasswordError(f"the password has {given} characters; allowed: {LEAST} to {MOST}")
    letters = set(_normal(password).casefold())
    if name.casefold() in password.casefold() or len(letters) < LEAST // 3:
        raise WeakPasswordError(
            "the password contains the account's name, or few letters again and again; choose another"
        )


def hashed(password: str) -> str:
    """The hash of a password, with its own salt and the parameters of this release. Nobody sets one who is not known."""
    with _KNOWN.one():
        return _HASHER.hash(_normal(password))


def matches(stored: str | None, password: str, *, known: bool = False) -> bool:
    """True where the password is that of the hash. Without a hash, or with one of no kind known, as long and False.

    `known`: it comes by a session or a device of the account.
    """
    with (_KNOWN if known else _STRANGERS).one():
        try:
            return _HASHER.verify(stored or _nobodys(), _normal(password)[: MOST + 1]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """True for a hash with other parameters than those of this release: it is replaced when the password is next known."""
    return _HASHER.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """The one form of a text that keyboards can write in several."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


@cache
def _nobodys() -> str:
    """A hash to compare with where there is no account, with the same parameters as the others."""
    return _HASHER.hash("the password of nobody")
