"""Facts about areas: cells, and the view that the rules read."""

__all__: list[str] = []
