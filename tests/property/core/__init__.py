"""Properties of the pure core: the judge against a second reading, against itself in other orders, and live against replay."""

__all__: list[str] = []
