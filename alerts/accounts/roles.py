"""The roles of accounts, and the rights of each: one table. A right that a role is not given here, it does not have."""

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The work of an account."""

    VIEWER = "viewer"
    INSPECTOR = "inspector"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"
    DATA_OFFICER = "data_officer"


class Right(StrEnum):
    """Something that an account may do in the console."""

    COUNTS = "counts"
    LEADS = "leads"
    ALL_AREAS = "all_areas"
    ACT = "act"
    LOOKS = "looks"
    ACCOUNTS = "accounts"


RIGHTS: Final[dict[Role, frozenset[Right]]] = {
    Role.VIEWER: frozenset({Right.COUNTS}),
    Role.INSPECTOR: frozenset({Right.LEADS, Right.ACT}),
    Role.SUPERVISOR: frozenset({Right.COUNTS, Right.LEADS, Right.ALL_AREAS, Right.ACT}),
    Role.OPERATOR: frozenset({Right.ACCOUNTS}),
    Role.DATA_OFFICER: frozenset({Right.LOOKS}),
}
"""An operator keeps the accounts and reads no lead; a data officer reads the looks and no lead."""

ALL_AREAS: Final = "*"
"""In the place of area codes: all of them."""
