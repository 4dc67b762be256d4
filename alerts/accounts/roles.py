"""The roles of accounts, and the rights of each: one table. A right that a role is not given here, it does not have."""

from enum import StrEnum
from typing import Final


class AccountRole(StrEnum):
    """The work of an account."""

    VIEWER = "viewer"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    DATA_OFFICER = "data_officer"


class AccountRight(StrEnum):
    """Something that an account may do in the console."""

    COUNTS = "counts"
    LEADS = "leads"
    ALL_AREAS = "all_areas"
    ACT = "act"
    LOOKS = "looks"
    ACCOUNTS = "accounts"


RIGHTS: Final[dict[AccountRole, frozenset[AccountRight]]] = {
    AccountRole.VIEWER: frozenset({AccountRight.COUNTS}),
    AccountRole.INSPECTOR: frozenset({AccountRight.LEADS, AccountRight.ACT}),
    AccountRole.SUPERVISOR: frozenset(
        {AccountRight.COUNTS, AccountRight.LEADS, AccountRight.ALL_AREAS, AccountRight.ACT}
    ),
    AccountRole.OPERATOR: frozenset({AccountRight.ACCOUNTS}),
    AccountRole.DATA_OFFICER: frozenset({AccountRight.LOOKS}),
}
"""An operator keeps the accounts and reads no lead; a data officer reads the looks and no lead."""

ALL_AREAS: Final = "*"
"""In the place of area codes: all of them."""
