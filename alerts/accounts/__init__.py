"""Accounts of people: roles and rights, passwords, sign-in and its limits, sessions, looks at workers' data, leaving."""

from alerts.accounts.account import LANGUAGES, Account, AccountError
from alerts.accounts.accounts import Accounts, RefusedError, WaitError
from alerts.accounts.leaving import leave
from alerts.accounts.looks import Look, LookFilter, Looks
from alerts.accounts.passwords import BusyError, WeakPasswordError
from alerts.accounts.roles import RIGHTS, Right, Role
from alerts.accounts.sessions import Session, Sessions

__all__ = [
    "LANGUAGES",
    "RIGHTS",
    "Account",
    "AccountError",
    "Accounts",
    "BusyError",
    "Look",
    "LookFilter",
    "Looks",
    "RefusedError",
    "Right",
    "Role",
    "Session",
    "Sessions",
    "WaitError",
    "WeakPasswordError",
    "leave",
]
