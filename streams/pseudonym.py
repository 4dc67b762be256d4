"""The pseudonym that stands for a person on every platform: an HMAC of the identity number under the regulator's key.

The same person gets the same `worker_id` wherever the same key and algorithm are used, and nobody without the key gets
back to the person. Identity numbers are never kept, logged or named in an error.
"""

import hashlib
import hmac
import re
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path

BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""The marks of UTF-8 and of UTF-16 in either order: an editor or a shell wrote the file anew, and its bytes are another key."""

LEAST_DIFFERENT = 8
"""Different bytes that a key must have. Of 32 bytes drawn by chance some 30 differ; fewer than 8 come once in 10^30 keys."""

LEAST_KEY_BYTES = 32
"""The length of the digest: the number itself has so little to guess that the key must carry all of the secret."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
"""The check character of an identity number, by its weighted digits modulo 11 (GB 11643)."""

_MOST_BYTES = 65_536
"""Bytes of a key file that are read at the most: a secret has some dozens, and a device has no end."""


class Algorithm(StrEnum):
    """The hash under the HMAC. All platforms of a regulator use the same one."""

    SHA256 = "sha256"
    SM3 = "sm3"


class PseudonymError(ValueError):
    """No pseudonym can be made. The message gives the reason and the remedy, and never repeats the number or the key."""


def pseudonym(number: str, key: bytes, algorithm: Algorithm = Algorithm.SHA256) -> str:
    """The `worker_id` of the person with this identity number (GB 11643): 64 lower-case hex digits.

    Space around the number and a small x are put right first. Raises `PseudonymError` when it is no identity number,
    or when this Python cannot do SM3.

    >>> pseudonym("11010519491231002x", bytes(32))
    '51252b5b149fa5e29dae30a60a411d3675cf25f2b7e5d1ad65797b86094b63b7'
    """
    message = normalised(number).encode("ascii")
    try:
        return hmac.new(key, message, partial(hashlib.new, algorithm.value)).hexdigest()
    except ValueError as error:
        raise PseudonymError(
            f"The OpenSSL of this Python does not do {algorithm.name}: use one of 1.1.1 or later that was built with"
            " it. Another algorithm would give the person another id."
        ) from error


def normalised(number: str) -> str:
    """The identity number as it is hashed: 17 digits and the check character, a digit or X.

    Raises `PseudonymError` when the form, the date of birth or the check character is wrong.
    """
    text = number.strip().upper()
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise PseudonymError(
            f"An identity number has 17 digits and a check character, a digit or X; what was given has {len(text)}"
            " characters or others than these. Numbers of 15 digits ended in 2013: ask for the present one."
        )
    if not _is_date(text[6:14]):
        raise PseudonymError("Characters 7 to 14 of the identity number are no date of birth: look for a typing error.")
    if text[17] != _check_character(text[:17]):
        raise PseudonymError("The check character of the identity number is wrong: look for a typing error.")
    return text


class KeyForm(StrEnum):
    """The form of a key in its file: hex digits in text, or its bytes and nothing else."""

    HEX = "hex"
    BYTES = "bytes"


def read_key(path: Path, form: KeyForm = KeyForm.HEX) -> bytes:
    """The regulator's key out of a file in this form; at least 32 bytes.

    The form is stated and never guessed: a damaged file read as bytes would change everybody's id unnoticed. Raises
    `PseudonymError` when the file cannot be read, is not in this form, holds less, or no secret at all.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise PseudonymError(f"The key cannot be read: {error}. Name the file that the regulator gave you.") from error
    if len(content) > _MOST_BYTES:
        raise PseudonymError(
            f"The key in {path} has more than {_MOST_BYTES:,} bytes. Name the file that the regulator gave you."
        )
    if _is_rewritten(content, form):
        raise PseudonymError(
            f"The key in {path} begins with a byte order mark or is UTF-16: a program has written the file anew. Take the"
            " file as the regulator gave it."
        )
    key = _from_hex(path, content) if form is KeyForm.HEX else content
    if len(key) < LEAST_KEY_BYTES:
        raise PseudonymError(f"The key in {path} has {len(key)} bytes; it must have at least {LEAST_KEY_BYTES}.")
    if len(set(key)) < LEAST_DIFFERENT:
        raise PseudonymError(
            f"The key in {path} has {len(set(key))} different bytes; a secret drawn by chance has more. Ask the regulator."
        )
    return key


def fingerprint(key: bytes) -> str:
    """Digits by which two people can compare their keys without revealing them: 16 hex digits in groups of four.

    >>> fingerprint(bytes(range(32)))
    'c60a-9ee2-8f9e-6c8a'
    """
    digits = hmac.new(key, b"shiftwarden key fingerprint", hashlib.sha256).hexdigest()
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def _is_rewritten(content: bytes, form: KeyForm) -> bool:
    """True where a program has written the file anew as text. Random bytes may begin like a mark, but go on otherwise."""
    text = content.replace(b"\0", b"")
    marked = next((text.removeprefix(mark) for mark in BYTE_ORDER_MARKS if text.startswith(mark)), None)
    if form is KeyForm.HEX:
        return marked is not None or b"\0" in content
    return marked is not None and marked.isascii()


def _from_hex(path: Path, content: bytes) -> bytes:
    try:
        return bytes.fromhex(content.decode("ascii"))
    except ValueError as error:
        raise PseudonymError(
            f"The key in {path} is not hex digits in pairs: look for damage. A key of bytes is read with --key-form bytes."
        ) from error


def _is_date(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _check_character(digits: str) -> str:
    """ISO 7064, MOD 11-2, as GB 11643 prescribes it."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return _CHECK_CHARACTERS[total % 11]
