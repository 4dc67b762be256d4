"""The shape of a broker settings file, and which of its fields belong together. Opens nothing that it names."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

Protocol = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_ACCOUNT: Final = ("sasl_mechanism", "username", "password_file", "password_env")
_TLS: Final = ("ca_file", "certificate_file", "key_file", "key_password_file", "key_password_env", "check_hostname")

USERNAME: Final = r"^[A-Za-z0-9._@-]{1,100}$"
"""The names of accounts. SCRAM would need "," and "=" escaped, which neither client library does."""


class SettingFault(NamedTuple):
    """A field that is wrong: the value given, with no secret shown, and the values allowed."""

    field: str
    given: str
    allowed: str


class SecurityFile(BaseModel):
    """The fields of the file. Relative paths start at its folder. No field holds a secret: two name where one is."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    security_protocol: Protocol = Field(description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL")
    sasl_mechanism: Mechanism | None = Field(default=None, description="PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512")
    username: str | None = Field(
        default=None, pattern=USERNAME, description="an account's name, 1 to 100 of A-Za-z0-9._@-"
    )
    password_file: Path | None = Field(default=None, description="a file that holds the password, one line")
    password_env: str | None = Field(default=None, description="an environment variable that holds the password")
    ca_file: Path | None = Field(default=None, description="a PEM file of the authorities that are trusted")
    certificate_file: Path | None = Field(default=None, description="a PEM file with this client's certificate")
    key_file: Path | None = Field(default=None, description="a PEM file with the key of certificate_file")
    key_password_file: Path | None = Field(default=None, description="a file that holds the key's password, one line")
    key_password_env: str | None = Field(
        default=None, description="an environment variable that holds the key's password"
    )
    check_hostname: bool = Field(default=True, description="true or false")

    @property
    def has_account(self) -> bool:
        """True where the client logs in as an account."""
        return self.security_protocol.startswith("SASL_")

    @property
    def has_tls(self) -> bool:
        """True where the connection is encrypted."""
        return self.security_protocol.endswith("SSL")

    def faults(self) -> Iterator[SettingFault]:
        """The fields that are missing, or that contradict another field."""
        if self.has_account:
            yield from (self._missing(name) for name in ("sasl_mechanism", "username") if self._lacks(name))
            yield from self._one_source("password_file", "password_env", needed=True)
        else:
            yield from self._not_with(_ACCOUNT, "SASL_PLAINTEXT or SASL_SSL")
        if self.has_tls:
            yield from self._pair()
            yield from self._one_source("key_password_file", "key_password_env", needed=False)
        else:
            yield from self._not_with(_TLS, "SSL or SASL_SSL")

    def _lacks(self, name: str) -> bool:
        return getattr(self, name) is None

    def _missing(self, name: str) -> SettingFault:
        allowed = SecurityFile.model_fields[name].description or ""
        return SettingFault(name, "nothing", f"{allowed}; {self.security_protocol} needs it")

    def _one_source(self, file: str, variable: str, *, needed: bool) -> Iterator[SettingFault]:
        if not self._lacks(file) and not self._lacks(variable):
            yield SettingFault(variable, f"it and {file}", "one of the two")
        if needed and self._lacks(file) and self._lacks(variable):
            yield SettingFault(file, "nothing", f"{file} or {variable}; {self.security_protocol} needs a password")

    def _pair(self) -> Iterator[SettingFault]:
        if self._lacks("certificate_file") != self._lacks("key_file"):
            name = "key_file" if self._lacks("key_file") else "certificate_file"
            yield SettingFault(name, "nothing", "certificate_file and key_file together, or neither")

    def _not_with(self, names: tuple[str, ...], protocols: str) -> Iterator[SettingFault]:
        for name in names:
            if name in self.model_fields_set:
                yield SettingFault(name, f"it, with {self.security_protocol}", f"it with {protocols} alone")
