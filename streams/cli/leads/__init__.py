"""Commands about the ledger: leads, its tables, the audit of its log."""

__all__: list[str] = []
