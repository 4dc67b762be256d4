"""Whom to trust in a download: whom this machine trusts, as pip does. An office's network may have a certificate of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

import truststore


@contextmanager
def trust_of_this_machine() -> Iterator[None]:
    """Inside, TLS goes by the certificates that the operating system trusts, not by those that came with a package."""
    truststore.inject_into_ssl()
    try:
        yield
    finally:
        truststore.extract_from_ssl()
