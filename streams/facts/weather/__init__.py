"""Weather warnings as facts: when they are in force, and the episodes that they make."""

__all__: list[str] = []
