"""The siege: one platform attacks or errs, and what the others notice of it is measured."""

__all__: list[str] = []
