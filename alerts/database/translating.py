"""Maps the driver's errors to ours. Decides whether waiting helps, and what to do where it does not.

A refused statement has a code (SQLSTATE). A refused login has none at the driver: it is recognised by the server's
sentence, in English or, on a server set so, in Chinese.
"""

import re
from collections.abc import Mapping
from typing import Final

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from alerts.errors import (
    LedgerError,
    LedgerUnavailable,
    NoPrivilegeError,
    NotMigratedError,
    ReadOnlyError,
    RefusedLoginError,
    UnknownHostError,
)

REMEDY = "run `shiftwarden ledger upgrade` on this database first"
"""The remedy for a database that is not migrated."""

_NAME = r'[“"]([^"”]*)[”"]'
_LOGINS: Final = (
    (rf"password authentication failed for user {_NAME}|用户 ?{_NAME} ?Password 认证失败",
     "refused the password of the role {0}, or knows no such role; set the right one in PGPASSWORD"),
    (r"no password supplied|empty password returned", "asks for a password and was given none; set PGPASSWORD"),
    (rf"role {_NAME} does not exist|角色 ?{_NAME} ?不存在",
     "knows no role {0}; deploy/postgres/roles.sql makes the roles, the address says which is used"),
    (rf"database {_NAME} does not exist|数据库 ?{_NAME} ?不存在",
     "has no database {0}; make it, or name another in the address"),
    (r"no pg_hba\.conf entry for|没有用于主机",
     "lets nobody in from this machine with this role; pg_hba.conf says who may log in"),
    (rf"role {_NAME} is not permitted to log in|不允许角色 ?{_NAME} ?进行登录",
     "has a role {0} that may not log in; deploy/postgres/roles.sql says which may"),
)  # fmt: skip
"""The sentence of a server that refuses a login, and what is to be done; the name that it quotes stands for {0}."""

_CODES: Final[Mapping[str, type[LedgerError]]] = {
    "42P01": NotMigratedError,  # undefined_table
    "42703": NotMigratedError,  # undefined_column
    "25006": ReadOnlyError,  # read_only_sql_transaction
    "42501": NoPrivilegeError,  # insufficient_privilege
    "28P01": RefusedLoginError,  # invalid_password
    "28000": RefusedLoginError,  # invalid_authorization_specification
    "3D000": RefusedLoginError,  # invalid_catalog_name
}
_SENTENCES: Final[Mapping[str, type[LedgerError]]] = {
    "no such table": NotMigratedError,
    "no such column": NotMigratedError,
    "readonly database": ReadOnlyError,
    "permission denied for database": NoPrivilegeError,
    "failed to resolve host": UnknownHostError,
    "could not translate host name": UnknownHostError,
}
_MESSAGES: Final[Mapping[type[LedgerError], str]] = {
    NotMigratedError: "the database lacks a table of the ledger ({reason}); " + REMEDY,
    ReadOnlyError: "the ledger's database takes no writes ({reason}); name the one that does, or wait until this one may",
    NoPrivilegeError: "the role may not do this in the ledger's database ({reason}); deploy/postgres/roles.sql gives the rights",
    RefusedLoginError: "the ledger's database let nobody in ({reason}); see to password, role and database",
    UnknownHostError: "no machine is known by the name of the ledger's database ({reason}); correct the host in its address",
    LedgerUnavailable: "the ledger's database is away or busy ({reason}); wait, then make the same call again",
    LedgerError: "the ledger's database refused a statement ({reason})",
}


def translated(error: DBAPIError) -> LedgerError:
    """The error of ours that stands for the driver's, with its first line and what to do."""
    reason = str(error.orig).partition("\n")[0].strip()  # the lines after the first may quote a row
    refused = _refused_login(str(error.orig))
    if refused is not None:
        return RefusedLoginError(f"the ledger's database {refused}")
    kind = _kind(error, reason)
    return kind(_MESSAGES[kind].format(reason=reason))


def _kind(error: DBAPIError, reason: str) -> type[LedgerError]:
    code: str | None = getattr(error.orig, "sqlstate", None)
    if code is not None and code in _CODES:
        return _CODES[code]
    for sentence, kind in _SENTENCES.items():
        if code is None and sentence in reason:
            return kind
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return LedgerUnavailable
    return LedgerError


def _refused_login(message: str) -> str | None:
    for pattern, remedy in _LOGINS:
        found = re.search(pattern, message)
        if found and "connection failed" in message:
            return remedy.format(next((name for name in found.groups() if name), ""))
    return None
