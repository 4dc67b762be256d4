"""Turns a client library's error into a sentence for the person at the terminal."""

from typing import Final

from kafka.errors import (
    AuthorizationError,
    InvalidReplicationFactorError,
    KafkaError,
    SaslAuthenticationFailedError,
)

from streams.broker.security import Security

_PERMANENT: Final = (AuthorizationError, InvalidReplicationFactorError, SaslAuthenticationFailedError)


def is_permanent(error: KafkaError) -> bool:
    """True where waiting does not help."""
    return isinstance(error, _PERMANENT)


def sentence(error: KafkaError, address: str, security: Security) -> str:
    """The sentence for an error of kafka-python at a broker."""
    if isinstance(error, SaslAuthenticationFailedError):
        return no_entry(address, security)
    if isinstance(error, AuthorizationError):
        return (
            f"{security.who} may not do this at the Kafka at {address} ({type(error).__name__.removesuffix('Error')})."
            " `shiftwarden access` says which account has which rights, and gives them."
        )
    return f"The Kafka at {address} refused or fell silent: {error!r}."


def no_entry(address: str, security: Security) -> str:
    """The sentence for a login that the broker refuses. Kafka does not reveal which of account and password is wrong."""
    mechanism = security.account.mechanism if security.account else "no mechanism"
    return (
        f"The Kafka at {address} does not let {security.who} in: there is no such account for {mechanism}, or its password"
        f" is another. See username and the password's file or variable in {security.where}."
    )
