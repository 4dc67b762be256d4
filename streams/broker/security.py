"""The account of a client and the authorities that it trusts, as options of the client libraries."""

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from streams.broker.secret import Hidden
from streams.broker.shape import Mechanism, Protocol


@dataclass(frozen=True, slots=True)
class Account:
    """The account as which a client logs in. The password is never shown."""

    username: str
    password: SecretStr
    mechanism: Mechanism

    @property
    def hidden_password(self) -> Hidden:
        """The password for a client library, which may write its options into a log."""
        return Hidden(self.password.get_secret_value())


@dataclass(frozen=True, slots=True)
class Security:
    """The content of a broker settings file, read and checked. `file` is its path; None without a file.

    `tls` trusts the authorities of the file, or those of the operating system where it names none, and holds the client's
    certificate where there is one.
    """

    protocol: Protocol = "PLAINTEXT"
    account: Account | None = None
    tls: ssl.SSLContext | None = field(default=None, repr=False, compare=False)
    file: Path | None = None

    @property
    def where(self) -> str:
        """The place where it can be changed, for a sentence."""
        return "a broker settings file (--broker-settings)" if self.file is None else str(self.file)

    @property
    def who(self) -> str:
        """The client's name on the cluster, for a sentence."""
        return "a client without an account" if self.account is None else f"the account {self.account.username!r}"

    def options(self) -> dict[str, Any]:
        """The options of the clients of kafka-python and of aiokafka, which have the same names."""
        tls = {} if self.tls is None else {"ssl_context": self.tls}
        return {"security_protocol": self.protocol, **tls, **self._account()}

    def _account(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {
            "sasl_mechanism": self.account.mechanism,
            "sasl_plain_username": self.account.username,
            "sasl_plain_password": self.account.hidden_password,
        }


PLAINTEXT: Final = Security()
"""No account and no encryption: a broker that only trusted machines can reach."""
