"""Orders as facts: their statements, their time, and their cut at the horizon."""

__all__: list[str] = []
