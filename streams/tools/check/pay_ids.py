"""The ids of pay entries: which are used for pay and for a deduction alike. Decides nothing about the pay itself."""

from schemas.work import PayRow

EntryOf = tuple[str, str, str]
"""Platform, worker and entry id."""


class PayIds:
    """The ids of pay entries of all workers, with the kinds that they are used for, gathered in any order. Mutable for that."""

    def __init__(self) -> None:
        self._kinds: dict[EntryOf, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self._kinds)

    def add(self, platform: str, row: PayRow, where: str) -> None:
        """Add the entry of a row that stands at that place."""
        kinds = self._kinds.setdefault((platform, row.worker, row.entry), {})
        kinds.setdefault(row.kind, where)

    def of_both_kinds(self) -> list[str]:
        """The place of the second kind of each id that is used for both."""
        return [list(kinds.values())[1] for kinds in self._kinds.values() if len(kinds) > 1]
