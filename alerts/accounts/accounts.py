"""The accounts of one database: made, changed, disabled, found, and signed in to. Blocking; safe for threads and processes."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update

from alerts.accounts.account import AccountError, DeskAccount, check_account
from alerts.accounts.failures import (
    count_failure,
    forget_failures,
    limits_of_change,
    limits_of_sign_in,
    take_turns,
    waiting,
)
from alerts.accounts.limits import DEVICE, Limit
from alerts.accounts.passwords import BusyError, check_strength, hashed, is_outdated, matches
from alerts.accounts.roles import RIGHTS, AccountRight, AccountRole
from alerts.accounts.tables import ACCOUNTS, DEVICES, SESSIONS
from alerts.database.clock import instant
from alerts.database.tokens import digest_of_token, new_token
from alerts.database.unit import UnitOfWork
from alerts.errors import LedgerError
from schemas.instants import Ms


class WaitError(LedgerError):
    """Too many sign-ins failed. `wait_ms`: the time until the next is taken."""

    def __init__(self, wait_ms: Ms) -> None:
        super().__init__(f"too many sign-ins failed; the next is taken in {-(-wait_ms // 1000)} s")
        self.wait_ms = wait_ms


class RefusedError(LedgerError):
    """No account has this name and password, or it is disabled: which of these stays hidden."""


class DeskAccounts:
    """The accounts behind an engine. An instant `now` (ms) that is not given is that of the database's clock."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self,
        name: str,
        role: AccountRole,
        *,
        called: str = "",
        language: str = "zh",
        areas: tuple[str, ...] = (),
        password: str | None = None,
    ) -> DeskAccount:
        """Make an account; `AccountError` where there is one of the name, `WeakPasswordError` for a weak password."""
        check_account(name, called or name, language, areas)
        if password is not None:
            check_strength(password, name)
        stored = None if password is None else hashed(password)
        with UnitOfWork(self._engine) as unit:
            if _row(unit.connection, name) is not None:
                raise AccountError(f"there is an account {name!r} already; `accounts list` shows all")
            now = instant(unit.connection)
            values = {"name": name, "called": called or name, "role": role.value, "language": language}
            values |= {"areas": " ".join(areas)}
            unit.connection.execute(
                insert(ACCOUNTS).values(**values, password=stored, made_at=now, password_at=now if stored else None)
            )
            unit.commit()
        return self.get(name)

    def get(self, name: str) -> DeskAccount:
        """The account of that name; `AccountError` where there is none."""
        found = self.find(name)
        if found is None:
            raise AccountError(f"there is no account {name[:80]!r}; `accounts list` shows all")
        return found

    def find(self, name: str) -> DeskAccount | None:
        """The account of that name; None where there is none."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return account_in(unit.connection, name)

    def all(self) -> list[DeskAccount]:
        """All accounts by name, the disabled ones too."""
        with UnitOfWork(self._engine, writes=False) as unit:
            return [
                account_of(row)
                for row in unit.connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)).mappings()
            ]

    def set_password(self, name: str, password: str) -> None:
        """Give an account another password. It is signed out everywhere, and no device of it counts as known any more."""
        check_strength(password, name)
        stored = hashed(password)
        with UnitOfWork(self._engine) as unit:
            now = instant(unit.connection)
            self._change(unit.connection, name, password=stored, password_at=now)
            sign_out(unit.connection, name)
            unit.commit()

    def change_password(self, name: str, old: str, password: str) -> None:
        """Give an account another password for its person, who knows the old one: `RefusedError` where it is another.

        `WaitError` after too many that were not: who has found a session does not find the password by it.
        """
        check_strength(password, name)
        with UnitOfWork(self._engine) as unit:
            row, numbers = _admitted(unit.connection, name, limits_of_change(name))
            unit.commit()
        stored = None if row is None else row["password"]
        if stored is None or not self._compared(stored, old, numbers, known=True):
            raise RefusedError("the old password is another one")
        new = hashed(password)
        with UnitOfWork(self._engine) as unit:
            forget_failures(unit.connection, numbers)
            now = instant(unit.connection)
            if not _replace(unit.connection, name, stored, password=new, password_at=now):
                raise RefusedError("the old password is another one since a moment ago")
            sign_out(unit.connection, name)
            unit.commit()

    def set_language(self, name: str, language: str) -> None:
        """Set the language of an account's pages."""
        check_account(name, name, language, ())
        with UnitOfWork(self._engine) as unit:
            self._change(unit.connection, name, language=language)
            unit.commit()

    def disable(self, name: str) -> None:
        """Disable an account and sign it out everywhere. Done again, it changes nothing."""
        with UnitOfWork(self._engine) as unit:
            disable_in(unit.connection, name)
            unit.commit()

    def enable(self, name: str) -> None:
        """Let a disabled account sign in again."""
        with UnitOfWork(self._engine) as unit:
            self._change(unit.connection, name, disabled_at=None)
            unit.commit()

    def new_calendar(self, name: str) -> str:
        """A new token for the calendar feed of an account; the one before it opens nothing any more."""
        token = new_token()
        with UnitOfWork(self._engine) as unit:
            self._change(unit.connection, name, calendar=digest_of_token(token))
            unit.commit()
        return token

    def of_calendar(self, token: str) -> DeskAccount | None:
        """The account whose calendar feed has that token; None where there is none, or it is disabled."""
        with UnitOfWork(self._engine, writes=False) as unit:
            query = select(ACCOUNTS).where(ACCOUNTS.c.calendar == digest_of_token(token))
            row = unit.connection.execute(query.where(ACCOUNTS.c.disabled_at.is_(None))).mappings().one_or_none()
        return None if row is None else account_of(row)

    def authenticate(self, name: str, password: str, address: str, device: str | None) -> DeskAccount:
        """The account with that name and password. `WaitError` while attempts are refused; `RefusedError` for all else.

        `address`: that of the browser; `device`: the token of the device, where it has one. An attempt is counted as failed
        before the password is compared, so that many at once are limited as well; a right one is not counted in the end.
        """
        with UnitOfWork(self._engine, writes=False) as unit:  # who is held up writes nothing
            limits = limits_of_sign_in(unit.connection, name, address, device)
            _check_wait(unit.connection, limits, instant(unit.connection))
        with UnitOfWork(self._engine) as unit:
            row, numbers = _admitted(unit.connection, name, limits)
            unit.commit()
        usable = row is not None and row["disabled_at"] is None
        stored = row["password"] if row is not None and usable else None
        right = self._compared(stored, password, numbers, known=DEVICE in limits.values())
        if row is None or not right:
            raise RefusedError("no account has this name and password")
        renewed = hashed(password) if is_outdated(row["password"]) else None
        with UnitOfWork(self._engine) as unit:
            forget_failures(unit.connection, numbers)
            if renewed is not None:
                _replace(unit.connection, name, row["password"], password=renewed)
            unit.commit()
        return account_of(row)

    def _compared(self, stored: str | None, password: str, numbers: Sequence[int], *, known: bool) -> bool:
        """True where the password is that of the hash. What is not compared, since too many are, counts as no failure."""
        try:
            return matches(stored, password, known=known)
        except BusyError:
            with UnitOfWork(self._engine) as unit:
                forget_failures(unit.connection, numbers)
                unit.commit()
            raise

    def _change(self, connection: Connection, name: str, **values: object) -> None:
        if not connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values)).rowcount:
            raise AccountError(f"there is no account {name[:80]!r}; `accounts list` shows all")


