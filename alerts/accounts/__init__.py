"""Accounts of people: roles and rights, passwords, sign-in and its limits, sessions, looks at workers' data, leaving."""

from alerts.accounts.account import LANGUAGES, AccountError, DeskAccount
from alerts.accounts.accounts import DeskAccounts, RefusedError, WaitError, may_sign
from alerts.accounts.leaving import leave
from alerts.accounts.looks import Look, LookFilter, Looks
from alerts.accounts.passwords import BusyError, WeakPasswordError
from alerts.accounts.roles import RIGHTS, AccountRight, AccountRole
from alerts.accounts.sign_in_sessions import Sessions, SignInSession

__all__ = [
    "LANGUAGES",
    "RIGHTS",
    "AccountError",
    "AccountRight",
    "AccountRole",
    "BusyError",
    "DeskAccount",
    "DeskAccounts",
    "Look",
    "LookFilter",
    "Looks",
    "RefusedError",
    "Sessions",
    "SignInSession",
    "WaitError",
    "WeakPasswordError",
    "leave",
    "may_sign",
]
