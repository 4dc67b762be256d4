"""The law's values as each wing of rules reads them, and the budgets of platforms."""

__all__: list[str] = []
