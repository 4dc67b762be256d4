"""The leaving of a person: the account is disabled, and its open leads go on to a next person, each by a row of the log."""

from sqlalchemy import Connection, Engine, select

from alerts.accounts.account import AccountError
from alerts.accounts.accounts import account_in, disable_in
from alerts.accounts.roles import AccountRight
from alerts.database.unit import UnitOfWork
from alerts.leads import Action
from alerts.ledger.acting import ActionRequest, act
from alerts.ledger.storing import lock_head
from alerts.ledger.tables import LEADS
from alerts.ledger.taken import is_open, is_taken_by


def leave(engine: Engine, name: str, to: str, actor: str, reason: str) -> list[int]:
    """Disable the account and assign its open leads to another, in one transaction; return the numbers of these leads.

    `AccountError` where the next person has no account that may act, or is the one who leaves.
    """
    with UnitOfWork(engine) as unit:
        lock_head(unit.connection)  # as all who write: nobody assigns a lead to the account in between
        _check_next(unit.connection, name, to)
        disable_in(unit.connection, name)
        numbers = _open_leads(unit.connection, name)
        for number in numbers:
            act(unit.connection, number, ActionRequest(Action.ASSIGN, actor, reason, to), None)
        unit.commit()
    return numbers


def _check_next(connection: Connection, name: str, to: str) -> None:
    following = account_in(connection, to)
    if to == name or following is None or following.disabled_at is not None or not following.may(AccountRight.ACT):
        raise AccountError(
            f"given {to[:80]!r} as the next person; allowed: another account that is not disabled, "
            "of an inspector or a supervisor"
        )


def _open_leads(connection: Connection, name: str) -> list[int]:
    query = select(LEADS.c.number).where(is_open(), is_taken_by(name)).order_by(LEADS.c.number)
    return list(connection.execute(query).scalars())
