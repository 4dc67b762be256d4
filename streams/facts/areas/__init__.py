"""Facts about areas: cells, and the view of an area that the rules read."""

__all__: list[str] = []
