"""The ledger: findings that people follow up, their life cycle, and the proof that nothing was edited."""

__all__: list[str] = []
