"""What is done about it: the ledger of leads, its life cycle, and its proof that nothing was edited."""

__all__: list[str] = []
