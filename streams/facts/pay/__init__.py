"""Pay as the rules read it: the legal days that entries belong to, the orders that they name, the statements that stand."""

__all__: list[str] = []
