"""Orders as facts: their time, their cut at the horizon."""

__all__: list[str] = []
