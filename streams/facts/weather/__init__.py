"""Weather warnings as facts: the time in which they are in force, and the episodes that they form."""

__all__: list[str] = []
