"""Sessions: begun by a sign-in, found by their token, ended by time, by the person, or with the account's password."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Engine, Table, delete, insert, select, update

from alerts.accounts.account import DeskAccount
from alerts.accounts.accounts import RefusedError, account_of, sign_out
from alerts.accounts.tables import ACCOUNTS, DEVICES, SESSIONS
from alerts.database.clock import instant
from alerts.database.tokens import derived, digest_of_token, new_token
from alerts.database.unit import UnitOfWork
from schemas.instants import HOUR_MS, MINUTE_MS, Ms
from schemas.legal_days import DAY_MS

IDLE_MS: Final[Ms] = 2 * HOUR_MS
"""Two hours without a page end a session: a phone that was lost at noon is of no use in the evening."""

LONGEST_MS: Final[Ms] = 14 * HOUR_MS
"""A shift of twelve hours, with an hour on either side."""

DEVICE_MS: Final[Ms] = 180 * DAY_MS
"""Half a year without a sign-in, and a device is a stranger again."""

MOST_OF_ONE: Final = 20
"""Sessions, and devices, of one account; the oldest end. Nobody has as many browsers, and their rows have a bound."""

_NOTED_MS: Final[Ms] = MINUTE_MS
"""The last page of a session is noted once a minute at most, since each note is a write."""


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A session that holds, with its account. `token` is what the browser has."""

    token: str
    account: DeskAccount

    @property
    def form_token(self) -> str:
        """The token that each form of the session bears: another site does not have it, and cannot make it."""
        return derived(self.token, "form")


class Sessions:
    """The sessions behind an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def begin(self, account: DeskAccount, device: str | None = None) -> tuple[SignInSession, str]:
        """Begin a session, and return it with the token of its device: the one given where it is known, else a new one.

        `RefusedError` where the account was disabled or got another password since it was read: else a sign-in that was under
        way meanwhile would outlive either.
        """
        token = new_token()
        with UnitOfWork(self._engine) as unit:
            now = instant(unit.connection)
            _check_unchanged(unit.connection, account)
            _forget_old(unit.connection, now)
            values = {"digest": digest_of_token(token), "account": account.name, "started_at": now, "seen_at": now}
            unit.connection.execute(insert(SESSIONS).values(**values))
            device = _note_device(unit.connection, account.name, device, now)
            _forget_beyond(unit.connection, SESSIONS, SESSIONS.c.started_at, account.name)
            _forget_beyond(unit.connection, DEVICES, DEVICES.c.used_at, account.name)
            unit.commit()
        return SignInSession(token, account), device

    def find(self, token: str, *, lives_on: bool = True) -> SignInSession | None:
        """The session of a token; None where it is over, or its account is disabled.

        It lives on by that, but not by what a page does without its reader: then `lives_on` is false.
        """
        digest = digest_of_token(token)
        with UnitOfWork(self._engine, writes=False) as unit:
            query = select(ACCOUNTS, SESSIONS.c.started_at, SESSIONS.c.seen_at)
            query = query.join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.name).where(SESSIONS.c.digest == digest)
            row = unit.connection.execute(query.where(ACCOUNTS.c.disabled_at.is_(None))).mappings().one_or_none()
            now = instant(unit.connection)
        if row is None or now - row["seen_at"] > IDLE_MS or now - row["started_at"] > LONGEST_MS:
            return None
        if lives_on and now - row["seen_at"] > _NOTED_MS:
            self._note(digest, now)
        return SignInSession(token, account_of(row))

    def know_device(self, name: str, device: str | None) -> str:
        """Note a device as one of an account, and return its token: the one given where it is known, else a new one."""
        with UnitOfWork(self._engine) as unit:
            device = _note_device(unit.connection, name, device, instant(unit.connection))
            _forget_beyond(unit.connection, DEVICES, DEVICES.c.used_at, name)
            unit.commit()
        return device

    def end(self, session: SignInSession) -> None:
        """End one session."""
        with UnitOfWork(self._engine) as unit:
            unit.connection.execute(delete(SESSIONS).where(SESSIONS.c.digest == digest_of_token(session.token)))
            unit.commit()

    def end_all(self, name: str) -> None:
        """End all sessions of an account, and forget its devices."""
        with UnitOfWork(self._engine) as unit:
            sign_out(unit.connection, name)
            unit.commit()

    def _note(self, digest: str, now: Ms) -> None:
        with UnitOfWork(self._engine) as unit:
            unit.connection.execute(update(SESSIONS).where(SESSIONS.c.digest == digest).values(seen_at=now))
            unit.commit()


def _check_unchanged(connection: Connection, account: DeskAccount) -> None:
    query = select(ACCOUNTS.c.password_at, ACCOUNTS.c.disabled_at).where(ACCOUNTS.c.name == account.name)
    row = connection.execute(query.with_for_update()).one_or_none()
    if row is None or row.disabled_at is not None or row.password_at != account.password_at:
        raise RefusedError("the account was changed in the meantime")


def _forget_beyond(connection: Connection, table: Table, latest: ColumnElement[int], name: str) -> None:
    """Forget the oldest rows of an account beyond `MOST_OF_ONE`."""
    kept = select(table.c.digest).where(table.c.account == name).order_by(latest.desc()).limit(MOST_OF_ONE)
    connection.execute(delete(table).where(table.c.account == name, table.c.digest.not_in(kept)))


def _forget_old(connection: Connection, now: Ms) -> None:
    over = (SESSIONS.c.started_at < now - LONGEST_MS) | (SESSIONS.c.seen_at < now - IDLE_MS)
    connection.execute(delete(SESSIONS).where(over))
    connection.execute(delete(DEVICES).where(DEVICES.c.used_at < now - DEVICE_MS))


def _note_device(connection: Connection, name: str, device: str | None, now: Ms) -> str:
    if device is not None:
        its = (DEVICES.c.digest == digest_of_token(device)) & (DEVICES.c.account == name)
        if connection.execute(update(DEVICES).where(its).values(used_at=now)).rowcount:
            return device
    made = new_token()
    connection.execute(insert(DEVICES).values(digest=digest_of_token(made), account=name, used_at=now))
    return made
