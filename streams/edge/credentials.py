"""Faust's form of the options that the client libraries take for an account and for TLS."""

import faust
from faust.types.auth import CredentialsT

from streams.broker.security import Security


def faust_credentials(security: Security) -> CredentialsT | None:
    """The value of Faust's setting `broker_credentials`."""
    if security.account is not None:
        return faust.SASLCredentials(
            username=security.account.username,
            password=security.account.hidden_password,
            mechanism=security.account.mechanism,
            ssl_context=security.tls,
        )
    return None if security.tls is None else faust.SSLCredentials(security.tls)
