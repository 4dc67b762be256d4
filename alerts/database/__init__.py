"""The database under the ledger: how it is opened, and units of work on it. Knows no lead."""

__all__: list[str] = []