def account_in(connection: Connection, name: str) -> DeskAccount | None:
    """The account of that name, in the caller's transaction; None where there is none."""
    row = _row(connection, name)
    return None if row is None else account_of(row)


def disable_in(connection: Connection, name: str) -> None:
    """Disable an account in the caller's transaction; its sessions end."""
    row = _row(connection, name)
    if row is None:
        raise AccountError(f"there is no account {name[:80]!r}; `accounts list` shows all")
    still = ACCOUNTS.c.disabled_at.is_(None)
    connection.execute(
        update(ACCOUNTS).where(ACCOUNTS.c.name == name, still).values(disabled_at=instant(connection), calendar=None)
    )
    sign_out(connection, name)


def sign_out(connection: Connection, name: str) -> None:
    """End all sessions of an account and forget its devices, in the caller's transaction."""
    connection.execute(delete(SESSIONS).where(SESSIONS.c.account == name))
    connection.execute(delete(DEVICES).where(DEVICES.c.account == name))


def account_of(row: RowMapping) -> DeskAccount:
    """The account of a whole row."""
    return DeskAccount(
        name=row["name"],
        called=row["called"],
        role=AccountRole(row["role"]),
        language=row["language"],
        areas=tuple(row["areas"].split()),
        has_password=row["password"] is not None,
        disabled_at=row["disabled_at"],
        password_at=row["password_at"],
    )


def _admitted(connection: Connection, name: str, limits: Mapping[str, Limit]) -> tuple[RowMapping | None, list[int]]:
    """The row of an account whose password is to be compared, with the failures that are counted until it was right."""
    take_turns(connection, sorted(limits))
    now = instant(connection)  # not before the turn: others have failed while this attempt waited
    _check_wait(connection, limits, now)
    return _row(connection, name), count_failure(connection, tuple(limits), now)


def _check_wait(connection: Connection, limits: Mapping[str, Limit], now: Ms) -> None:
    wait = waiting(connection, limits, now)
    if wait:
        raise WaitError(wait)


def _replace(connection: Connection, name: str, stored: str, **values: object) -> bool:
    """Change an account while it has the hash that was compared: false where it has another meanwhile."""
    its = (ACCOUNTS.c.name == name) & (ACCOUNTS.c.password == stored)
    return bool(connection.execute(update(ACCOUNTS).where(its).values(**values)).rowcount)


def _row(connection: Connection, name: str) -> RowMapping | None:
    if "\0" in name:
        return None
    return connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).mappings().one_or_none()


def may_sign(connection: Connection, person: str) -> bool:
    """True where a person has an account that may act on leads and is not disabled."""
    # these columns alone: the role that sends messages reads no others, and no password
    query = select(ACCOUNTS.c.role).where(ACCOUNTS.c.name == person, ACCOUNTS.c.disabled_at.is_(None))
    role = connection.execute(query).scalar()
    return role is not None and AccountRight.ACT in RIGHTS[AccountRole(role)]
