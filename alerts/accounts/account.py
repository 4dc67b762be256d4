"""An account, and the errors about accounts. Knows no database."""

import re
from dataclasses import dataclass
from typing import Final

from alerts.accounts.roles import ALL_AREAS, RIGHTS, AccountRight, AccountRole
from alerts.errors import LedgerError
from schemas.instants import Ms

_is_name = re.compile(r"[a-z0-9\u4e00-\u9fff][a-z0-9._\u4e00-\u9fff-]{0,63}").fullmatch
_is_area = re.compile(r"[A-Za-z0-9-]{1,32}").fullmatch
_MOST_CALLED: Final = 64
"""Letters of a person's name."""
LANGUAGES: Final = ("zh", "en")


class AccountError(LedgerError):
    """No account can be made of what was given, or there is none of the name, or there is one already."""


@dataclass(frozen=True, slots=True)
class DeskAccount:
    """A person who may sign in. `name` is the actor in the log. `areas`: codes of those whose leads an inspector sees.

    `disabled_at` (ms) is null while the person may sign in. `has_password` is false where only a proxy signs the person in.
    `password_at` (ms): since when it has its password.
    """

    name: str
    called: str
    role: AccountRole
    language: str
    areas: tuple[str, ...]
    has_password: bool
    disabled_at: Ms | None
    password_at: Ms | None = None

    def may(self, right: AccountRight) -> bool:
        """True where the account's role has the right."""
        return right in RIGHTS[self.role]

    def sees_area(self, area: str | None) -> bool:
        """True where leads of the area, or of none, are the account's to see."""
        return self.sees_all or (area is not None and area in self.areas)

    @property
    def sees_all(self) -> bool:
        """True where leads of every area, and of none, are the account's to see."""
        return self.may(AccountRight.ALL_AREAS) or ALL_AREAS in self.areas


def check_account(name: str, called: str, language: str, areas: tuple[str, ...]) -> None:
    """Check the texts of an account; else `AccountError` with what was given and what is allowed."""
    if not _is_name(name):
        raise AccountError(
            f"given the name {name[:80]!r}; allowed: 1 to 64 of a-z, 0-9, Chinese letters, '.', '_', '-'"
        )
    if not called.strip() or len(called) > _MOST_CALLED or not called.isprintable():
        raise AccountError(f"given {called[:80]!r} as what the person is called; allowed: 1 to {_MOST_CALLED} letters")
    if language not in LANGUAGES:
        raise AccountError(f"given the language {language[:20]!r}; allowed: {', '.join(LANGUAGES)}")
    for area in areas:
        if area != ALL_AREAS and not _is_area(area):
            raise AccountError(f"given the area {area[:40]!r}; allowed: a code such as 360104 or NC-GX, or {ALL_AREAS}")
