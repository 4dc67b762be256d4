"""Random tokens that open something for who has them. A database keeps digests alone, so that a copy of it opens nothing."""

import hashlib
import hmac
import secrets
from typing import Final

_BYTES: Final = 32
"""256 bits: nobody guesses one, so a digest without salt or stretching is enough."""

TOKEN_CHARACTERS: Final = 43
"""The length of a token in URL-safe base 64."""


def new_token() -> str:
    """A new token, of letters that stand in an address as they are."""
    return secrets.token_urlsafe(_BYTES)


def digest_of_token(token: str) -> str:
    """The SHA-256 of a token, 64 hex digits: what is stored and looked up."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def derived(token: str, purpose: str) -> str:
    """Another token that follows from this one for a purpose, and from which this one does not follow."""
    return hmac.new(token.encode("utf-8", "replace"), purpose.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """True for equal texts, in a time that does not depend on where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
