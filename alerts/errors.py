"""Errors of the ledger, as one small tree.

Every message states what was given, what is allowed and what to do.
"""

from enum import StrEnum
from typing import ClassVar


class LedgerFailure(StrEnum):
    """Reasons why the ledger cannot be used: the closed list of a metric's label."""

    AWAY = "away"
    READ_ONLY = "read_only"
    NO_PRIVILEGE = "no_privilege"
    NOT_MIGRATED = "not_migrated"
    PASSWORD = "password"  # noqa: S105  a word, no secret
    OTHER = "other"


class LedgerError(Exception):
    """The root of all errors that the ledger raises."""

    reason: ClassVar[LedgerFailure] = LedgerFailure.OTHER


class UnsupportedDatabaseError(LedgerError):
    """The address names no database that the ledger can stand on."""


class NotMigratedError(LedgerError):
    """The database has not, or not all of, the ledger's tables. The remedy is `upgrade`, not a retry."""

    reason = LedgerFailure.NOT_MIGRATED


class LedgerUnavailable(LedgerError):  # noqa: N818  a state to wait out, not a fault of the caller
    """The database is away, busy or shutting down. Nothing was written; the same call may be made again."""

    reason = LedgerFailure.AWAY


class UnknownHostError(LedgerUnavailable):
    """No machine has the name that the address gives, as far as this one can find out."""


class RefusedLoginError(LedgerError):
    """The database refused the login: it has no such password, role or database."""

    reason = LedgerFailure.PASSWORD


class ReadOnlyError(LedgerError):
    """The database takes no writes: a standby, or one that was set so. Nothing was written."""

    reason = LedgerFailure.READ_ONLY


class NoPrivilegeError(LedgerError):
    """The role lacks the right to do this. Nothing was written."""

    reason = LedgerFailure.NO_PRIVILEGE


class NoSuchLeadError(LedgerError):
    """There is no lead of that number, or there was none yet at the instant given."""


class NoSuchLawError(LedgerError):
    """No law of that digest was recorded, or several begin with these digits."""


class DamagedLogError(LedgerError):
    """Entries of the log cannot follow one another: somebody changed them. `audit verify` names all such places."""


class NotAllowedError(LedgerError):
    """The action is not allowed in the lead's present state, or lacks a reason or an actor."""


class NothingToRebuildError(LedgerError):
    """The table of leads is what the log makes it already. Nothing was written."""
