"""What can go wrong with the ledger, as one small tree.

Every message says what was given, what is allowed, what to do.
"""


class LedgerError(Exception):
    """The root: whoever catches this has caught all that the ledger says."""


class UnsupportedDatabaseError(LedgerError):
    """The address names no database that the ledger can stand on."""


class NotMigratedError(LedgerError):
    """The database has not, or not all of, the ledger's tables. The remedy is `upgrade`, not a retry."""


class LedgerUnavailable(LedgerError):  # noqa: N818  a state to wait out, not a fault of the caller
    """The database is away, busy or shutting down. Nothing was written; the same call may be made again."""


class NoSuchLeadError(LedgerError):
    """There is no lead of that number, or there was none yet at the instant asked for."""


class DamagedLogError(LedgerError):
    """The log says what it cannot say: somebody changed it. `audit verify` names all such places."""


class NotAllowedError(LedgerError):
    """People may not do that with this lead in its present state, or they left out what the step needs."""
